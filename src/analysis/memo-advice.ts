// Whether it pays to keep the results of a function, by the inputs that come again: what is saved, less the key, the look-ups and the entries.

import { BucketArray } from '../model/histogram/bucket-array.js';
import { ExponentialHistogram, type HistogramData } from '../model/histogram/exponential-histogram.js';
import { bucketMiddleNanos } from '../model/histogram/histogram-buckets.js';
import type { OperationRow, TickTotals } from '../model/record/record-segment.js';
import type { Share } from '../model/units.js';
import { HitRatioCurve } from './hit-ratio-curve.js';

/** Of fewer nothing is said. */
const LEAST_CALLS = 500;
/** Results that were compared and were all the same. Where one in 50 is another, one function in 60 would be taken for pure by that alone. */
const LEAST_COMPARED = 200;
/** Of the calls that any size would find. */
const NEARLY_ALL = 0.98;
const MOST_ENTRIES = 10_000;
/** Of the operation's time. The rest it waits, or other operations run in it. */
const LEAST_SELF = 0.9;
/** Measured: a key of numbers, of each value; one of a Map; an entry of a Map that is full, where the oldest goes. */
const KEY_NANOS = 50;
const KEY_NANOS_PER_VALUE = 11;
const HIT_NANOS = 280;
const INSERT_NANOS = 570;
/** Standard errors to the lower bound. */
const ERRORS = 2;
/** For the lower bound no call is taken to be longer than 49 of 50 are. */
const MOST_QUANTILE = 0.98;
/** Of the time of ticks. */
const LEAST_SAVED = 0.02;

export interface MemoAdvice {
  readonly entries: number;
  /** Of the calls. */
  readonly hitShare: Share;
  /** Of a call, in the mean of all. */
  readonly savedNanos: number;
  /** Of the time of a call that is found. */
  readonly savedOfHitShare: number;
  readonly compared: number;
}

/** @returns undefined where the function is not known to be pure, its inputs do not come again, or keeping results would save little */
export function memoAdvice(
  row: OperationRow,
  callsPerTick: number,
  { durations, count }: TickTotals,
): MemoAdvice | undefined {
  const advice = unweighedAdvice(row);
  if (advice === undefined || advice.leastSavedNanos <= 0) return undefined;
  return (advice.savedNanos * callsPerTick * count) / durations.sumNanos < LEAST_SAVED ? undefined : advice;
}

function unweighedAdvice({
  indicator,
  durations,
  selfNanos,
  count,
  failed,
}: OperationRow): (MemoAdvice & { readonly leastSavedNanos: number }) | undefined {
  const { pureCalls } = indicator ?? {};
  if (indicator === undefined || pureCalls === undefined) return undefined;
  // Within a tick it is to be handed on, unless hardly a tick has to compute it.
  const { calls, repeated, repeatedInTick } = indicator;
  if (repeatedInTick * 2 > repeated && repeated < NEARLY_ALL * calls) return undefined;
  const { reuse, compared, differed, again, first } = pureCalls;
  // One call that gave another result, one input that is not read: nothing is claimed.
  if (differed > 0 || reuse.missed > 0 || failed > 0 || selfNanos < LEAST_SELF * durations.sumNanos) return undefined;
  if (reuse.lookUps < LEAST_CALLS || compared < LEAST_COMPARED) return undefined;
  const curve = new HitRatioCurve(reuse);
  const entries = curve.entriesForNearlyAll;
  if (entries === undefined || entries > MOST_ENTRIES) return undefined;
  const hitShare = curve.shareAt(entries);
  // The sample is timed from a little further out than the operation.
  const sampled = (again.sumNanos + first.sumNanos) / (again.count + first.count);
  const faster = Math.min(1, durations.sumNanos / count / sampled);
  const foundNanos = (again.sumNanos / again.count) * faster;
  const keyNanos = KEY_NANOS + (KEY_NANOS_PER_VALUE * indicator.inputLength) / indicator.calls;
  const saved = (share: number, nanos: number): number =>
    share * (nanos - HIT_NANOS) - keyNanos - (1 - share) * INSERT_NANOS;
  const shareError = Math.sqrt((hitShare * (1 - hitShare)) / reuse.lookUps);
  return {
    entries,
    hitShare,
    savedNanos: saved(hitShare, foundNanos),
    leastSavedNanos: saved(hitShare - ERRORS * shareError, faster * leastMean(again)),
    savedOfHitShare: Math.max(0, 1 - (HIT_NANOS + keyNanos) / foundNanos),
    compared,
  };
}

/** With what few calls took beyond all others left out: a processor that somebody else had for 10 ms is not saved. */
function leastMean(durations: HistogramData): number {
  const mostNanos = ExponentialHistogram.fromData(durations).quantile(MOST_QUANTILE);
  let [calls, sum, squares] = [0, 0, 0];
  BucketArray.fromData(durations.buckets).forEach((index, count) => {
    const nanos = Math.min(mostNanos, bucketMiddleNanos(durations.scale, index));
    calls += count;
    sum += count * nanos;
    squares += count * nanos ** 2;
  });
  const mean = sum / calls;
  return mean - ERRORS * Math.sqrt(Math.max(0, squares / calls - mean ** 2) / calls);
}
