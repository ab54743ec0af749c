// What the event loop does: callbacks with their owners, ticks inside callbacks, Tickscope's work. Told of it by the drain, in the
// order in which it happened.

import {
  type OwnerCallback,
  NO_CALLBACK,
  SAME_CALLBACK_NUMBER,
  SHORT_CALLBACK_NANOS,
} from '../../model/log/loop-records.js';
import type { LoopOwnerKind, OwnerTable } from '../../model/owner-table.js';
import type { GcKind } from '../../model/record/runtime-rows.js';
import { PHASE_EVENTS, PHASE_IMMEDIATES, PHASE_TIMERS, PHASE_UNKNOWN } from './held-pieces.js';
import { waitedMillis } from './idle-time.js';
import { LoopHolder, type LoopSink } from './loop-holder.js';
import type { LoopStretches } from './loop-stretches.js';
import { Stalls } from './stalls.js';

/** Instead of a phase: the callback that runs goes on. What `process.nextTick` puts off belongs to it too. */
const PART_OF_CALLBACK = -1;

const PHASES: Partial<Readonly<Record<LoopOwnerKind, number>>> = {
  timer: PHASE_TIMERS,
  immediate: PHASE_IMMEDIATES,
  nextTick: PART_OF_CALLBACK,
  websocket: PHASE_EVENTS,
  http: PHASE_EVENTS,
  socket: PHASE_EVENTS,
  dns: PHASE_EVENTS,
  fs: PHASE_EVENTS,
  crypto: PHASE_EVENTS,
  zlib: PHASE_EVENTS,
  worker: PHASE_EVENTS,
  process: PHASE_EVENTS,
};

export interface LoopWatchSink extends LoopSink {
  onCollected(kind: GcKind, fromNanos: number, toNanos: number): void;
}

export interface LoopWatchParts {
  readonly sink: LoopWatchSink;
  readonly owners: OwnerTable;
  readonly stretches: LoopStretches;
  readonly processId: string;
  readonly tickName: (operationId: number) => string;
  /** Whether it is told of every callback, and not only of turns. */
  readonly seesCallbacks: boolean;
}

export class LoopWatch {
  readonly #owners: OwnerTable;
  readonly #ticks: TickOwners;
  readonly #tickscopeOwnerId: number;
  readonly #sink: LoopWatchSink;
  readonly #stretches: LoopStretches;
  readonly #stalls: Stalls;
  readonly #holder: LoopHolder;
  /** The owner of the running callback, whoever holds the loop within it. */
  #callbackId: number;
  /** The trace in whose context it runs, by its number; 0 for none. */
  #traceNumber = 0;
  readonly #seesCallbacks: boolean;
  readonly #phases: OwnerPhases;
  /** When the callback began that was before the one that runs. */
  #callbackBeforeNanos = -Infinity;
  /** How long the loop had waited in all when that was last looked up, when that was, and when the running stretch began. */
  #idleMillis: number;
  #lookedUpNanos: number;
  #stretchIdleMillis: number;
  /** How long the loop has waited before a tick that begins now, where nobody tells of callbacks. */
  #waitedBefore = 0;

  constructor({ sink, owners, stretches, processId, tickName, seesCallbacks }: LoopWatchParts) {
    this.#owners = owners;
    this.#ticks = new TickOwners(owners, tickName);
    this.#tickscopeOwnerId = owners.intern('tickscope', '');
    this.#sink = sink;
    this.#stretches = stretches;
    this.#stalls = new Stalls(owners, processId, sink);
    this.#callbackId = owners.intern('main', '');
    this.#holder = new LoopHolder(sink, this.#stalls, stretches.pieces, this.#callbackId, stretches.startNanos);
    this.#phases = new OwnerPhases(owners);
    this.#lookedUpNanos = stretches.startNanos;
    this.#idleMillis = this.#stretchIdleMillis = waitedMillis();
    this.#seesCallbacks = seesCallbacks;
  }

  get startedNanos(): number {
    return this.#stretches.startedNanos;
  }

  get busySinceNanos(): number {
    return this.#stretches.busySinceNanos;
  }

  /** Since when what was there at a time can have been there; NaN where nobody tells of callbacks. */
  deliverableSince(atNanos: number): number {
    return this.#seesCallbacks ? this.#stretches.pieces.deliverableSince(atNanos) : NaN;
  }

  get seesCallbacks(): boolean {
    return this.#seesCallbacks;
  }

  stalledUntil(atNanos: number): number {
    return this.#stretches.stalledUntil(atNanos);
  }

