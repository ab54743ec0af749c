// By how much p95 would fall if all calls of a statement in a tick became one, or none.
//
// More goes than the calls themselves take: the method around each of them, the waiting for a connection, and that for an event loop that is held while an
// answer is there. What comes instead is one call, as long as any of now: it may be a slow one, which the mean of many never is.

import { BucketArray } from '../../model/histogram/bucket-array.js';
import { bucketIndex, bucketMiddleNanos } from '../../model/histogram/histogram-buckets.js';
import { addPacked } from '../../model/histogram/packed-buckets.js';
import { isPoolWait } from '../../model/operation.js';
import type { KeptOperation, OperationRow, RecordSegment } from '../../model/record/record-segment.js';
import { FASTER_SHARES } from '../../model/record/what-if-rows.js';
import type { ReportWhatIf } from '../../model/report/ranking-report.js';
import type { Nanoseconds } from '../../model/units.js';
import { sum } from '../statistics/numbers.js';
import { smoothQuantile } from '../predict-p95.js';
import { QUANTILE } from '../what-if.js';
import type { AskingTick } from './asking-ticks.js';

/** Of the time of a statement, waits for the loop that nobody saw. */
const MOST_UNSEEN = 0.02;
const WITHOUT = FASTER_SHARES.length - 1;

export interface FewerCalls {
  /** In a tick, of now. */
  readonly ticks: readonly AskingTick[];
  /** How long the one call takes that comes instead, in calls of now; 0 for none. */
  readonly instead: number;
}

/** @returns nothing where it is not known */
export function gainOfFewerCalls(
  { whatIf: all }: RecordSegment,
  whatIf: ReportWhatIf | undefined,
  row: OperationRow,
  { ticks, instead }: FewerCalls,
): { readonly gainNanos?: Nanoseconds } {
  const { shifts, ticks: having = 0, missed = 0 } = row.whatIf ?? {};
  const packed = shifts?.[WITHOUT];
  if (whatIf === undefined || all === undefined || packed === undefined || missed * 2 > having) return {};
  const before = new BucketArray();
  addPacked(before, all.buckets);
  const moves = new BucketArray();
  addPacked(moves, packed);
  // Of some segments there are no shifts: those of the others stand for them.
  const scale = having / (having - missed);
  const after = new BucketArray();
  after.merge(before);
  let arrived = 0;
  moves.forEach((index, amount) => {
    after.add(index, scale * amount);
    if (amount > 0) arrived += scale * amount;
  });
  const kept = instead === 0 ? 0 : 1;
  const goesNanos = besideNanos(ticks, kept);
  const heldShare = (overlapOf(ticks) * heldNanosInTicks(row)) / Math.max(1, scale * sumOfArrived(moves));
  const calls = instead === 0 ? [] : callsOf(row, instead);
  const moved = new BucketArray();
  moves.forEach((index, amount) => {
    // Where as many ticks came as went, the sums do not show it.
    const count = Math.min(after.get(index), (amount * scale * having) / arrived);
    if (!(count > 0)) return;
    // A tick is late for what held the loop too: the longer it still takes, the more of that.
    const nanos: number = Math.max(0, bucketMiddleNanos(6, index) * (1 - Math.min(1, heldShare)) - goesNanos);
    moved.add(index, -count);
    if (calls.length === 0) moved.add(bucketIndex(6, Math.max(1, Math.round(nanos))), count);
    for (const call of calls)
      moved.add(bucketIndex(6, Math.max(1, Math.round(nanos + call.nanos))), count * call.share);
  });
  after.merge(moved);
  const ratio = smoothQuantile(after, QUANTILE) / smoothQuantile(before, QUANTILE);
  const gainNanos = Math.round(whatIf.p95Nanos * (1 - ratio));
  return gainNanos > 0 ? { gainNanos: gainNanos as Nanoseconds } : {};
}

/** How long ticks take without the calls, all of them together. */
function sumOfArrived(moves: BucketArray): number {
  let sumNanos = 0;
  moves.forEach((index, amount) => {
    if (amount > 0) sumNanos += amount * bucketMiddleNanos(6, index);
  });
  return sumNanos;
}

/**
 * Answers that waited for the loop: of the time of the statement, what is not its own on the critical paths of ticks. Not every wait is seen. But
 * where much more is off the paths than was seen, that is calls beside longer ones, and no tick is shorter without them.
 */
function heldNanosInTicks({
  loopNanos = 0 as Nanoseconds,
  selfNanos,
  criticalPathByTick,
  callsByTick,
  count,
}: OperationRow): number {
  const calls = BucketArray.fromData(callsByTick).sumFrom(-Infinity);
  const pathNanos = BucketArray.fromData(criticalPathByTick).sumFrom(-Infinity);
  const offPathNanos = Math.max(0, selfNanos - pathNanos);
  const isAllHeld = offPathNanos - loopNanos < MOST_UNSEEN * selfNanos;
  return (isAllHeld ? offPathNanos : loopNanos) * (calls / count);
}

/** How long one call takes instead, and how often. An answer does not wait longer for the loop because it has more rows. */
function callsOf(
  { durations: { buckets, count, sumNanos }, loopNanos = 0 as Nanoseconds }: OperationRow,
  instead: number,
): { readonly nanos: number; readonly share: number }[] {
  const { offset, values } = buckets;
  const longer = instead - (instead - 1) * (loopNanos / sumNanos);
  return values.flatMap((calls, place) =>
    calls === 0 ? [] : [{ nanos: longer * bucketMiddleNanos(4, offset + place), share: calls / count }],
  );
}

/** In a tick, in the mean: what the methods that ask once each take beside the statement, and the waiting for connections, of all calls but those that are kept. */
function besideNanos(ticks: readonly AskingTick[], kept: number): number {
  const each = ticks.map((tick) => {
    const { asked } = tick;
    return besideCalls(tick) * overlapIn(asked) * Math.max(0, 1 - kept / asked.length);
  });
  return sum(each) / Math.max(1, ticks.length);
}

function besideCalls({ tick: { operations }, asked }: AskingTick): number {
  const parents = new Set(asked.map(({ parent }) => parent));
  return sum(
    [...parents].map((parent) => {
      const around = operations[parent];
      const inside = operations.filter((operation) => operation.parent === parent && operation.late !== true);
      const asksOnce = inside.filter((operation) => asked.includes(operation)).length === 1;
      const all = sum(inside.map(({ durationNanos }) => durationNanos));
      const waits = sum(inside.filter(isPoolWait).map(({ durationNanos }) => durationNanos));
      if (around?.kind === 'database' && asksOnce) return waits + around.durationNanos - all;
      const own = inside.filter((operation) => asked.includes(operation)).length;
      return (waits * own) / inside.filter(({ kind }) => kind === 'query').length;
    }),
  );
}

function overlapOf(ticks: readonly AskingTick[]): number {
  return sum(ticks.map(({ asked }) => overlapIn(asked))) / Math.max(1, ticks.length);
}

/** Of calls at the same time, what they take together as a share of what they take one by one: 1 where each waits for the one before. */
function overlapIn(asked: readonly KeptOperation[]): number {
  let until = -Infinity;
  let together = 0;
  for (const { startNanos, durationNanos } of asked.toSorted((left, right) => left.startNanos - right.startNanos)) {
    const end = startNanos + durationNanos;
    together += Math.max(0, end - Math.max(until, startNanos));
    until = Math.max(until, end);
  }
  return together / Math.max(1, sum(asked.map(({ durationNanos }) => durationNanos)));
}
