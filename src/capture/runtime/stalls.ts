// Holds each stall of the event loop until it is known which ticks it delayed and how much of it was garbage collection.

import type { OwnerTable } from '../../model/owner-table.js';
import type { StallRow } from '../../model/record/runtime-rows.js';
import type { Nanoseconds } from '../../model/units.js';
import { unixMillis } from '../recorder/clock.js';

/** Node.js reports a garbage collection up to 6 ms late, or later if the loop is held meanwhile. */
const SETTLED_AFTER_NANOS = 100_000_000;
/** Open stalls; 64 of them take at least 640 ms. */
const WAITING = 64;

export interface StallSink {
  /** Called when the turn of the stall is over: only then all ticks that it delayed have started. */
  onStall(ownerId: number, stall: StallRow): void;
}

interface OpenStall {
  readonly ownerId: number;
  readonly startNanos: number;
  readonly endNanos: number;
  readonly location: string | undefined;
  /** The loop iteration in which the end of the stall was seen; NaN until that is known. */
  round: number;
  gcNanos: number;
  /** How many ticks had started when it was over, and when no further one was delayed by it; undefined until then. */
  readonly ticksBefore: number;
  ticksUntil: number | undefined;
}

export class Stalls {
  readonly #owners: OwnerTable;
  readonly #processId: string;
  readonly #sink: StallSink;
  /** Oldest first. */
  readonly #open: OpenStall[] = [];
  /** How many of the last stalls belong to the running turn. Their rounds ascend; those that are not known are the last. */
  #inTurn = 0;
  /** Ticks that have started. A stall has what it was before: to count each tick at each stall of a turn took 3 % of a backtest's time. */
  #ticks = 0;
  /** The iteration of the loop, looked up after every stall until the loop has waited. */
  #round = NaN;

  constructor(owners: OwnerTable, processId: string, sink: StallSink) {
    this.#owners = owners;
    this.#processId = processId;
    this.#sink = sink;
  }

  add(ownerId: number, startNanos: number, endNanos: number, location: string | undefined): void {
    this.#open.push({
      ownerId,
      startNanos,
      endNanos,
      location,
      round: this.#round,
      gcNanos: 0,
      ticksBefore: this.#ticks,
      ticksUntil: undefined,
    });
    this.#inTurn++;
    if (this.#open.length <= WAITING) return;
    this.#settleFirst();
    this.#inTurn = Math.min(this.#inTurn, this.#open.length);
  }

  /** The loop's iteration of the callback that begins; NaN where it was not looked up, as it is where a stall may have ended. */
  roundIs(round: number): void {
    this.#round = round;
    if (Number.isNaN(round)) return;
    for (let back = 1; back <= this.#inTurn; back++) {
      const stall = this.#open.at(-back) as OpenStall;
      if (!Number.isNaN(stall.round)) return;
      stall.round = round;
    }
  }

  /** The loop has waited: no tick that starts from now on was delayed by an earlier stall. */
  turnStarted(): void {
    while (this.#inTurn > 0) this.#leavesTurn();
  }

  /**
   * Events that came during a stall are handled by the end of the next loop iteration. Without this limit, the first stall
   * of a program that never waits would count as the delay of all its later ticks.
   */
  tickStartedInLoop(): void {
    while (this.#inTurn > 0 && this.#oldestInTurn.round + 1 < this.#round) this.#leavesTurn();
    this.#ticks++;
  }

  get #oldestInTurn(): OpenStall {
    return this.#open.at(-this.#inTurn) as OpenStall;
  }

  #leavesTurn(): void {
    this.#oldestInTurn.ticksUntil = this.#ticks;
    this.#inTurn--;
  }

  collected(fromNanos: number, toNanos: number): void {
    for (const stall of this.#open) {
      const nanos = Math.min(stall.endNanos, toNanos) - Math.max(stall.startNanos, fromNanos);
      if (nanos > 0) stall.gcNanos += nanos;
    }
  }

  /** Passes on the stalls that nothing can be added to any more. */
  settle(atNanos: number): void {
    while (this.#open.length > this.#inTurn) {
      if ((this.#open[0] as OpenStall).endNanos > atNanos - SETTLED_AFTER_NANOS) return;
      this.#settleFirst();
    }
  }

  /** Passes on all stalls, before the process ends. */
  finish(): void {
    while (this.#open.length > 0) this.#settleFirst();
    this.#inTurn = 0;
  }

  #settleFirst(): void {
    const stall = this.#open.shift();
    if (stall === undefined) return;
    const { location: ownerLocation, ...owner } = this.#owners.owner(stall.ownerId);
    const row: StallRow = {
      process: this.#processId,
      ...owner,
      ...(ownerLocation !== undefined && { ownerLocation }),
      ...(stall.location !== undefined && { location: stall.location }),
      startedAtUnixMillis: unixMillis(stall.startNanos),
      durationNanos: (stall.endNanos - stall.startNanos) as Nanoseconds,
      gcNanos: stall.gcNanos as Nanoseconds,
      delayedTicks: (stall.ticksUntil ?? this.#ticks) - stall.ticksBefore,
    };
    this.#sink.onStall(stall.ownerId, row);
  }
}
