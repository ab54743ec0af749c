// What the usual interval of a feed is, and from when on its absence is a silence.
//
// A rarely traded symbol must not be accused, and neither must one that trades in bursts: the spread of the intervals counts, and
// not only their middle. Each interval weighs as much as it is long, because that is how often somebody who looks at the feed at
// any moment finds himself in it: a burst of a thousand trades says nothing of how long the next quiet minute may be.
//
// A silence is longer than ten usual intervals, than three of the longest known (the longest but one, because any machine has
// one hiccup), and than the tail that the intervals have: from the middle to the 95th percentile it is 1.6 standard deviations of
// a log-normal distribution, so three times as far, in ratio, is nearly five. Eight of the longest bound that where the tail is as heavy as a
// market's. Measured on a virtual clock in `feed-health.test.ts`.

import { bucketIndex } from '../../model/histogram/histogram-buckets.js';
import { LEAST_SILENCE_NANOS } from '../../model/record/feed-rows.js';
import { MINUTE } from '../../model/units.js';

const LEAST_INTERVALS = 20;
const USUAL_INTERVALS = 10;
const LONGEST_INTERVALS = 3;
const LONGEST_INTERVALS_AT_MOST = 8;
/** A burst at a feed's begin does not tell how long it can be quiet. */
const MOST_TIMES_KNOWN = 4;
/** What is older counts for half as much from then on. */
const GENERATION_INTERVALS = 1_024;
const GENERATION_NANOS = 10 * MINUTE;

/** Four to a power of two, from 2^-30 s, which is a nanosecond, to 2^17 s. */
const LOWEST_BUCKET = -120;
const BUCKETS = 188;

export class UsualInterval {
  #count = 0;
  readonly #weights = new Float32Array(BUCKETS);
  #longest: [first: number, second: number] = [0, 0];
  #longestBefore: [first: number, second: number] = [0, 0];
  #generationCount = 0;
  /** The time of this generation, and of all intervals. */
  readonly #nanos = new Float64Array(2);

  add(nanos: number): void {
    this.#count++;
    this.#nanos[0]! += nanos;
    this.#nanos[1]! += nanos;
    const bucket = Math.min(BUCKETS - 1, Math.max(0, (bucketIndex(4, Math.max(1, nanos)) >> 2) - LOWEST_BUCKET));
    this.#weights[bucket]! += nanos;
    const longest = this.#longest;
    if (nanos > longest[0]) {
      longest[1] = longest[0];
      longest[0] = nanos;
    } else if (nanos > longest[1]) {
      longest[1] = nanos;
    }
    if (++this.#generationCount >= GENERATION_INTERVALS && (this.#nanos[0] as number) >= GENERATION_NANOS) this.#age();
  }

  /** Whether so long an interval is a silence. Not where a feed is known for a much shorter time than that, or from few intervals. */
  isSilence(nanos: number): boolean {
    if (this.#count < LEAST_INTERVALS || nanos > MOST_TIMES_KNOWN * (this.#nanos[1] as number)) return false;
    // First what is known at once: most intervals end here.
    return nanos > LONGEST_INTERVALS * this.#longestButOne() && nanos > this.#silentAfterNanos();
  }

  #silentAfterNanos(): number {
    const usual = this.#quantile(0.5);
    const longest = this.#longestButOne();
    const tail = Math.min(usual * (this.#quantile(0.95) / usual) ** 3, LONGEST_INTERVALS_AT_MOST * longest);
    const limit = Math.max(USUAL_INTERVALS * usual, LONGEST_INTERVALS * longest, tail);
    return Math.max(LEAST_SILENCE_NANOS, limit * (1 + LEAST_INTERVALS / this.#count));
  }

  #longestButOne(): number {
    const [first, second] = this.#longest;
    const [firstBefore, secondBefore] = this.#longestBefore;
    return Math.max(second, secondBefore, Math.min(first, firstBefore));
  }

  #age(): void {
    for (let bucket = 0; bucket < BUCKETS; bucket++) this.#weights[bucket]! /= 2;
    this.#longestBefore = this.#longest;
    this.#longest = [0, 0];
    this.#generationCount = 0;
    this.#nanos[0] = 0;
  }

  #quantile(quantile: number): number {
    let left = 0;
    for (const weight of this.#weights) left += weight;
    left *= quantile;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      left -= this.#weights[bucket] as number;
      if (left <= 0) return 1e9 * 2 ** ((bucket + LOWEST_BUCKET + 0.5) / 4);
    }
    return 1e9 * 2 ** ((BUCKETS + LOWEST_BUCKET) / 4);
  }
}
