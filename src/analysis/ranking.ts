// What makes slow ticks slow: operations by what p95 would gain from them, and by their share of the slow ticks' critical path.
//
// The matrix of critical-path time by tick bucket answers for any percentile after merging. See "Euler allocation" in
// Tasche, "Conditional expectation as quantile derivative" (2000); here for all ticks from the bucket of p95 upwards.

import { BucketArray } from '../model/histogram/bucket-array.js';
import { bucketIndex } from '../model/histogram/histogram-buckets.js';
import { ExponentialHistogram, type HistogramData } from '../model/histogram/exponential-histogram.js';
import { operationKey } from '../model/operation.js';
import { responsesOf, type OperationRow, type RecordSegment } from '../model/record/record-segment.js';
import type { RankedOperation } from '../model/report/ranking-report.js';
import { SHARE_UNITS, type WhatIfTicks } from '../model/record/what-if-rows.js';
import { addPacked } from '../model/histogram/packed-buckets.js';
import type { Nanoseconds, Share } from '../model/units.js';
import { isTickscopeWait } from '../model/wait-names.js';
import { shareInterval, type SlowBucket } from './share-interval.js';

const SLOW_QUANTILE = 0.95;

/** Buckets of scale 6 in one of scale 4: every boundary of the coarse scale is one of the fine scale too. */
const FINE_BUCKETS = 4;

/** @returns how long the mean slow tick takes, with what it waits before, but for Tickscope's work */
export function slowTickNanosOf(ranking: readonly RankedOperation[]): Nanoseconds {
  const ofProgram = ranking.filter((operation) => !isTickscopeWait(operation));
  return ofProgram.reduce((sum, { criticalPathNanosPerTick }) => sum + criticalPathNanosPerTick, 0) as Nanoseconds;
}

/**
 * Slow ticks are those at or above the bucket (scale 4) of p95, by response time where the waiting before them is known, else by duration.
 * @param gains by key; operations without one count as if nothing were gained
 * @param slowFromNanos how long slow ticks take, where p95 of these ticks is not that of all
 * @returns best first; their shares add up to 1. Empty where no tick took any time
 */
export function rankOperations(
  { ticks, operations, whatIf }: RecordSegment,
  gains: ReadonlyMap<string, Nanoseconds> = new Map(),
  slowFromNanos?: Nanoseconds,
): RankedOperation[] {
  const responses = responsesOf(ticks);
  const slowBucket = slowFromNanos === undefined ? slowestBucketsFrom(responses) : bucketIndex(4, slowFromNanos);
  const slowTicks = ticksFrom(responses, slowBucket);
  const times = operations.map((row) => BucketArray.fromData(row.criticalPathByTick).sumFrom(slowBucket));
  const total = times.reduce((sum, nanos) => sum + nanos, 0);
  const intervals = new ShareIntervals(responses, operations, slowBucket, whatIf);
  return operations
    .map((row, place) => ({
      ...rankedRow(row, times[place] as number, total, slowBucket, slowTicks),
      ...intervals.of(row),
      ...gainOf(row, gains),
    }))
    .filter(({ share }) => share > 0)
    .toSorted(
      ({ gainNanos: left = 0, ...one }, { gainNanos: right = 0, ...other }) =>
        right - left || other.share - one.share || (keyOf(one) < keyOf(other) ? -1 : 1),
    );
}

function gainOf(row: OperationRow, gains: ReadonlyMap<string, Nanoseconds>): Pick<RankedOperation, 'gainNanos'> {
  const gainNanos = gains.get(keyOf(row));
  return gainNanos === undefined ? {} : { gainNanos };
}

function rankedRow(
  row: OperationRow,
  nanos: number,
  total: number,
  slowBucket: number,
  slowTicks: number,
): RankedOperation {
  const calls = BucketArray.fromData(row.callsByTick).sumFrom(slowBucket);
  return {
    kind: row.kind,
    name: row.name,
    ...(row.location !== undefined && { location: row.location }),
    share: (total === 0 ? 0 : nanos / total) as Share,
    callsPerTick: slowTicks === 0 ? 0 : calls / slowTicks,
    criticalPathNanosPerTick: (slowTicks === 0 ? 0 : Math.round(nanos / slowTicks)) as Nanoseconds,
    slowTicks,
  };
}

/** @returns an index at scale 4; every bucket where p95 is 0 */
function slowestBucketsFrom(durations: HistogramData): number {
  const fine = ExponentialHistogram.fromData(durations).quantileBucket(SLOW_QUANTILE);
  return fine === undefined ? -Infinity : Math.floor(fine / FINE_BUCKETS);
}

function ticksFrom(durations: HistogramData, slowBucket: number): number {
  const fromBuckets = BucketArray.fromData(durations.buckets).sumFrom(slowBucket * FINE_BUCKETS);
  return slowBucket === -Infinity ? fromBuckets + durations.zeroCount : fromBuckets;
}

function keyOf({ kind, name }: Pick<RankedOperation, 'kind' | 'name'>): string {
  return operationKey(kind, name);
}

/** Of fewer slow ticks, a normal distribution says too little. */
const LEAST_SLOW_TICKS = 50;
/** Squares are known of the ticks that took part in what-if, and those have to be nearly all, as each stands for itself or others. */
const LEAST_COVERED = 0.9;

class ShareIntervals {
  /** By bucket of scale 4, from the first of the slow ticks. */
  readonly #ticks = new BucketArray();
  readonly #totalNanos = new BucketArray();
  readonly #scale: number;

  constructor(
    durations: HistogramData,
    operations: readonly OperationRow[],
    slowBucket: number,
    whatIf: WhatIfTicks | undefined,
  ) {
    BucketArray.fromData(durations.buckets).forEach((index, count) => {
      const coarse = Math.floor(index / FINE_BUCKETS);
      if (coarse >= slowBucket) this.#ticks.add(coarse, count);
    });
    for (const { criticalPathByTick } of operations) this.#totalNanos.merge(criticalPathByTick);
    const taken = new BucketArray();
    if (whatIf !== undefined) addPacked(taken, whatIf.buckets);
    const covered = taken.sumFrom(-Infinity) / durations.count;
    const isKnown = covered >= LEAST_COVERED && this.#ticks.sumFrom(-Infinity) >= LEAST_SLOW_TICKS;
    this.#scale = isKnown ? 1 / (covered * SHARE_UNITS * SHARE_UNITS) : NaN;
  }

  of({ criticalPathByTick, whatIf }: OperationRow): Pick<RankedOperation, 'shareInterval'> {
    if (whatIf === undefined || Number.isNaN(this.#scale)) return {};
    const nanos = BucketArray.fromData(criticalPathByTick);
    const squares = new BucketArray();
    addPacked(squares, whatIf.squaresByTick);
    const buckets: SlowBucket[] = [];
    this.#ticks.forEach((index, ticks) => {
      buckets.push({
        ticks,
        totalNanos: this.#totalNanos.get(index),
        nanos: nanos.get(index),
        squares: squares.get(index) * this.#scale,
      });
    });
    return { shareInterval: shareInterval(buckets) };
  }
}
