// A process under a metrics SDK: feeds events, cuts segments, collects points.

import type { Attributes } from '@opentelemetry/api';
import {
  AggregationTemporality,
  type DataPoint,
  InMemoryMetricExporter,
  MeterProvider,
  type MetricData,
  type MetricProducer,
  PeriodicExportingMetricReader,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import type { CacheTotals } from '../../../src/model/cache-counters.js';
import { CumulativeTotals } from '../../../src/aggregate/running-totals.js';
import type { MetricSource } from '../../../src/export/metrics/metric-producer.js';
import type { MetricTotals } from '../../../src/aggregate/metric-totals.js';
import type { Losses } from '../../../src/model/losses.js';
import type { RecordSegment } from '../../../src/model/record/record-segment.js';
import type { UnixMilliseconds } from '../../../src/model/units.js';
import { resourcesAt } from '../../analysis/measured-runtime.js';
import { HEAD, type MeasuredEvent, type Recorder, feed, recorder, sampleAt } from '../../aggregate/measured-stream.js';

export const BEGIN = 1_700_000_000_000 as UnixMilliseconds;

export class MeasuredSource implements MetricSource {
  readonly totals: CumulativeTotals = new CumulativeTotals();
  caches: readonly CacheTotals[] = [];
  readonly cutSegments: RecordSegment[] = [];
  recorder: Recorder = recorder();
  readonly losses: Losses = { add: (id, count) => this.recorder.segment.losses.add(id, count) };
  #place = 0;
  #reads = 0;

  feed(event: MeasuredEvent): void {
    feed(event, this.#place, this.recorder, this.recorder);
    this.totals.resources(resourcesAt(this.#place, event.nanos));
    this.totals.sample(sampleAt(this.#place++, event.nanos));
    this.totals.tickKept(event.failed ? 'failed' : 'random');
  }

  cut(): void {
    const { segment, ...tables } = this.recorder;
    this.cutSegments.push(segment.toSegment(HEAD));
    this.totals.absorb(segment.sums);
    this.recorder = { ...tables, segment: segment.next() };
  }

  /** A second later each time. */
  readMetrics<Result>(take: (totals: MetricTotals) => Result): Result {
    const now = (BEGIN + 1_000 * ++this.#reads) as UnixMilliseconds;
    return take(this.totals.read(this.recorder.segment.sums, BEGIN, now, this.caches));
  }

  /** Everything, as a record would have it. */
  segments(): RecordSegment[] {
    return [...this.cutSegments, this.recorder.segment.toSegment(HEAD)];
  }
}

export interface Collecting {
  readonly provider: MeterProvider;
  /** Collects and exports once. */
  collect(): Promise<ResourceMetrics>;
  stop(): Promise<void>;
}

/** A real provider with a real reader, whose own timer never comes. */
export function collecting(producer: MetricProducer): Collecting {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({
    exporter,
    exportIntervalMillis: 3_600_000,
    metricProducers: [producer],
  });
  const provider = new MeterProvider({ readers: [reader] });
  return {
    provider,
    async collect() {
      await reader.forceFlush();
      return exporter.getMetrics().at(-1) as ResourceMetrics;
    },
    stop: () => provider.shutdown(),
  };
}

/** The metrics of Tickscope's scope, by name. */
export function metricsOf(collected: ResourceMetrics): Map<string, MetricData> {
  const scopes = collected.scopeMetrics.filter(({ scope }) => scope.name === 'tickscope');
  return new Map(scopes.flatMap(({ metrics }) => metrics).map((metric) => [metric.descriptor.name, metric]));
}

/** The points of one metric, by the values of their attributes. */
export function pointsOf<Value>(metrics: ReadonlyMap<string, MetricData>, name: string): Map<string, DataPoint<Value>> {
  const points = (metrics.get(name)?.dataPoints ?? []) as DataPoint<Value>[];
  return new Map(points.map((point) => [keyOf(point.attributes), point]));
}

export function keyOf(attributes: Attributes): string {
  return Object.values(attributes).join('|');
}
