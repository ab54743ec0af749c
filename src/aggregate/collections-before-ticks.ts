// Takes garbage collections out of what ticks waited for before they started: whoever held the event loop then did not choose to collect.

import type { SegmentAccumulator } from './segment-accumulator.js';

/** Ticks that are remembered; most pauses are reported some milliseconds late. */
export const WAITS_REMEMBERED = 2_048;

/** Who held the event loop between two times. */
export interface Holders {
  holdersBetween(fromNanos: number, toNanos: number, visit: (ownerId: number, nanos: number) => void): void;
}

/** Of the last ticks that had waited, by their numbers in the order in which they closed. */
export class CollectionsBeforeTicks {
  readonly #holders: Holders;
  readonly #responses = new Float64Array(WAITS_REMEMBERED);
  readonly #segments = new Float64Array(WAITS_REMEMBERED);
  #count = 0;

  constructor(holders: Holders) {
    this.#holders = holders;
  }

  /** @param responseNanos what the tick's bucket goes by @param segment the number of the segment that it was counted in */
  add(responseNanos: number, segment: number): void {
    const place = this.#count++ % WAITS_REMEMBERED;
    this.#responses[place] = responseNanos;
    this.#segments[place] = segment;
  }

  /** A pause fell into the wait of a tick. Nothing is taken out of a segment that has been cut meanwhile. */
  collected(number: number, fromNanos: number, toNanos: number, segment: number, sums: SegmentAccumulator): void {
    const place = number % WAITS_REMEMBERED;
    if (number < this.#count - WAITS_REMEMBERED || this.#segments[place] !== segment) return;
    const responseNanos = this.#responses[place] as number;
    let taken = 0;
    this.#holders.holdersBetween(fromNanos, toNanos, (ownerId, nanos) => {
      taken += sums.takeFromWait(ownerId, responseNanos, nanos);
    });
    if (taken > 0) sums.collectedInTick(responseNanos, taken);
  }
}
