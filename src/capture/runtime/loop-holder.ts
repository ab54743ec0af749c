// Measures who holds the event loop: one owner after another, interrupted by ticks and by Tickscope's work.

import { STALL_NANOS } from '../../model/record/runtime-rows.js';
import type { Nanoseconds } from '../../model/units.js';
import type { HeldPieces } from './held-pieces.js';
import type { PieceVisitor } from './piece-visitor.js';
import type { Stalls, StallSink } from './stalls.js';

export interface LoopSink extends StallSink {
  /** One owner held the loop for one stretch. */
  onHeld(ownerId: number, nanos: Nanoseconds): void;
  /** So much of an owner's time was garbage collection. */
  onCollectedIn(ownerId: number, nanos: Nanoseconds): void;
}

export class LoopHolder implements PieceVisitor {
  readonly #sink: LoopSink;
  readonly #stalls: Stalls;
  readonly #pieces: HeldPieces;
  /** Interrupted owners, and how long each has held the loop in this callback. Lists, because a tick must not make objects. */
  readonly #interruptedIds: number[] = [];
  readonly #interruptedNanos: number[] = [];
  readonly #interruptedTraces: number[] = [];
  #ownerId: number;
  /** The trace that holds the loop, by its number; 0 for none. */
  #traceNumber = 0;
  /** How long the owner held the loop before it was interrupted. */
  #heldBefore = 0;
  #since: number;
  /** The longest synchronous system call of the running stretch, and its place in the code. */
  #location: string | undefined;
  #locationNanos = 0;

  constructor(sink: LoopSink, stalls: Stalls, pieces: HeldPieces, ownerId: number, sinceNanos: number) {
    this.#sink = sink;
    this.#stalls = stalls;
    this.#pieces = pieces;
    this.#ownerId = ownerId;
    this.#since = sinceNanos;
  }

  /** @param waitedNanos how long the loop has waited since the last change: after the work, and before this change */
  changeTo(ownerId: number, atNanos: number, waitedNanos: number, traceNumber = 0): void {
    this.#sink.onHeld(this.#ownerId, this.#endStretch(atNanos, waitedNanos) as Nanoseconds);
    while (this.#interruptedIds.length > 0) {
      const heldNanos = this.#interruptedNanos.pop() as Nanoseconds;
      this.#sink.onHeld(this.#interruptedIds.pop() as number, heldNanos);
    }
    this.#interruptedTraces.length = 0;
    this.#start(ownerId, 0, atNanos, traceNumber);
  }

  /** The interrupted owner goes on at `resume`; both parts count as one time that it held the loop. */
  interruptBy(ownerId: number, atNanos: number, waitedNanos: number, traceNumber = 0): void {
    this.#interruptedNanos.push(this.#endStretch(atNanos, waitedNanos));
    this.#interruptedIds.push(this.#ownerId);
    this.#interruptedTraces.push(this.#traceNumber);
    this.#start(ownerId, 0, atNanos, traceNumber);
  }

  /** @param callbackId the next owner, in that trace, if none was interrupted, because the callback has changed meanwhile */
  resume(callbackId: number, atNanos: number, callbackTrace = 0): void {
    this.#sink.onHeld(this.#ownerId, this.#endStretch(atNanos, 0) as Nanoseconds);
    const heldBefore = this.#interruptedNanos.pop() ?? 0;
    const traceNumber = this.#interruptedTraces.pop() ?? callbackTrace;
    this.#start(this.#interruptedIds.pop() ?? callbackId, heldBefore, atNanos, traceNumber);
  }

  /** Corrects the owner of the running stretch. */
  isReally(ownerId: number): void {
    this.#ownerId = ownerId;
  }

  /** Records the duration of a synchronous system call in the running stretch. */
  called(location: string, nanos: number): void {
    if (nanos <= this.#locationNanos) return;
    this.#location = location;
    this.#locationNanos = nanos;
  }

  collected(fromNanos: number, toNanos: number): void {
    this.#pieces.overlaps(fromNanos, toNanos, this);
    this.#stalls.collected(fromNanos, toNanos);
  }

  /** A collection was in it. */
  piece(ownerId: number, _traceNumber: number, fromNanos: number, toNanos: number): void {
    this.#sink.onCollectedIn(ownerId, (toNanos - fromNanos) as Nanoseconds);
  }

  /** @returns how long the owner of the stretch has held the loop in this callback */
  #endStretch(atNanos: number, waitedNanos: number): number {
    const start = this.#since;
    const end = Math.max(start, atNanos - waitedNanos);
    const held = end - start;
    this.#pieces.add(this.#ownerId, this.#traceNumber, start, end);
    if (held >= STALL_NANOS) {
      // A call that took less than half of the stretch does not explain the stall.
      this.#stalls.add(this.#ownerId, start, end, this.#locationNanos * 2 >= held ? this.#location : undefined);
    }
    return this.#heldBefore + held;
  }

  #start(ownerId: number, heldBefore: number, atNanos: number, traceNumber: number): void {
    this.#ownerId = ownerId;
    this.#traceNumber = traceNumber;
    this.#heldBefore = heldBefore;
    this.#since = atNanos;
    this.#location = undefined;
    this.#locationNanos = 0;
  }
}
