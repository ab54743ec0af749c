// Which ticks are kept with their whole tree; numbers only.

import { ExponentialHistogram } from '../../model/histogram/exponential-histogram.js';
import type { KeptReason } from '../../model/record/record-segment.js';
import type { Nanoseconds } from '../../model/units.js';
import { random } from '../../primordials.js';

/** One in this many is kept whatever it took, so that ordinary ticks can be looked at too. */
const RANDOM_SHARE = 1 / 128;
/** The running p99 is read again after this many ticks: reading it walks the histogram. */
const TICKS_PER_READING = 256;

export class KeepPolicy {
  readonly #budgetNanos: Nanoseconds;
  readonly #durations = new ExponentialHistogram(6);
  #slowNanos: number;

  /** @param budgetNanos a tick that takes this long or longer is slow, whatever the others take */
  constructor(budgetNanos: Nanoseconds) {
    this.#budgetNanos = budgetNanos;
    this.#slowNanos = budgetNanos;
  }

  /** @returns why a tick is kept; `undefined` where it is not */
  reasonToKeep(durationNanos: Nanoseconds, failed: boolean): KeptReason | undefined {
    this.#durations.record(durationNanos);
    if (this.#durations.count % TICKS_PER_READING === 0) {
      this.#slowNanos = Math.min(this.#budgetNanos, this.#durations.quantile(0.99));
    }
    if (failed) return 'failed';
    if (durationNanos >= this.#slowNanos) return 'slow';
    return random() < RANDOM_SHARE ? 'random' : undefined;
  }
}
