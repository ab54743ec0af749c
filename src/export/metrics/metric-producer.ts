// Gives Tickscope's sums to the metrics SDK when it collects. Between two collections metrics cost nothing.
//
// A producer that rejects makes the user's own metrics fail too, and one that never settles hangs `forceFlush`. This one reads
// synchronously and always resolves at once.

import type { AggregationTemporality, CollectionResult, MetricProducer } from '@opentelemetry/sdk-metrics';
import type { MetricTotals } from '../../aggregate/metric-totals.js';
import type { Losses } from '../../model/losses.js';
import { INSTRUMENTATION_SCOPE } from '../instrumentation-scope.js';
import { arrivalSeries } from './arrival-series.js';
import { cacheSeries } from './cache-series.js';
import { databaseSeries } from './database-series.js';
import { DeltaState } from './delta-state.js';
import { addExemplars } from './exemplars.js';
import { DEFAULT_MAX_BUCKETS } from './exponential-point.js';
import { feedSeries } from './feed-series.js';
import { metricData } from './metric-data.js';
import { orderSeries } from './order-series.js';
import { CUMULATIVE, DELTA } from './sdk-values.js';
import { seriesOf } from './series.js';
import { debug } from '../../stderr.js';

export interface MetricSource {
  /** Calls `take` with an unchanging copy of the sums since the process started, and measures its cost. */
  readMetrics<Result>(take: (totals: MetricTotals) => Result): Result;
  readonly losses: Losses;
}

export interface MetricProducerOptions {
  /**
   * Cumulative by default: the SDK does not convert a producer's points to the reader's preference. With delta, counters and
   * histograms hold the change since the last collection, so every reader needs its own producer; up-down counters stay.
   */
  readonly temporality?: AggregationTemporality;
  /** Buckets of one histogram point, at least 2. Wider histograms are exported at a lower scale, which loses no count. */
  readonly maxBuckets?: number;
}

/** The reader uses the SDK's resource and ignores this one. */
const NO_RESOURCE: CollectionResult['resourceMetrics']['resource'] = {
  attributes: {},
  merge: (other) => other ?? NO_RESOURCE,
  getRawAttributes: () => [],
};

export class TickscopeMetricProducer implements MetricProducer {
  readonly #source: MetricSource;
  readonly #delta: DeltaState | undefined;
  readonly #maxBuckets: number;
  /** Those that were handed out. */
  #exemplars = 0;

  constructor(
    source: MetricSource,
    { temporality = CUMULATIVE, maxBuckets = DEFAULT_MAX_BUCKETS }: MetricProducerOptions = {},
  ) {
    this.#source = source;
    this.#delta = temporality === DELTA ? new DeltaState() : undefined;
    this.#maxBuckets = maxBuckets;
  }

  /** Never throws, rejects or waits: a failure gives an empty result and counts as a loss. */
  collect(): Promise<CollectionResult> {
    try {
      const metrics = this.#source.readMetrics((totals) => this.#metrics(totals));
      return Promise.resolve(result([{ scope: INSTRUMENTATION_SCOPE, metrics }], []));
    } catch (error) {
      debug('collecting metrics failed', error);
      this.#countFailure();
      return Promise.resolve(result([], [error]));
    }
  }

  #metrics(totals: MetricTotals): ReturnType<typeof metricData> {
    const all = {
      series: [
        ...seriesOf(totals),
        ...databaseSeries(totals.operations, totals.attributesOf),
        ...arrivalSeries(totals.arrivals, totals.symbols),
        ...cacheSeries(totals.caches),
        ...feedSeries(totals.feeds.values()),
        ...orderSeries(totals.orders.values()),
      ],
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
    const { exemplars } = totals;
    if (exemplars !== undefined) {
      addExemplars(metrics, exemplars.since(this.#exemplars));
      this.#exemplars = exemplars.count;
    }
    return metrics;
  }

  #countFailure(): void {
    try {
      this.#source.losses.add('collections_failed');
    } catch (error) {
      // The source is broken as a whole, so the failure cannot be counted either.
      debug('counting a failed collection failed', error);
    }
  }
}

function result(
  scopeMetrics: CollectionResult['resourceMetrics']['scopeMetrics'],
  errors: unknown[],
): CollectionResult {
  return { resourceMetrics: { resource: NO_RESOURCE, scopeMetrics }, errors };
}
