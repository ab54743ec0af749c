// How sure a share of slow ticks is: a 95 % interval from second moments.
//
// The share is a ratio of two sums over the slow ticks, of the operation's time and of all time. To first order its variance is that of the
// sum of `time - share * duration` (Cochran, "Sampling Techniques", chapter 6). Ticks in one bucket differ by 4.4 % in their duration, so
// the bucket's mean stands for each of them. Taken on the scale of the odds' logarithm: a share lies between 0 and 1, and near either
// end the interval has to be wider towards the middle.

import { NORMAL_95 } from './statistics/numbers.js';
import type { Share } from '../model/units.js';

/** One bucket of slow ticks. */
export interface SlowBucket {
  readonly ticks: number;
  /** Their durations, added up. */
  readonly totalNanos: number;
  /** What of it is the operation's. */
  readonly nanos: number;
  /** Over the ticks: the squares of the operation's share. */
  readonly squares: number;
}

export interface ShareInterval {
  readonly atLeast: Share;
  readonly atMost: Share;
}

export function shareInterval(buckets: readonly SlowBucket[]): ShareInterval {
  let nanos = 0;
  let totalNanos = 0;
  let ticks = 0;
  for (const bucket of buckets) {
    nanos += bucket.nanos;
    totalNanos += bucket.totalNanos;
    ticks += bucket.ticks;
  }
  const share = nanos / totalNanos;
  let variance = 0;
  for (const bucket of buckets) {
    if (bucket.ticks === 0) continue;
    const mean = bucket.totalNanos / bucket.ticks;
    const squared = bucket.squares - 2 * share * (bucket.nanos / mean) + bucket.ticks * share * share;
    variance += mean * mean * Math.max(0, squared);
  }
  if (ticks > 1) variance *= ticks / (ticks - 1);
  if (share <= 0 || share >= 1) return { atLeast: share as Share, atMost: share as Share };
  const odds = Math.log(share / (1 - share));
  const reach = (NORMAL_95 * Math.sqrt(variance)) / totalNanos / (share * (1 - share));
  return { atLeast: shareOf(odds - reach), atMost: shareOf(odds + reach) };
}

function shareOf(odds: number): Share {
  return (1 / (1 + Math.exp(-odds))) as Share;
}
