// Measures what something costs that takes no longer than reading the clock: what that takes is measured beside it, and left out. So are
// pieces of Tickscope's work in it, such as reading the log: they count as themselves.

import type { Nanoseconds } from '../../model/units.js';
import { workedNanos } from '../../measured-work.js';
import { now } from './clock.js';

/** One more reading in so many samples: on some machines it takes 70 ns. */
const SAMPLES_PER_READING = 16;

export class CostSample {
  #fromNanos = 0;
  /** The shortest that was seen: in a longer one the thread was interrupted. */
  #readingNanos = Infinity;
  #begun = 0;

  begin(): void {
    this.#fromNanos = read();
    if (this.#begun++ % SAMPLES_PER_READING !== 0) return;
    const before = this.#fromNanos;
    this.#fromNanos = read();
    this.#readingNanos = Math.min(this.#readingNanos, this.#fromNanos - before);
  }

  /** @returns what has passed since `begin` */
  end(): Nanoseconds {
    return Math.max(0, read() - this.#fromNanos - this.#readingNanos) as Nanoseconds;
  }
}

function read(): number {
  return now() - workedNanos();
}
