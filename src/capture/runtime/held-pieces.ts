// The last few thousand pieces of time in which somebody held the event loop, and what is known of when the loop looked for events
// between them: so that a wait can be put down to those who held the loop while the answer can have been there.
//
// Not every look is known. One is, where the loop has waited (Node.js has libuv look first, and wait only where it found nothing),
// where the kinds of two callbacks in a row say that a phase lay between them (timers, then events, then immediates, then timers
// again), and where the log has the loop's iteration. A look that is not known makes a wait longer than it was, never shorter.

import { LONG_PIECE_NANOS, LongPieces } from './long-pieces.js';
import { PIECES_PER_BLOCK, PieceBlock } from './piece-block.js';
import type { PieceVisitor } from './piece-visitor.js';

/** In which phase of the loop a callback runs; 0 where its kind does not tell. */
export const PHASE_UNKNOWN = 0;
export const PHASE_TIMERS = 1;
export const PHASE_EVENTS = 2;
export const PHASE_IMMEDIATES = 3;

const REMEMBERED = 4_096;

export class HeldPieces {
  /** Those that took long, as far back as many short ones do not reach. */
  readonly long: LongPieces = new LongPieces();
  readonly #starts = new Float64Array(REMEMBERED);
  readonly #ends = new Float64Array(REMEMBERED);
  readonly #owners = new Int32Array(REMEMBERED);
  /** The trace that each piece belongs to, by its number; 0 for none. */
  readonly #traces = new Float64Array(REMEMBERED);
  /** When the callback began that it is a part of. */
  readonly #callbacks = new Float64Array(REMEMBERED);
  /** The looks that were known when that callback began. */
  readonly #looks = new Float64Array(REMEMBERED);
  /** 1 where that callback was called for an event that such a look has found. */
  readonly #isEvent = new Uint8Array(REMEMBERED);
  /** The same pieces, many as one. */
  readonly #blocks: PieceBlock[] = [];
  #count = 0;
  /** Of the callback that runs. */
  #callbackNanos: number;
  #callbackLooks = 0;
  #callbackIsEvent = 0;
  #phase = PHASE_UNKNOWN;
  /** The loop's iteration where it was last known, and the looks by then. */
  #round = 0;
  #roundLooks = 0;

  constructor(startNanos: number) {
    this.#callbackNanos = startNanos;
  }

  /** When the callback that runs began. */
  get callbackNanos(): number {
    return this.#callbackNanos;
  }