  /** A callback begins, or a part of one that is somebody else's. */
  callbackStarted({ ownerId, atNanos, idleMillis, round, trace }: OwnerCallback): void {
    this.#stalls.roundIs(round > 0 ? round : NaN);
    if (ownerId === NO_CALLBACK) return this.#lookedUp(atNanos, idleMillis);
    const traceNumber = trace?.number ?? 0;
    const isPart = ownerId === SAME_CALLBACK_NUMBER;
    if (isPart && traceNumber === this.#traceNumber) return;
    this.#traceNumber = traceNumber;
    const waited = this.#waited(atNanos, idleMillis, this.#seesCallbacks);
    const waitedInStretch = Math.round((this.#idleMillis - this.#stretchIdleMillis) * 1e6);
    this.#stretches.callbackStarted(atNanos, waitedInStretch, traceNumber);
    this.#stretchIdleMillis = this.#idleMillis;
    const callbackId = isPart ? this.#callbackId : this.#owners.settled(ownerId);
    const owner = trace?.isTick === true ? this.#ticks.ownerOf(trace.operationId) : callbackId;
    this.#holder.changeTo(owner, atNanos, waited, traceNumber);
    this.#tellPieces(atNanos, isPart ? PART_OF_CALLBACK : this.#phases.of(ownerId), waited, round);
    if (!isPart) this.#callbackId = owner;
  }

  /** A tick begins; until `tickReturned` the loop is its. */
  tickStarted(operationId: number, atNanos: number, traceNumber: number): void {
    this.#stalls.tickStartedInLoop();
    this.#holder.interruptBy(this.#ticks.ownerOf(operationId), atNanos, this.#waitedBefore, traceNumber);
    this.#waitedBefore = 0;
  }

  /** Its handler has returned, or it has ended: the loop is again whose it was. */
  tickReturned(atNanos: number): void {
    this.#holder.resume(this.#callbackId, atNanos, this.#traceNumber);
  }

  /** Tickscope's work within a callback of the program. */
  tickscopeWork(fromNanos: number, toNanos: number): void {
    this.#holder.interruptBy(this.#tickscopeOwnerId, fromNanos, 0);
    this.#holder.resume(this.#callbackId, toNanos, this.#traceNumber);
  }

  /** The running callback turns out to be Tickscope's. */
  isTickscopeCallback(): void {
    // A turn is more than that callback: it would make what the program did in it Tickscope's.
    if (!this.#seesCallbacks) return;
    this.#callbackId = this.#tickscopeOwnerId;
    this.#holder.isReally(this.#tickscopeOwnerId);
  }

  /** A synchronous system call took so long. */
  called(location: string, nanos: number): void {
    this.#holder.called(location, nanos);
  }

  /** There was a garbage collection. */
  collected(kind: GcKind, fromNanos: number, toNanos: number): void {
    this.#sink.onCollected(kind, fromNanos, toNanos);
    this.#holder.collected(fromNanos, toNanos);
  }

  /** Hands over what is known by now. */
  settle(atNanos: number): void {
    this.#stalls.settle(atNanos);
  }

  /** Hands over everything: nothing will follow. */
  finish(atNanos: number): void {
    this.#holder.changeTo(this.#tickscopeOwnerId, atNanos, this.#waited(atNanos, waitedMillis(), false));
    this.#stalls.finish();
  }

  /**
   * A callback that follows another within 20 µs does not ask whether the loop has waited before it; the next one does, and then a
   * short wait is taken for one before the first.
   */
  #tellPieces(atNanos: number, phase: number, waitedNanos: number, round: number): void {
    const { pieces } = this.#stretches;
    const hasJustStarted = pieces.callbackNanos - this.#callbackBeforeNanos < SHORT_CALLBACK_NANOS;
    const wasBefore = phase === PART_OF_CALLBACK || (hasJustStarted && waitedNanos < SHORT_CALLBACK_NANOS);
    if (waitedNanos > 0 && wasBefore) pieces.hadWaited();
    if (phase === PART_OF_CALLBACK) return;
    this.#callbackBeforeNanos = pieces.callbackNanos;
    pieces.callbackStarted(atNanos, phase, waitedNanos > 0 && !wasBefore, round);
  }

  #lookedUp(atNanos: number, idleMillis: number): void {
    this.#waitedBefore = this.#waited(atNanos, idleMillis, false);
  }

  /**
   * How long the loop has waited since this was last asked.
   *
   * @param isFirst whether nothing can have run since: else it may have come back at any time since it had waited
   */
  #waited(atNanos: number, idleMillis: number, isFirst: boolean): number {
    const waited = Math.round((idleMillis - this.#idleMillis) * 1e6);
    this.#idleMillis = idleMillis;
    // Node.js has libuv look for events first and wait only where there are none: what comes after any waiting came during it.
    if (waited > 0) {
      this.#stretches.busySinceNanos = isFirst ? atNanos : Math.min(atNanos, this.#lookedUpNanos + waited);
      this.#stalls.turnStarted();
    }
    this.#lookedUpNanos = atNanos;
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

/** In which phase of the loop an owner's callbacks run. */
class OwnerPhases {
  readonly #owners: OwnerTable;
  readonly #phases: number[] = [];

  constructor(owners: OwnerTable) {
    this.#owners = owners;
  }

  of(ownerId: number): number {
    return (this.#phases[ownerId] ??= PHASES[this.#owners.owner(ownerId).kind] ?? PHASE_UNKNOWN);
  }
}
