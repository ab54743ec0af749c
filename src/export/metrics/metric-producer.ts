// Hands Tickscope's sums to the metrics SDK whenever it collects. Between two collections metrics cost nothing.
//
// A producer that rejects takes the user's own metrics down with it, and one that never settles hangs `forceFlush`: this one
// reads synchronously and resolves at once, whatever happens.

import type { AggregationTemporality, CollectionResult, MetricProducer } from '@opentelemetry/sdk-metrics';
import type { MetricTotals } from '../../aggregate/metric-totals.js';
import type { Losses } from '../../model/losses.js';
import { INSTRUMENTATION_SCOPE } from '../instrumentation-scope.js';
import { arrivalSeries } from './arrival-series.js';
import { DeltaState } from './delta-state.js';
import { DEFAULT_MAX_BUCKETS } from './exponential-point.js';
import { metricData } from './metric-data.js';
import { CUMULATIVE, DELTA } from './sdk-values.js';
import { seriesOf } from './series.js';

export interface MetricSource {
  /** Hands over the sums since the process began, which do not change any more, and measures what `take` costs. */
  readMetrics<Result>(take: (totals: MetricTotals) => Result): Result;
  readonly losses: Losses;
}

export interface MetricProducerOptions {
  /**
   * Cumulative unless told otherwise: the SDK's preference converts nothing of a producer. With delta, counters and histograms
   * hold what came since the last collection, so that every reader needs a producer of its own; up-down counters stay.
   */
  readonly temporality?: AggregationTemporality;
  /** Buckets of one histogram point, at least 2; wider histograms are given at a lower scale, which loses no count. */
  readonly maxBuckets?: number;
}

/** The reader takes the SDK's own resource and looks at no other. */
const NO_RESOURCE: CollectionResult['resourceMetrics']['resource'] = {
  attributes: {},
  merge: (other) => other ?? NO_RESOURCE,
  getRawAttributes: () => [],
};

export class TickscopeMetricProducer implements MetricProducer {
  readonly #source: MetricSource;
  readonly #delta: DeltaState | undefined;
  readonly #maxBuckets: number;

  constructor(
    source: MetricSource,
    { temporality = CUMULATIVE, maxBuckets = DEFAULT_MAX_BUCKETS }: MetricProducerOptions = {},
  ) {
    this.#source = source;
    this.#delta = temporality === DELTA ? new DeltaState() : undefined;
    this.#maxBuckets = maxBuckets;
  }

  /** Never throws, never rejects and never waits: a failure is an empty result and a counted loss. */
  collect(): Promise<CollectionResult> {
    try {
      const metrics = this.#source.readMetrics((totals) => this.#metrics(totals));
      return Promise.resolve(result([{ scope: INSTRUMENTATION_SCOPE, metrics }], []));
    } catch (error) {
      this.#countFailure();
      return Promise.resolve(result([], [error]));
    }
  }

  #metrics(totals: MetricTotals): ReturnType<typeof metricData> {
    const all = {
      series: [...seriesOf(totals), ...arrivalSeries(totals.arrivals)],
      fromUnixMillis: totals.fromUnixMillis,
    };
    const { series, fromUnixMillis } = this.#delta?.since(all) ?? all;
    const metrics = metricData(series, {
      fromUnixMillis,
      toUnixMillis: totals.toUnixMillis,
      isDelta: this.#delta !== undefined,
      maxBuckets: this.#maxBuckets,
    });
    this.#delta?.handedOut(all.series, totals.toUnixMillis);
    return metrics;
  }

  #countFailure(): void {
    try {
      this.#source.losses.add('collections_failed');
    } catch {
      // A source that cannot even count has nothing to count with.
    }
  }
}

function result(
  scopeMetrics: CollectionResult['resourceMetrics']['scopeMetrics'],
  errors: unknown[],
): CollectionResult {
  return { resourceMetrics: { resource: NO_RESOURCE, scopeMetrics }, errors };
}
