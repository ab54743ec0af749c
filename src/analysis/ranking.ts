// What makes slow ticks slow: operations by their share of the slow ticks' critical path.
//
// The matrix of critical-path time by tick bucket answers for any percentile after merging. See "Euler allocation" in
// Tasche, "Conditional expectation as quantile derivative" (2000); here for all ticks from the bucket of p95 upwards.

import { BucketArray } from '../model/histogram/bucket-array.js';
import { ExponentialHistogram, type HistogramData } from '../model/histogram/exponential-histogram.js';
import { operationKey } from '../model/operation.js';
import type { OperationRow, RecordSegment } from '../model/record/record-segment.js';
import type { RankedOperation } from '../model/report/report.js';
import type { Nanoseconds, Share } from '../model/units.js';

const SLOW_QUANTILE = 0.95;

/** Buckets of scale 6 in one of scale 4: every boundary of the coarse scale is one of the fine scale too. */
const FINE_BUCKETS = 4;

/**
 * Slow ticks are those at or above the bucket (scale 4) of p95, by response time where the waiting before them is known, else by duration.
 * @returns best first; their shares add up to 1. Empty where no tick took any time
 */
export function rankOperations({ ticks, operations }: RecordSegment): RankedOperation[] {
  const responses = ticks.responses ?? ticks.durations;
  const slowBucket = slowestBucketsFrom(responses);
  const slowTicks = ticksFrom(responses, slowBucket);
  const times = operations.map((row) => BucketArray.fromData(row.criticalPathByTick).sumFrom(slowBucket));
  const total = times.reduce((sum, nanos) => sum + nanos, 0);
  return operations
    .map((row, place) => rankedRow(row, times[place] as number, total, slowBucket, slowTicks))
    .filter(({ share }) => share > 0)
    .toSorted((left, right) => right.share - left.share || (keyOf(left) < keyOf(right) ? -1 : 1));
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

function keyOf({ kind, name }: RankedOperation): string {
  return operationKey(kind, name);
}
