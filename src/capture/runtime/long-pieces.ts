// The last long pieces of time in which somebody held the event loop. There may be thousands of short ones behind one of them, which is
// what a tick waited for nevertheless.

import type { PieceVisitor } from './piece-visitor.js';

export const LONG_PIECE_NANOS = 1_000_000;
const REMEMBERED = 256;

export class LongPieces {
  readonly #starts = new Float64Array(REMEMBERED);
  readonly #ends = new Float64Array(REMEMBERED);
  readonly #owners = new Int32Array(REMEMBERED);
  readonly #traces = new Float64Array(REMEMBERED);
  readonly #callbacks = new Float64Array(REMEMBERED);
  #count = 0;

  /** Since when all of them are remembered. */
  get sinceNanos(): number {
    return this.#count <= REMEMBERED ? -Infinity : (this.#starts[this.#count % REMEMBERED] as number);
  }

  add(ownerId: number, traceNumber: number, startNanos: number, endNanos: number, callbackNanos: number): void {
    const position = this.#count++ % REMEMBERED;
    this.#starts[position] = startNanos;
    this.#ends[position] = endNanos;
    this.#owners[position] = ownerId;
    this.#traces[position] = traceNumber;
    this.#callbacks[position] = callbackNanos;
  }

  /** Visits those that `fromNanos` to `toNanos` overlaps, from the last one back, with the overlap. */
  overlaps(fromNanos: number, toNanos: number, visitor: PieceVisitor): void {
    for (let number = this.#count - 1; number >= Math.max(0, this.#count - REMEMBERED); number--) {
      const position = number % REMEMBERED;
      const end = this.#ends[position] as number;
      if (end <= fromNanos) return;
      const from = Math.max(this.#starts[position] as number, fromNanos);
      const to = Math.min(end, toNanos);
      if (from >= to) continue;
      const callback = this.#callbacks[position] as number;
      visitor.piece(this.#owners[position] as number, this.#traces[position] as number, from, to, callback);
    }
  }
}