  add(ownerId: number, traceNumber: number, startNanos: number, endNanos: number): void {
    if (endNanos === startNanos) return;
    const isLong = endNanos - startNanos >= LONG_PIECE_NANOS;
    if (isLong) this.long.add(ownerId, traceNumber, startNanos, endNanos, this.#callbackNanos);
    const position = this.#count++ % REMEMBERED;
    this.#starts[position] = startNanos;
    this.#ends[position] = endNanos;
    this.#owners[position] = ownerId;
    this.#traces[position] = traceNumber;
    this.#callbacks[position] = this.#callbackNanos;
    this.#looks[position] = this.#callbackLooks;
    this.#isEvent[position] = this.#callbackIsEvent;
    const block = (this.#blocks[Math.floor(position / PIECES_PER_BLOCK)] ??= new PieceBlock());
    if (position % PIECES_PER_BLOCK === 0) block.begin(startNanos);
    block.add(ownerId, traceNumber, startNanos, endNanos);
  }

  /** @param round the loop's iteration; 0 where it was not looked up */
  callbackStarted(atNanos: number, phase: number, hasWaited: boolean, round: number): void {
    let looks = this.#callbackLooks;
    // It found nothing when it began to wait, and the callback's event when it stopped: two looks.
    if (hasWaited) looks += 2;
    else if (looksBetween(this.#phase, phase)) looks++;
    if (phase !== PHASE_UNKNOWN) this.#phase = phase;
    else if (hasWaited) this.#phase = PHASE_EVENTS;
    if (round > 0) {
      if (this.#round > 0) looks = Math.max(looks, this.#roundLooks + round - this.#round);
      this.#round = round;
      this.#roundLooks = looks;
    }
    this.#callbackNanos = atNanos;
    this.#callbackLooks = looks;
    this.#callbackIsEvent = phase === PHASE_TIMERS || phase === PHASE_IMMEDIATES ? 0 : 1;
  }

  /** The loop turns out to have waited before the callback that runs. */
  hadWaited(): void {
    this.#callbackLooks += 2;
    for (let number = this.#count - 1; number >= this.#oldest; number--) {
      const position = number % REMEMBERED;
      if (this.#callbacks[position] !== this.#callbackNanos) return;
      this.#looks[position]! += 2;
    }
  }

  /**
   * Visits who held the loop while what began at `fromNanos` can have been ready to go on, until the callback began in which it went
   * on at `toNanos`: not before the last look that is known not to have found it, and not before `sinceNanos`.
   *
   * @param withFirst whether the piece in which it began counts
   */
  heldUntilGoingOn(
    fromNanos: number,
    toNanos: number,
    sinceNanos: number,
    withFirst: boolean,
    visitor: PieceVisitor,
  ): void {
    const oldest = this.#oldest;
    let untilNanos = this.#callbackNanos;
    let looks = this.#callbackLooks - this.#callbackIsEvent;
    if (fromNanos >= untilNanos) return;
    let number = this.#count - 1;
    if (toNanos < untilNanos) {
      number = this.#lastBegunBy(toNanos, oldest);
      if (number < oldest) return;
      const position = number % REMEMBERED;
      untilNanos = this.#callbacks[position] as number;
      looks = (this.#looks[position] as number) - (this.#isEvent[position] as number);
    }
    while (number >= oldest && (this.#starts[number % REMEMBERED] as number) >= untilNanos) number--;
    for (; number >= oldest; number--) {
      const position = number % REMEMBERED;
      if ((this.#looks[position] as number) < looks) return;
      const first = this.#firstOfBlock(number, Math.max(sinceNanos, fromNanos), untilNanos);
      if (
        first >= oldest &&
        (this.#looks[first % REMEMBERED] as number) >= looks &&
        this.#tookBlock(position, visitor)
      ) {
        number = first;
        continue;
      }
      const start = this.#starts[position] as number;
      const end = Math.min(this.#ends[position] as number, untilNanos);
      if (end <= sinceNanos || end <= fromNanos || (start <= fromNanos && !withFirst)) return;
      visitor.piece(
        this.#owners[position] as number,
        this.#traces[position] as number,
        Math.max(start, sinceNanos, fromNanos),
        end,
        this.#callbacks[position] as number,
      );
    }
  }

  /**
   * Since when what was there at a time can have been there: where that was in a callback for an event, since the last look that is known not to
   * have found it.
   */
  deliverableSince(atNanos: number): number {
    let [callback, isEvent, looks] = [this.#callbackNanos, this.#callbackIsEvent, this.#callbackLooks];
    if (atNanos < callback) {
      const number = this.#lastBegunBy(atNanos, this.#oldest);
      if (number < this.#oldest) return atNanos;
      const position = number % REMEMBERED;
      callback = this.#callbacks[position] as number;
      isEvent = this.#isEvent[position] as number;
      looks = this.#looks[position] as number;
    }
    return isEvent === 1 ? Math.min(callback, this.#firstAfterLook(looks - 1)) : atNanos;
  }

  /** When the callback began that ran at a time; NaN where that is not remembered. */
  callbackAt(atNanos: number): number {
    if (atNanos >= this.#callbackNanos) return this.#callbackNanos;
    const oldest = this.#oldest;
    const number = this.#lastBegunBy(atNanos, oldest);
    return number < oldest ? NaN : (this.#callbacks[number % REMEMBERED] as number);
  }

  /** Visits every piece that `fromNanos` to `toNanos` overlaps, from the last one back, with the overlap. */
  overlaps(fromNanos: number, toNanos: number, visitor: PieceVisitor): void {
    const oldest = this.#oldest;
    for (let number = this.#lastBegunBy(toNanos, oldest); number >= oldest; number--) {
      const position = number % REMEMBERED;
      const end = this.#ends[position] as number;
      if (end <= fromNanos) return;
      const first = this.#firstOfBlock(number, fromNanos, toNanos);
      if (first >= oldest && this.#tookBlock(position, visitor)) {
        number = first;
        continue;
      }
      const from = Math.max(this.#starts[position] as number, fromNanos);
      const to = Math.min(end, toNanos);
      if (from >= to) continue;
      const callback = this.#callbacks[position] as number;
      visitor.piece(this.#owners[position] as number, this.#traces[position] as number, from, to, callback);
    }
  }

  /**
   * Visits every piece before a time, from the last one back, until one that ended more than `mostGapNanos` before the next began.
   *
   * @returns when the last visited piece began; `untilNanos` for none
   */
  busyBefore(fromNanos: number, untilNanos: number, mostGapNanos: number, visitor: PieceVisitor): number {
    const oldest = this.#oldest;
    let busySince = untilNanos;
    for (let number = this.#lastBegunBy(untilNanos, oldest); number >= oldest && busySince > fromNanos; number--) {
      const position = number % REMEMBERED;
      const end = Math.min(this.#ends[position] as number, busySince);
      if (busySince - end > mostGapNanos) break;
      const start = Math.max(this.#starts[position] as number, fromNanos);
      if (start >= end) continue;
      const callback = this.#callbacks[position] as number;
      visitor.piece(this.#owners[position] as number, this.#traces[position] as number, start, end, callback);
      busySince = start;
    }
    return busySince;
  }

  /** When the oldest piece began that is remembered; -Infinity where none was forgotten. */
  get rememberedSinceNanos(): number {
    return this.#oldest === 0 ? -Infinity : (this.#starts[this.#oldest % REMEMBERED] as number);
  }

  /** When the first of the last `pieces` began that had begun by a time; that time where there is none. */
  startOfLast(pieces: number, untilNanos: number): number {
    const oldest = this.#oldest;
    const last = this.#lastBegunBy(untilNanos, oldest);
    if (last < oldest) return untilNanos;
    return this.#starts[Math.max(oldest, last - pieces + 1) % REMEMBERED] as number;
  }

  /** The first piece of the block that a piece is the last one of, where all of it lies behind `fromNanos` and before `untilNanos`; else -1. */
  #firstOfBlock(number: number, fromNanos: number, untilNanos: number): number {
    if (number % PIECES_PER_BLOCK !== PIECES_PER_BLOCK - 1) return -1;
    const first = number - PIECES_PER_BLOCK + 1;
    const isWithin =
      (this.#starts[first % REMEMBERED] as number) > fromNanos &&
      (this.#ends[number % REMEMBERED] as number) <= untilNanos;
    return isWithin ? first : -1;
  }

  #tookBlock(position: number, visitor: PieceVisitor): boolean {
    return visitor.block?.(this.#blocks[Math.floor(position / PIECES_PER_BLOCK)] as PieceBlock) === true;
  }

  /** When the first piece began before which so many looks are known; Infinity where none has ended. */
  #firstAfterLook(looks: number): number {
    let low = this.#oldest;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#looks[middle % REMEMBERED] as number) >= looks) high = middle;
      else low = middle + 1;
    }
    return low === this.#count ? Infinity : (this.#starts[low % REMEMBERED] as number);
  }

  get #oldest(): number {
    return Math.max(0, this.#count - REMEMBERED);
  }

  /** Number of the last piece that had begun at `atNanos`. By halving: it may be thousands of pieces ago. */
  #lastBegunBy(atNanos: number, oldest: number): number {
    let low = oldest;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle % REMEMBERED] as number) <= atNanos) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

/** Whether the loop looks for events between two callbacks, whatever else it does there. */
function looksBetween(phase: number, next: number): boolean {
  if (next === PHASE_EVENTS) return phase === PHASE_TIMERS || phase === PHASE_IMMEDIATES;
  return phase === PHASE_TIMERS && next === PHASE_IMMEDIATES;
}
