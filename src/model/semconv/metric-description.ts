// How a metric and an attribute are described where their names are listed.

export interface AttributeDescription {
  readonly type: 'string' | 'int' | 'double' | 'boolean';
  readonly on: readonly ('span' | 'metric')[];
  readonly description: string;
  /** All values that it can have, where they are few. */
  readonly values?: readonly string[];
}

export interface MetricDescription {
  readonly instrument: 'exponential histogram' | 'counter' | 'up-down counter' | 'gauge';
  readonly unit: string;
  readonly description: string;
  readonly attributes: readonly string[];
}
