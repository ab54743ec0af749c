// Decides which ticks are kept with their whole tree. Numbers only.

import { ExponentialHistogram } from '../model/histogram/exponential-histogram.js';
import type { SentReason } from '../model/record/record-segment.js';
import type { Nanoseconds } from '../model/units.js';
import { random } from '../primordials.js';

/** One tick in this many is kept whatever its duration, so that ordinary ticks can be looked at too. */
const RANDOM_SHARE = 1 / 128;
/** The running p99 is computed again after this many ticks: computing it walks the histogram. */
const TICKS_PER_READING = 256;

export class KeepPolicy {
  readonly #budgetNanos: Nanoseconds;
  readonly #random: () => number;
  readonly #durations = new ExponentialHistogram(6);
  #slowNanos: number;

  /** @param budgetNanos a tick that takes this long or longer is slow, whatever the others take */
  constructor(budgetNanos: Nanoseconds, randomNumber: () => number = random) {
    this.#budgetNanos = budgetNanos;
    this.#random = randomNumber;
    this.#slowNanos = budgetNanos;
  }

  /** @returns why a tick is kept; `undefined` if it is not */
  reasonToKeep(durationNanos: Nanoseconds, failed: boolean): SentReason | undefined {
    this.#durations.record(durationNanos);
    if (this.#durations.count % TICKS_PER_READING === 0) {
      this.#slowNanos = Math.min(this.#budgetNanos, this.#durations.quantile(0.99));
    }
    if (failed) return 'failed';
    if (durationNanos >= this.#slowNanos) return 'slow';
    return this.#random() < RANDOM_SHARE ? 'random' : undefined;
  }
}
