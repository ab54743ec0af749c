// When the event loop was running callbacks: the last few thousand stretches, so that a gap in a tick can be split into
// the program's work and waiting.
//
// `LoopWatch` tells it of every callback.

import { STALL_NANOS } from '../../model/record/runtime-rows.js';
import type { WorkInTrace } from '../../model/tree/work-in-trace.js';
import type { Nanoseconds, TimeSpan } from '../../model/units.js';
import { HeldPieces } from './held-pieces.js';
import { LONG_PIECE_NANOS } from './long-pieces.js';
import type { PieceBlock } from './piece-block.js';
import { type PieceVisitor, SumOfPieces } from './piece-visitor.js';

const REMEMBERED = 4_096;

/** A tick that has waited for longer than is remembered looks at those before it. */
const PIECES_BEFORE_TICK = 256;

/** The loop's own work from one callback to the next is less. */
const BETWEEN_CALLBACKS_NANOS = 50_000;
/** What is held for longer is looked at as far as this. */
const MOST_BUSY_NANOS = 100_000_000;

/** The part of a trace that separates its work from waiting. */
export interface Perspective {
  readonly number: number;
  readonly returnedNanos: number;
  /** What Tickscope did in it: the times that are asked about leave that out. */
  readonly work: WorkInTrace | undefined;
}

/** Told of each part of a wait in which somebody else held the loop. */
export type VisitHeld = (ownerId: number, nanos: number) => void;

export class LoopStretches implements PieceVisitor {
  /** Who held the loop, piece by piece. */
  readonly pieces: HeldPieces;

