// What is said of a metric.

export interface MetricDescription {
  readonly instrument: 'exponential histogram' | 'counter' | 'up-down counter' | 'gauge';
  readonly unit: string;
  readonly description: string;
  readonly attributes: readonly string[];
}
