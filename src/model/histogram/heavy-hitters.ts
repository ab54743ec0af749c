// The heaviest of unboundedly many names in 64 counters: Space-Saving, weighted by nanoseconds.
//
// Metwally et al., "Efficient computation of frequent and top-k elements" (2005); merged as in Agarwal et al., "Mergeable
// summaries" (2013). A name's true total lies in [totalNanos - errorNanos, totalNanos], and every name heavier than the
// smallest counter is present.

import { type Nanoseconds } from '../units.js';

export const HEAVY_HITTERS = 64;

export interface HeavyHitter {
  readonly key: string;
  /** Calls counted since the name took its counter: a lower bound. */
  readonly count: number;
  /** Upper bound. */
  readonly totalNanos: Nanoseconds;
  /** How much of `totalNanos` may belong to names that held the counter before. */
  readonly errorNanos: Nanoseconds;
}

/** Plain form: heaviest first. A name that is absent weighs at most `floorNanos`. */
export interface HeavyHittersData {
  readonly floorNanos: Nanoseconds;
  readonly entries: readonly HeavyHitter[];
}

interface Counter {
  count: number;
  total: number;
  error: number;
}

export class HeavyHitters {
  readonly #counters = new Map<string, Counter>();
  #floor = 0;

  add(key: string, nanos: Nanoseconds): void {
    let counter = this.#counters.get(key);
    if (counter === undefined) {
      counter = { count: 0, total: this.#floor, error: this.#floor };
      if (this.#counters.size >= HEAVY_HITTERS) {
        const [lightestKey, lightest] = this.#lightest();
        this.#counters.delete(lightestKey);
        this.#floor = Math.max(this.#floor, lightest.total);
        counter = { count: 0, total: this.#floor, error: this.#floor };
      }
      this.#counters.set(key, counter);
    }
    counter.count++;
    counter.total += nanos;
  }

  merge(other: HeavyHittersData): void {
    const floor = this.#floor;
    const theirs = new Map(other.entries.map((entry) => [entry.key, entry]));
    for (const [key, counter] of this.#counters) {
      const entry = theirs.get(key);
      counter.count += entry?.count ?? 0;
      counter.total += entry?.totalNanos ?? other.floorNanos;
      counter.error += entry?.errorNanos ?? other.floorNanos;
    }
    for (const entry of other.entries) {
      if (this.#counters.has(entry.key)) continue;
      this.#counters.set(entry.key, {
        count: entry.count,
        total: entry.totalNanos + floor,
        error: entry.errorNanos + floor,
      });
    }
    this.#floor = floor + other.floorNanos;
    while (this.#counters.size > HEAVY_HITTERS) {
      const [key, counter] = this.#lightest();
      this.#counters.delete(key);
      this.#floor = Math.max(this.#floor, counter.total);
    }
  }

  toData(): HeavyHittersData {
    const entries = [...this.#counters]
      .map(([key, { count, total, error }]) => ({
        key,
        count,
        totalNanos: total as Nanoseconds,
        errorNanos: error as Nanoseconds,
      }))
      .sort((left, right) => right.totalNanos - left.totalNanos || (left.key < right.key ? -1 : 1));
    return { floorNanos: this.#floor as Nanoseconds, entries };
  }

  #lightest(): [string, Counter] {
    let found: [string, Counter] | undefined;
    for (const pair of this.#counters) {
      if (found === undefined || pair[1].total < found[1].total) found = pair;
    }
    return found as [string, Counter];
  }
}
