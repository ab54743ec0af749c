// Who holds the event loop: one after another, and ticks and Tickscope's own work in between.

import { STALL_NANOS } from '../../model/record/runtime-rows.js';
import type { Nanoseconds } from '../../model/units.js';
import type { Stalls, StallSink } from './stalls.js';

export interface LoopSink extends StallSink {
  /** One owner held the loop for one stretch. */
  held(ownerId: number, nanos: Nanoseconds): void;
  /** So much of an owner's time was garbage collection. */
  collectedIn(ownerId: number, nanos: Nanoseconds): void;
}

export class LoopHolder {
  readonly #sink: LoopSink;
  readonly #stalls: Stalls;
  readonly #recent = new RecentStretches();
  /** Owners that will go on, and how long each has held the loop in this callback. Two lists: a tick must not make objects. */
  readonly #interruptedIds: number[] = [];
  readonly #interruptedNanos: number[] = [];
  #ownerId: number;
  /** Before it was interrupted. */
  #heldBefore = 0;
  #since: number;
  /** The longest synchronous system call of the running stretch, and where it was. */
  #location: string | undefined;
  #locationNanos = 0;

  constructor(sink: LoopSink, stalls: Stalls, ownerId: number, sinceNanos: number) {
    this.#sink = sink;
    this.#stalls = stalls;
    this.#ownerId = ownerId;
    this.#since = sinceNanos;
  }

  /** @param waitedNanos of the time since the last change, how long the loop waited: after the work, and before this */
  changeTo(ownerId: number, atNanos: number, waitedNanos: number): void {
    this.#sink.held(this.#ownerId, this.#endStretch(atNanos, waitedNanos) as Nanoseconds);
    while (this.#interruptedIds.length > 0) {
      const heldNanos = this.#interruptedNanos.pop() as Nanoseconds;
      this.#sink.held(this.#interruptedIds.pop() as number, heldNanos);
    }
    this.#start(ownerId, 0, atNanos);
  }

  /** Who holds the loop will go on with `resume`, and has held it once then and not twice. */
  interruptBy(ownerId: number, atNanos: number, waitedNanos: number): void {
    this.#interruptedNanos.push(this.#endStretch(atNanos, waitedNanos));
    this.#interruptedIds.push(this.#ownerId);
    this.#start(ownerId, 0, atNanos);
  }

  /** @param callbackId the owner where nobody was interrupted: the callback has changed meanwhile */
  resume(callbackId: number, atNanos: number): void {
    this.#sink.held(this.#ownerId, this.#endStretch(atNanos, 0) as Nanoseconds);
    this.#start(this.#interruptedIds.pop() ?? callbackId, this.#interruptedNanos.pop() ?? 0, atNanos);
  }

  /** The running stretch turns out to be somebody else's. */
  isReally(ownerId: number): void {
    this.#ownerId = ownerId;
  }

  /** A synchronous system call of the running stretch took so long. */
  called(location: string, nanos: number): void {
    if (nanos <= this.#locationNanos) return;
    this.#location = location;
    this.#locationNanos = nanos;
  }

  collected(fromNanos: number, toNanos: number): void {
    this.#recent.overlaps(fromNanos, toNanos, (ownerId, nanos) => {
      this.#sink.collectedIn(ownerId, nanos as Nanoseconds);
    });
    this.#stalls.collected(fromNanos, toNanos);
  }

  /** @returns how long its owner has held the loop in this callback */
  #endStretch(atNanos: number, waitedNanos: number): number {
    const start = this.#since;
    const end = Math.max(start, atNanos - waitedNanos);
    const held = end - start;
    this.#recent.add(this.#ownerId, start, end);
    if (held >= STALL_NANOS) {
      // A call that took less than half of it explains nothing.
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
    for (let number = this.#count - 1; number >= 0 && number >= this.#count - REMEMBERED; number--) {
      const position = number % REMEMBERED;
      const end = this.#ends[position] as number;
      if (end <= fromNanos) return;
      const nanos = Math.min(end, toNanos) - Math.max(this.#starts[position] as number, fromNanos);
      if (nanos > 0) visit(this.#owners[position] as number, nanos);
    }
  }
}
