// An event loop as libuv has it, on a virtual clock: timers, then a look for events, which waits where there is nothing to do, then
// immediates. It tells `LoopWatch` what the hook in the program would, and knows itself what the watch has to find out.

import { LoopStretches } from '../../../src/capture/runtime/loop-stretches.js';
import { LoopWatch } from '../../../src/capture/runtime/loop-watch.js';
import { type LoopOwnerKind, OwnerTable } from '../../../src/model/owner-table.js';
import type { OpenTrace } from '../../../src/model/tree/open-trace.js';

/** So short after another callback the hook does not ask how long the loop has waited. */
const NOT_ASKED_NANOS = 20_000;

export interface Due {
  readonly atNanos: number;
  readonly kind: LoopOwnerKind;
  readonly name: string;
  /** The number of the trace in whose context it runs; 0 for none. */
  readonly trace: number;
  readonly run: () => void;
}

/** Somebody held the loop. */
export interface Held {
  readonly owner: string;
  readonly trace: number;
  readonly from: number;
  readonly to: number;
}

export class VirtualLoop {
  readonly owners: OwnerTable = new OwnerTable();
  readonly stretches: LoopStretches = new LoopStretches(0);
  readonly watch: LoopWatch;
  readonly timers: Due[] = [];
  readonly events: Due[] = [];
  immediates: Due[] = [];
  /** Who held the loop, in order. */
  readonly held: Held[] = [];
  /** When the loop looked for events. */
  readonly looks: number[] = [];
  /** When the running callback began. */
  callbackNanos = 0;
  nanos = 1_000_000;
  #rounds = 0;
  #idleNanos = 0;
  #toldIdleNanos = 0;
  #lastCallbackNanos = -Infinity;
  readonly #tellsRounds: boolean;

  /** @param tellsRounds whether each callback has the loop's iteration */
  constructor(tellsRounds: boolean) {
    this.#tellsRounds = tellsRounds;
    const nothing = (): void => {};
    this.watch = new LoopWatch({
      sink: { onHeld: nothing, onStall: nothing, onCollected: nothing, onCollectedIn: nothing },
      owners: this.owners,
      stretches: this.stretches,
      processId: 'p1',
      tickName: (operationId) => `onTick${operationId}`,
      seesCallbacks: true,
    });
  }

  /** The running code works. */
  hold(owner: string, trace: number, nanos: number): void {
    this.held.push({ owner, trace, from: this.nanos, to: this.nanos + nanos });
    this.nanos += nanos;
  }

  /** Runs until nothing is left that could happen. @param lateNanos how much later than it should the loop wakes up each time */
  run(lateNanos: () => number): void {
    while (this.timers.length + this.events.length + this.immediates.length > 0) {
      for (const timer of this.#take(this.timers)) this.#callback(timer);
      this.#look(lateNanos);
      for (const immediate of this.immediates.splice(0)) this.#callback(immediate);
    }
  }

  #look(lateNanos: () => number): void {
    this.#rounds++;
    this.looks.push(this.nanos);
    let found = this.#take(this.events);
    if (found.length === 0 && this.immediates.length === 0) {
      const next = Math.min(...[...this.timers, ...this.events].map(({ atNanos }) => atNanos));
      if (next === Infinity) return;
      const waited = Math.max(0, next - this.nanos) + lateNanos();
      this.nanos += waited;
      this.#idleNanos += waited;
      this.looks.push(this.nanos);
      found = this.#take(this.events);
    }
    for (const event of found) this.#callback(event);
  }

  /** What is due, in the order in which it became due. */
  #take(list: Due[]): Due[] {
    const due = list
      .filter(({ atNanos }) => atNanos <= this.nanos)
      .toSorted((one, other) => one.atNanos - other.atNanos);
    for (const item of due) list.splice(list.indexOf(item), 1);
    return due;
  }

  #callback({ kind, name, trace, run }: Due): void {
    const atNanos = this.nanos;
    this.callbackNanos = atNanos;
    if (atNanos - this.#lastCallbackNanos >= NOT_ASKED_NANOS) this.#toldIdleNanos = this.#idleNanos;
    this.#lastCallbackNanos = atNanos;
    this.watch.callbackStarted({
      ownerId: this.owners.intern(kind, name),
      atNanos,
      idleMillis: this.#toldIdleNanos / 1e6,
      round: this.#tellsRounds ? this.#rounds : 0,
      trace: trace === 0 ? undefined : ({ number: trace, isTick: true, operationId: trace } as OpenTrace),
    });
    run();
  }
}
