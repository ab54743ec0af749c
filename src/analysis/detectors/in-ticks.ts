// What detectors ask of an operation: its part of slow ticks, how often it is called in a tick, what p95 would be without some of it.

import { BucketArray } from '../../model/histogram/bucket-array.js';
import { addPacked } from '../../model/histogram/packed-buckets.js';
import { formatShare } from '../../model/format-units.js';
import { operationKey, type OperationName } from '../../model/operation.js';
import type { OperationRow, RecordSegment } from '../../model/record/record-segment.js';
import { FASTER_SHARES } from '../../model/record/what-if-rows.js';
import type { RankedOperation, ReportWhatIf } from '../../model/report/ranking-report.js';
import type { Nanoseconds, Share } from '../../model/units.js';
import { isTickWait } from '../../model/wait-names.js';
import { predictedRatio } from '../predict-p95.js';
import { QUANTILE } from '../what-if.js';

/** Below it a repair changes nothing that anybody would see. */
const LEAST_SHARE: Share = 0.01 as Share;
/** Of fewer ticks nothing is said. */
const LEAST_TICKS = 100;
/** What fewer ticks had was the start, or one burst. */
const LEAST_TICKS_WITH_IT = 10;

/** Of the calls, and of p95: what a gain may change by with so many more or fewer calls. */
const NEAR_SHARE = 0.015;
const MOST_BETWEEN = 0.1;

/** An operation of the ranking with its row. */
export interface RankedRow {
  readonly row: OperationRow;
  /** Of the time of slow ticks, without that in which they waited for other ticks: what makes those long makes these wait. */
  readonly share: Share;
  /** Of all ticks, the slow and the fast. */
  readonly callsPerTick: number;
}

/** @returns operations that make at least `LEAST_SHARE` of the time of slow ticks, and not in a few of them only; none of too few ticks */
export function rankedRows(
  { operations, ticks }: RecordSegment,
  ranking: readonly RankedOperation[],
): readonly RankedRow[] {
  if (ticks.count < LEAST_TICKS) return [];
  const rows = new Map(operations.map((row) => [keyOf(row), row]));
  const inTicks = ranking.filter((ranked) => !isTickWait(ranked));
  const total = inTicks.reduce((sum, ranked) => sum + ranked.share, 0);
  return inTicks.flatMap((ranked) => {
    const row = rows.get(keyOf(ranked));
    const share = (ranked.share / total) as Share;
    if (row === undefined || share < LEAST_SHARE) return [];
    const calls = BucketArray.fromData(row.callsByTick).sumFrom(-Infinity);
    // Old records and stored traces do not say in how many ticks it was.
    if ((row.whatIf?.ticks ?? calls) < LEAST_TICKS_WITH_IT) return [];
    return [{ row, share, callsPerTick: calls / ticks.count }];
  });
}

/** Of a call. */
export function meanOf({ durations, count }: OperationRow): Nanoseconds {
  return Math.round(durations.sumNanos / count) as Nanoseconds;
}

/** What is said of every operation's part of slow ticks. */
export function shareEvidence({ share }: Pick<RankedRow, 'share'>): Readonly<Record<string, string>> {
  return { 'of the time in slow ticks': formatShare(share) };
}

/**
 * @param removedShare of the operation's own time. What lies between two shares that were predicted is taken from the line between them
 * @returns by how much p95 would fall; nothing where that is not known
 */
export function gainWithout(
  whatIf: ReportWhatIf | undefined,
  operation: OperationName,
  removedShare: number,
): { readonly gainNanos?: Nanoseconds } {
  const key = keyOf(operation);
  const known = whatIf?.operations.find((each) => keyOf(each) === key);
  if (whatIf === undefined || known === undefined) return {};
  const points = [{ fasterShare: 0, p95Nanos: whatIf.p95Nanos }, ...known.predictions];
  const place = points.findLastIndex(({ fasterShare }) => fasterShare <= removedShare);
  const [before, after] = points.slice(place) as [(typeof points)[number], ...typeof points];
  const { fasterShare, p95Nanos } = after ?? before;
  const between =
    fasterShare === before.fasterShare ? 0 : (removedShare - before.fasterShare) / (fasterShare - before.fasterShare);
  const gainNanos = Math.round(whatIf.p95Nanos - before.p95Nanos - between * (p95Nanos - before.p95Nanos));
  return gainNanos > 0 ? { gainNanos: gainNanos as Nanoseconds } : {};
}

/**
 * @param hitShare of the operation's calls, which may be in any tick, lose `removedShare` of their time
 * @returns by how much p95 would fall; nothing where that is not known
 */
export function gainOfSome(
  { whatIf: ticks }: RecordSegment,
  whatIf: ReportWhatIf | undefined,
  row: OperationRow,
  hitShare: number,
  removedShare: number,
): { readonly gainNanos?: Nanoseconds } {
  if (whatIf === undefined || ticks === undefined || row.whatIf === undefined) return {};
  const buckets = new BucketArray();
  addPacked(buckets, ticks.buckets);
  const ticksOf = row.whatIf;
  const ratioAt = (share: number): number =>
    predictedRatio(buckets, ticksOf, FASTER_SHARES.length - 1, QUANTILE, Math.min(1, share)) ?? NaN;
  // Where one tick in twenty still has it, p95 is among those or among the others by chance.
  if (!(ratioAt(hitShare - NEAR_SHARE) - ratioAt(hitShare + NEAR_SHARE) < MOST_BETWEEN)) return {};
  const gainNanos = Math.round(whatIf.p95Nanos * (1 - ratioAt(hitShare)) * removedShare);
  return gainNanos > 0 ? { gainNanos: gainNanos as Nanoseconds } : {};
}

export function placeOf({ location }: { readonly location?: string | undefined }): { readonly location?: string } {
  return location === undefined ? {} : { location };
}

/** Where a function is called: what computes too often is changed there, and not where it is defined. */
export function callerOf({ location, calledAt }: Pick<OperationRow, 'location' | 'calledAt'>): {
  readonly location?: string;
} {
  return placeOf({ location: calledAt ?? location });
}

function keyOf({ kind, name }: OperationName): string {
  return operationKey(kind, name);
}
