// Measures who holds the event loop: one owner after another, interrupted by ticks and by Tickscope's work.

import { STALL_NANOS } from '../../model/record/runtime-rows.js';
import type { Nanoseconds } from '../../model/units.js';
import type { Stalls, StallSink } from './stalls.js';

export interface LoopSink extends StallSink {
  /** One owner held the loop for one stretch. */
  onHeld(ownerId: number, nanos: Nanoseconds): void;
  /** So much of an owner's time was garbage collection. */
  onCollectedIn(ownerId: number, nanos: Nanoseconds): void;
}

export class LoopHolder {
  readonly #sink: LoopSink;
  readonly #stalls: Stalls;
  readonly #recent = new RecentStretches();
  /** Interrupted owners, and how long each has held the loop in this callback. Two lists, because a tick must not make objects. */
  readonly #interruptedIds: number[] = [];
  readonly #interruptedNanos: number[] = [];
  #ownerId: number;
  /** How long the owner held the loop before it was interrupted. */
  #heldBefore = 0;
  #since: number;
  /** The longest synchronous system call of the running stretch, and its place in the code. */
  #location: string | undefined;
  #locationNanos = 0;

  constructor(sink: LoopSink, stalls: Stalls, ownerId: number, sinceNanos: number) {
    this.#sink = sink;
    this.#stalls = stalls;
    this.#ownerId = ownerId;
    this.#since = sinceNanos;
  }

  /** @param waitedNanos how long the loop has waited since the last change: after the work, and before this change */
  changeTo(ownerId: number, atNanos: number, waitedNanos: number): void {
    this.#sink.onHeld(this.#ownerId, this.#endStretch(atNanos, waitedNanos) as Nanoseconds);
    while (this.#interruptedIds.length > 0) {
      const heldNanos = this.#interruptedNanos.pop() as Nanoseconds;
      this.#sink.onHeld(this.#interruptedIds.pop() as number, heldNanos);
    }
    this.#start(ownerId, 0, atNanos);
  }

  /** The interrupted owner goes on at `resume`; both parts count as one time that it held the loop. */
  interruptBy(ownerId: number, atNanos: number, waitedNanos: number): void {
    this.#interruptedNanos.push(this.#endStretch(atNanos, waitedNanos));
    this.#interruptedIds.push(this.#ownerId);
    this.#start(ownerId, 0, atNanos);
  }

  /** @param callbackId the next owner if none was interrupted, because the callback has changed meanwhile */
  resume(callbackId: number, atNanos: number): void {
    this.#sink.onHeld(this.#ownerId, this.#endStretch(atNanos, 0) as Nanoseconds);
    this.#start(this.#interruptedIds.pop() ?? callbackId, this.#interruptedNanos.pop() ?? 0, atNanos);
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
    this.#recent.overlaps(fromNanos, toNanos, (ownerId, nanos) => {
      this.#sink.onCollectedIn(ownerId, nanos as Nanoseconds);
    });
    this.#stalls.collected(fromNanos, toNanos);
  }

  /** @returns how long the owner of the stretch has held the loop in this callback */
  #endStretch(atNanos: number, waitedNanos: number): number {
    const start = this.#since;
    const end = Math.max(start, atNanos - waitedNanos);
    const held = end - start;
    this.#recent.add(this.#ownerId, start, end);
    if (held >= STALL_NANOS) {
      // A call that took less than half of the stretch does not explain the stall.
      this.#stalls.add(this.#ownerId, start, end, this.#locationNanos * 2 >= held ? this.#location : undefined);
    }
    return this.#heldBefore + held;
  }

  #start(ownerId: number, heldBefore: number, atNanos: number): void {
    this.#ownerId = ownerId;
    this.#heldBefore = heldBefore;
    this.#since = atNanos;
    this.#location = undefined;
    this.#locationNanos = 0;
  }
}

const REMEMBERED = 4_096;

export class RecentStretches {
  readonly #starts = new Float64Array(REMEMBERED);
  readonly #ends = new Float64Array(REMEMBERED);
  readonly #owners = new Int32Array(REMEMBERED);
  #count = 0;

  add(ownerId: number, startNanos: number, endNanos: number): void {
    const position = this.#count % REMEMBERED;
    this.#starts[position] = startNanos;
    this.#ends[position] = endNanos;
    this.#owners[position] = ownerId;
    this.#count++;
  }

  /** Visits every stretch that `fromNanos` to `toNanos` overlaps, from the last one back, with the overlap. */
  overlaps(fromNanos: number, toNanos: number, visit: (ownerId: number, nanos: number) => void): void {
    const oldest = Math.max(0, this.#count - REMEMBERED);
    for (let number = this.#lastBefore(toNanos, oldest); number >= oldest; number--) {
      const position = number % REMEMBERED;
      const end = this.#ends[position] as number;
      if (end <= fromNanos) return;
      const nanos = Math.min(end, toNanos) - Math.max(this.#starts[position] as number, fromNanos);
      if (nanos > 0) visit(this.#owners[position] as number, nanos);
    }
  }

  /** Number of the last stretch that began before `atNanos`. By halving: Node.js tells of a pause when thousands of stretches have followed. */
  #lastBefore(atNanos: number, oldest: number): number {
    let low = oldest;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle % REMEMBERED] as number) < atNanos) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
