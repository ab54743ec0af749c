// What p95 would be if one operation were faster, of all operations that ticks waited for.

import { BucketArray } from '../model/histogram/bucket-array.js';
import { ExponentialHistogram } from '../model/histogram/exponential-histogram.js';
import { addPacked } from '../model/histogram/packed-buckets.js';
import { operationKey } from '../model/operation.js';
import { responsesOf, type OperationRow, type RecordSegment } from '../model/record/record-segment.js';
import { FASTER_SHARES, RANKED_PLACE } from '../model/record/what-if-rows.js';
import type { ReportWhatIf, ReportWhatIfOperation } from '../model/report/ranking-report.js';
import type { Nanoseconds, Share } from '../model/units.js';
import { isGcWait } from '../model/wait-names.js';
import { predictedRatio, smoothQuantile } from './predict-p95.js';

/** What is predicted. */
export const QUANTILE = 0.95;
/** Of fewer, p95 is decided by five of them. */
const LEAST_TICKS = 100;
/** Ticks in which too much went on at once may be just the slow ones. */
const MOST_LEFT_OUT = 0.01;

/** Collections are heard of when their ticks have been timed anew: what they took would be gained by the code that they fell into. */
const MOST_COLLECTED = 0.05;

/** @returns undefined where too few ticks took part, too many were left out, or collections took much of them */
export function reportWhatIf({ ticks, whatIf, operations }: RecordSegment): ReportWhatIf | undefined {
  if (whatIf === undefined || collectedShare({ ticks, operations }) > MOST_COLLECTED) return undefined;
  const { leftOut, withWait } = whatIf;
  const buckets = new BucketArray();
  addPacked(buckets, whatIf.buckets);
  const count = buckets.sumFrom(-Infinity);
  if (count < LEAST_TICKS || leftOut > MOST_LEFT_OUT * (count + leftOut)) return undefined;
  const p95Nanos =
    withWait > 0
      ? Math.round(smoothQuantile(buckets, QUANTILE))
      : ExponentialHistogram.fromData(ticks.durations).quantile(QUANTILE);
  return {
    of: withWait > 0 ? 'response' : 'duration',
    ticks: count,
    p95Nanos: p95Nanos as Nanoseconds,
    operations: operations
      .flatMap((row) => predictedOperation(row, buckets, p95Nanos))
      .toSorted((left, right) => rankedP95(left) - rankedP95(right) || (keyOf(left) < keyOf(right) ? -1 : 1)),
  };
}

function collectedShare({ ticks, operations }: Pick<RecordSegment, 'ticks' | 'operations'>): number {
  const collected = operations.find(isGcWait);
  if (collected === undefined) return 0;
  return BucketArray.fromData(collected.criticalPathByTick).sumFrom(-Infinity) / responsesOf(ticks).sumNanos;
}

/** By the keys of the operations. */
export function gainsOf(whatIf: ReportWhatIf | undefined): ReadonlyMap<string, Nanoseconds> {
  const { operations = [], p95Nanos = 0 } = whatIf ?? {};
  return new Map(operations.map((operation) => [keyOf(operation), (p95Nanos - rankedP95(operation)) as Nanoseconds]));
}

function predictedOperation(row: OperationRow, buckets: BucketArray, p95Nanos: number): ReportWhatIfOperation[] {
  const { kind, name, location, whatIf } = row;
  if (whatIf === undefined) return [];
  const ratios = FASTER_SHARES.map((_, place) => predictedRatio(buckets, whatIf, place, QUANTILE));
  if (ratios.includes(undefined)) return [];
  const predictions = FASTER_SHARES.map((faster, place) => ({
    fasterShare: faster as number as Share,
    p95Nanos: Math.round(p95Nanos * Math.min(1, ratios[place] as number)) as Nanoseconds,
  }));
  return [{ kind, name, ...(location !== undefined && { location }), ticks: whatIf.ticks, predictions }];
}

function rankedP95({ predictions }: ReportWhatIfOperation): number {
  return (predictions[RANKED_PLACE] as ReportWhatIfOperation['predictions'][number]).p95Nanos;
}

function keyOf({ kind, name }: ReportWhatIfOperation): string {
  return operationKey(kind, name);
}
