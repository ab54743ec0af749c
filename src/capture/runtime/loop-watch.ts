// What the event loop does: callbacks with their owners, ticks inside callbacks, Tickscope's work.
//
// Told of callbacks by `callback-hook.ts`, or where that is not possible of turns by `turn-probe.ts`.

import type { OwnerTable } from '../../model/owner-table.js';
import { nodeTiming } from '../../primordials.js';
import { now } from '../recorder/clock.js';
import { LoopHolder, type LoopSink } from './loop-holder.js';
import type { LoopStretches } from './loop-stretches.js';
import { Stalls } from './stalls.js';

export interface LoopWatchParts {
  readonly sink: LoopSink;
  readonly owners: OwnerTable;
  readonly stretches: LoopStretches;
  readonly processId: string;
  readonly tickName: (operationId: number) => string;
  /** Whether it is told of every callback, and not only of turns. */
  readonly seesCallbacks: boolean;
}

export class LoopWatch {
  readonly ticks: TickOwners;
  readonly tickscopeOwnerId: number;
  readonly #stretches: LoopStretches;
  readonly #stalls: Stalls;
  readonly #holder: LoopHolder;
  /** The owner of the running callback, whoever holds the loop within it. */
  #callbackId: number;
  readonly #seesCallbacks: boolean;
  /** How long the loop had waited in all when that was last asked, when that was, and when the running stretch began. */
  #idleMillis: number;
  #askedNanos: number;
  #stretchIdleMillis: number;

  constructor({ sink, owners, stretches, processId, tickName, seesCallbacks }: LoopWatchParts) {
    this.ticks = new TickOwners(owners, tickName);
    this.tickscopeOwnerId = owners.intern('tickscope', '');
    this.#stretches = stretches;
    this.#stalls = new Stalls(owners, processId, sink);
    this.#callbackId = owners.intern('main', '');
    this.#holder = new LoopHolder(sink, this.#stalls, this.#callbackId, stretches.startNanos);
    this.#askedNanos = stretches.startNanos;
    this.#idleMillis = this.#stretchIdleMillis = nodeTiming.idleTime;
    this.#seesCallbacks = seesCallbacks;
  }

  get callbackId(): number {
    return this.#callbackId;
  }

  /**
   * A callback begins, or a part of one that is somebody else's.
   *
   * @param traceNumber the trace in whose context it runs, by its number; 0 for none
   * @param asyncId of async_hooks; 0 where it is not known
   * @param isPart of the callback that was running: what follows it is that one's again
   */
  callbackStarted(ownerId: number, traceNumber: number, asyncId: number, isPart: boolean): void {
    const at = now();
    const waited = this.#waited(at, this.#seesCallbacks);
    this.#stretches.callbackStarted(
      at,
      Math.round((this.#idleMillis - this.#stretchIdleMillis) * 1e6),
      traceNumber,
      asyncId,
    );
    this.#stretchIdleMillis = this.#idleMillis;
    this.#holder.changeTo(ownerId, at, waited);
    if (!isPart) this.#callbackId = ownerId;
  }

  /** A tick is about to begin; until `tickReturned` the loop is its. */
  tickStarting(operationId: number): void {
    const at = now();
    const waited = this.#waited(at, false);
    this.#stalls.tickStartedInLoop();
    this.#holder.interruptBy(this.ticks.ownerOf(operationId), at, waited);
  }

  /** Its handler has returned, or it has ended: the loop is again whose it was. */
  tickReturned(atNanos: number): void {
    this.#holder.resume(this.#callbackId, atNanos);
  }

  /** Tickscope's work within a callback of the program. */
  tickscopeWork(fromNanos: number, toNanos: number): void {
    this.#holder.interruptBy(this.tickscopeOwnerId, fromNanos, 0);
    this.#holder.resume(this.#callbackId, toNanos);
  }

  /** The running callback turns out to be Tickscope's. */
  isTickscopeCallback(): void {
    this.#callbackId = this.tickscopeOwnerId;
    this.#holder.isReally(this.tickscopeOwnerId);
  }

  /** A synchronous system call took so long. */
  called(location: string, nanos: number): void {
    this.#holder.called(location, nanos);
  }

  /** There was a garbage collection. */
  collected(fromNanos: number, toNanos: number): void {
    this.#holder.collected(fromNanos, toNanos);
  }

  /** Hands over what is known by now. */
  settle(): void {
    this.#stalls.settle(now());
  }

  /** Hands over everything: nothing will follow. */
  finish(): void {
    const at = now();
    this.#holder.changeTo(this.tickscopeOwnerId, at, this.#waited(at, false));
    this.#stalls.finish();
  }

  /**
   * How long the loop has waited since this was last asked.
   *
   * @param isFirst whether nothing can have run since: else it may have come back at any time since it had waited
   */
  #waited(atNanos: number, isFirst: boolean): number {
    const idleMillis = nodeTiming.idleTime;
    const waited = Math.round((idleMillis - this.#idleMillis) * 1e6);
    this.#idleMillis = idleMillis;
    // Node.js has libuv look for events first and wait only where there are none: what comes after any waiting came during it.
    if (waited > 0) {
      this.#stretches.busySinceNanos = isFirst ? atNanos : Math.min(atNanos, this.#askedNanos + waited);
      this.#stalls.turnStarted();
    }
    this.#askedNanos = atNanos;
    return waited;
  }
}

export class TickOwners {
  readonly #owners: OwnerTable;
  readonly #nameOf: (operationId: number) => string;
  readonly #ids: number[] = [];

  constructor(owners: OwnerTable, nameOf: (operationId: number) => string) {
    this.#owners = owners;
    this.#nameOf = nameOf;
  }

  ownerOf(operationId: number): number {
    return (this.#ids[operationId] ??= this.#owners.intern('tick', this.#nameOf(operationId)));
  }
}