  readonly #starts = new Float64Array(REMEMBERED);
  readonly #ends = new Float64Array(REMEMBERED);
  /** The trace in whose context a stretch began, by its number; 0 for none. */
  readonly #owners = new Float64Array(REMEMBERED);
  #perspective: Perspective = { number: 0, returnedNanos: Infinity, work: undefined };
  #openOwner = 0;
  /** Stretches closed so far; stretch n stands at n modulo the size. */
  #closed = 0;
  #openSince: number;
  /** All stalls so far. */
  #stalledNanos = 0;
  #heldNanos = 0;
  /** For how much time a piece stands, and a long one. */
  #times = 1;
  #longTimes = 1;
  readonly #sum = new SumOfPieces();
  #visitHeld: VisitHeld | undefined;
  readonly #toEverybody: PieceVisitor = {
    piece: (ownerId, _trace, fromNanos, toNanos) => this.#visitHeld?.(ownerId, toNanos - fromNanos),
  };
  busySinceNanos: number = NaN;
  readonly startNanos: number;

  constructor(startNanos: number) {
    this.startNanos = startNanos;
    this.#openSince = startNanos;
    this.pieces = new HeldPieces(startNanos);
  }

  /** A callback begins, in the context of a trace or none; the loop waited after the work of the one before. */
  callbackStarted(atNanos: number, waitedNanos: number, traceNumber: number): void {
    const position = this.#closed % REMEMBERED;
    const endNanos = Math.max(this.#openSince, atNanos - waitedNanos);
    this.#starts[position] = this.#openSince;
    this.#owners[position] = this.#openOwner;
    this.#ends[position] = endNanos;
    this.#stalledNanos += stallOf(endNanos - this.#openSince);
    this.#closed++;
    this.#openSince = atNanos;
    this.#openOwner = traceNumber;
  }

  get startedNanos(): number {
    return this.#openSince;
  }

  /** How long the loop was held in all, in stretches that were stalls, until a time that nothing else is known of yet. */
  stalledUntil(atNanos: number): number {
    return this.#stalledNanos + stallOf(atNanos - this.#openSince);
  }

  /** Says which trace `syncNanosWithin` is asked about. */
  lookFrom(perspective: Perspective): void {
    this.#perspective = perspective;
  }

  isOneStretch(fromClockNanos: number, toClockNanos: number): boolean {
    const fromNanos = this.#timeAt(fromClockNanos);
    const toNanos = this.#timeAt(toClockNanos);
    if (fromNanos >= this.#openSince) return true;
    const first = this.#stretchAt(fromNanos);
    return first !== undefined && toNanos < this.#openSince && first === this.#stretchAt(toNanos);
  }

  /**
   * Of a gap in an operation: how much lies in the stretch in which it began, in the one in which it ended, or between them
   * in stretches that started in the trace's context. Only there can the operation itself have been running.
   */
  syncNanosWithin(fromClockNanos: number, toClockNanos: number): Nanoseconds {
    const fromNanos = this.#timeAt(fromClockNanos);
    const toNanos = this.#timeAt(toClockNanos);
    // Tickscope's work lies in a stretch of the trace's.
    const workNanos = toNanos - fromNanos - (toClockNanos - fromClockNanos);
    return Math.max(0, this.#syncNanosBetween(fromNanos, toNanos) - workNanos) as Nanoseconds;
  }

  /**
   * Of a wait of the trace: visits who else held the loop while the trace can have been ready to go on. The sum is at most the length of
   * the wait, and leaves out the callback in which the wait began and the one in which it ended.
   *
   * @param usualNanos how long it takes where nobody holds the loop: before, it was not ready
   * @returns the sum, a whole number of nanoseconds
   */
  heldNanosWithin(fromClockNanos: number, toClockNanos: number, usualNanos: number, visit: VisitHeld): number {
    const { pieces } = this;
    const fromNanos = this.#timeAt(fromClockNanos);
    if (fromNanos >= pieces.callbackNanos) return 0;
    this.#heldNanos = 0;
    this.#visitHeld = visit;
    const sinceNanos = usualNanos === 0 ? fromNanos : this.#timeAt(fromClockNanos + usualNanos);
    pieces.heldUntilGoingOn(fromNanos, this.#timeAt(toClockNanos), sinceNanos, false, this);
    this.#visitHeld = undefined;
    return this.#heldNanos;
  }

  /**
   * Visits who held the loop between two times. Where that goes further back than what is remembered, the long pieces are known, and the rest is
   * taken to be as the last short ones: a tick behind thousands of others waits for their like.
   *
   * @returns the sum
   */
  heldNanosBetween(fromNanos: number, toNanos: number, visit: VisitHeld): number {
    const { pieces } = this;
    this.#heldNanos = 0;
    this.#visitHeld = visit;
    if (pieces.rememberedSinceNanos <= fromNanos) pieces.overlaps(fromNanos, toNanos, this);
    else this.#visitFrom(fromNanos, pieces.startOfLast(PIECES_BEFORE_TICK, toNanos), toNanos);
    this.#visitHeld = undefined;
    return this.#heldNanos;
  }

  #visitFrom(fromNanos: number, lookedFrom: number, toNanos: number): void {
    const { long } = this.pieces;
    const knownFrom = Math.min(lookedFrom, Math.max(fromNanos, long.sinceNanos));
    const shortNanos = toNanos - lookedFrom - this.#longNanosBetween(lookedFrom, toNanos, LONG_PIECE_NANOS);
    const restNanos = lookedFrom - knownFrom - this.#longNanosBetween(knownFrom, lookedFrom, 0);
    const all = (toNanos - fromNanos) / (toNanos - knownFrom);
    this.#longTimes = all;
    this.#times = shortNanos > 0 ? all * (1 + restNanos / shortNanos) : all;
    this.pieces.overlaps(lookedFrom, toNanos, this);
    this.#times = all;
    long.overlaps(knownFrom, lookedFrom, this);
    this.#times = 1;
    this.#longTimes = 1;
  }

  /** @param leastNanos parts of pieces that are shorter do not count */
  #longNanosBetween(fromNanos: number, toNanos: number, leastNanos: number): number {
    let sum = 0;
    this.pieces.long.overlaps(fromNanos, toNanos, {
      piece: (_ownerId, _trace, from, to) => {
        if (to - from >= leastNanos) sum += to - from;
      },
    });
    return sum;
  }

  /** Visits who held the loop before a time, back to when it was free, or to `sinceNanos`. @returns whether it was never free */
  busyBefore(atNanos: number, sinceNanos: number, visit: VisitHeld): boolean {
    this.#visitHeld = visit;
    const fromNanos = Math.max(sinceNanos, atNanos - MOST_BUSY_NANOS);
    const busySince = this.pieces.busyBefore(fromNanos, atNanos, BETWEEN_CALLBACKS_NANOS, this.#toEverybody);
    this.#visitHeld = undefined;
    return busySince - sinceNanos <= BETWEEN_CALLBACKS_NANOS;
  }

  /** Visits who held the loop between two times, whatever they were to any trace. */
  holdersBetween(fromNanos: number, toNanos: number, visit: VisitHeld): void {
    this.pieces.overlaps(fromNanos, toNanos, { piece: (ownerId, _trace, from, to) => visit(ownerId, to - from) });
  }

  /** Own time is what lies in the callback in which the section began, in the one in which it ended, and in the trace's between them. */
  ownNanosOfPause(traceNumber: number, section: TimeSpan, pause: TimeSpan): number {
    const { pieces } = this;
    const [first, last] = [pieces.callbackAt(section.fromNanos), pieces.callbackAt(section.toNanos)];
    let nanos = 0;
    pieces.overlaps(pause.fromNanos, pause.toNanos, {
      piece: (_ownerId, trace, fromNanos, toNanos, callback) => {
        const isOwn = trace === traceNumber || (trace === 0 && (callback === first || callback === last));
        if (isOwn) nanos += toNanos - fromNanos;
      },
    });
    return nanos;
  }

  /**
   * Of a call of anybody's that ends in the callback that runs: how long the loop was held before that, by its caller too, while the
   * answer can have been there.
   */
  heldNanosOfCall(fromNanos: number, usualNanos: number): number {
    const { pieces } = this;
    if (!(fromNanos < pieces.callbackNanos)) return 0;
    this.#sum.nanos = 0;
    pieces.heldUntilGoingOn(fromNanos, Infinity, fromNanos + usualNanos, true, this.#sum);
    return this.#sum.nanos;
  }

  /** Part of a wait of the trace. */
  piece(ownerId: number, traceNumber: number, fromNanos: number, toNanos: number): void {
    const { number, work } = this.#perspective;
    // What it does itself at the same time is no waiting.
    if (traceNumber === number) return;
    const pieceNanos = toNanos - fromNanos - (work?.between(fromNanos, toNanos) ?? 0);
    if (pieceNanos <= 0) return;
    this.#addHeld(ownerId, pieceNanos, toNanos - fromNanos >= LONG_PIECE_NANOS ? this.#longTimes : this.#times);
  }

  /** Parts of a wait of the trace, where nothing of its own is among them. */
  block(block: PieceBlock): boolean {
    const { number, work } = this.#perspective;
    // A long piece may stand for another time than a short one.
    if (this.#times !== 1 || this.#longTimes !== 1 || block.mayHave(number)) return false;
    return (work?.between(block.fromNanos, block.toNanos) ?? 0) === 0 && block.visit(this.#addOnce);
  }

  readonly #addOnce = (ownerId: number, nanos: number): void => this.#addHeld(ownerId, nanos, 1);

  #addHeld(ownerId: number, nanos: number, times: number): void {
    const heldNanos = times === 1 ? nanos : Math.floor(times * nanos);
    this.#heldNanos += heldNanos;
    this.#visitHeld?.(ownerId, heldNanos);
  }

  #timeAt(clockNanos: number): number {
    const { work } = this.#perspective;
    return work === undefined ? clockNanos : work.timeAt(clockNanos);
  }

  #syncNanosBetween(fromNanos: number, toNanos: number): number {
    if (fromNanos >= this.#openSince) return toNanos - fromNanos;
    const first = this.#stretchAt(fromNanos);
    const last = toNanos >= this.#openSince ? this.#closed : this.#stretchAt(toNanos);
    // Older than what is remembered: nothing is known, and nothing is claimed to be waiting.
    if (first === undefined || last === undefined) return toNanos - fromNanos;
    if (first === last) return toNanos - fromNanos;
    const head = Math.max(0, this.#leftAt(fromNanos, this.#ends[first % REMEMBERED] as number) - fromNanos);
    const lastStart = last === this.#closed ? this.#openSince : (this.#starts[last % REMEMBERED] as number);
    const tail = Math.max(0, toNanos - lastStart);
    return Math.min(toNanos - fromNanos, head + this.#inTickBetween(first, last) + tail);
  }

  /** When the trace let go of the stretch in which a gap began: known for the handler's turn, else its end. */
  #leftAt(fromNanos: number, stretchEnd: number): number {
    const { returnedNanos } = this.#perspective;
    return fromNanos < returnedNanos ? Math.min(returnedNanos, stretchEnd) : stretchEnd;
  }

  #inTickBetween(first: number, last: number): number {
    let sum = 0;
    for (let stretch = first + 1; stretch < last; stretch++) {
      const position = stretch % REMEMBERED;
      if (this.#owners[position] !== this.#perspective.number) continue;
      sum += (this.#ends[position] as number) - (this.#starts[position] as number);
    }
    return sum;
  }

  /** The closed stretch that had started at `atNanos` and was the last to do so. */
  #stretchAt(atNanos: number): number | undefined {
    let low = Math.max(0, this.#closed - REMEMBERED);
    let high = this.#closed;
    if (low === high || (this.#starts[low % REMEMBERED] as number) > atNanos) return undefined;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle % REMEMBERED] as number) <= atNanos) low = middle;
      else high = middle;
    }
    return low;
  }
}

function stallOf(nanos: number): number {
  return nanos >= STALL_NANOS ? nanos : 0;
}
