// What a faster operation gives to the ticks that wait behind it. While events wait for the event loop, whatever ends earlier lets the
// next tick start earlier, by as much as that one had waited at most, and what is left goes on to the one behind.
//
// Lindley's recursion, in the order in which ticks close, from where the loop was last free. A tick that ran in one stretch gives what it
// did. One that waited in between closes when others have started behind it: its stretches give what such ticks do on average.
//
// A tick that is ready to go on earlier goes on before some of those that it waited for: callbacks run in the order in which they are due. Those
// came due at any time since its event did, as likely at one as at another.

import { FASTER_SHARES } from '../../model/record/what-if-rows.js';
import type { OperationKind } from '../../model/operation.js';
import type { OperationAccumulator } from '../operation-accumulator.js';
import type { OperationShifts } from './operation-shifts.js';

/** Who held the event loop before a tick. */
export interface LoopBefore {
  /**
   * Visits who held the loop before a time, from the last one back, until it was free or to `sinceNanos`.
   *
   * @returns whether it was never free between the two
   */
  busyBefore(atNanos: number, sinceNanos: number, visit: VisitHolder): boolean;
  /** Whether all of it is known to lie in one stretch. */
  isOneStretch(fromNanos: number, toNanos: number): boolean;
}

export type VisitHolder = (ownerId: number, nanos: number) => void;

/** Of other kinds the time passes outside the process. */
const HOLDS_LOOP: ReadonlySet<OperationKind> = new Set(['tick', 'indicator', 'internal', 'database']);

/** A wait below this part of the tick's time is the loop's own work. */
const LEAST_WAIT = 0.01;

export class QueueGains {
  /** Operations by which the loop would be free earlier. */
  readonly rows: OperationAccumulator[] = [];
  /** Whatever held the loop until then is in `aheadNanos`. */
  #accountedNanos = -Infinity;
  /** Whether others have started behind the tick before it closed. */
  #isLate = false;
  #isOneStretch = false;
  /** What ticks of this segment did on the loop. */
  readonly #ran: OperationAccumulator[] = [];
  #loopNanos = 0;
  /** How long others held the loop before the tick, but for what is accounted for. */
  #heldByTicksNanos = 0;
  /** How long the tick waited for others, but for what `aheadNanos` has. */
  #forTicksNanos = 0;
  /** How long it waited after its start, for whomever. */
  #inTickNanos = 0;
  /** How long it did not, since its event came. */
  #otherNanos = 0;
  #knowsWait = false;

  /**
   * Called for each tick that takes part, before anything else.
   *
   * @param waitNanos NaN where it is not known
   * @param visit hands the row of each owner to `held`
   */
  tick(startNanos: number, endNanos: number, waitNanos: number, loop: LoopBefore, visit: VisitHolder): void {
    this.#forTicksNanos = this.#inTickNanos = 0;
    this.#otherNanos = endNanos - startNanos + (waitNanos > 0 ? waitNanos : 0);
    this.#knowsWait = !Number.isNaN(waitNanos);
    this.#isOneStretch = loop.isOneStretch(startNanos, endNanos);
    this.#isLate = startNanos < this.#accountedNanos;
    if (this.#isLate) return;
    const since = this.#accountedNanos;
    this.#accountedNanos = this.#isOneStretch ? endNanos : startNanos;
    if (!(waitNanos > LEAST_WAIT * (endNanos - startNanos))) return this.#start();
    this.#heldByTicksNanos = 0;
    const wasBusy = loop.busyBefore(startNanos, since, visit);
    this.#shareOut();
    for (let number = 0; number < this.rows.length; number++) {
      const shifts = (this.rows[number] as OperationAccumulator).whatIf as OperationShifts;
      const ahead = shifts.aheadNanos as Float64Array;
      for (let place = 0; place < FASTER_SHARES.length; place++) {
        const carried = wasBusy ? (ahead[place] as number) : 0;
        ahead[place] = Math.min(waitNanos, carried + (FASTER_SHARES[place] as number) * shifts.heldNanos);
      }
      shifts.heldNanos = 0;
    }
  }

  /** An owner held the loop before the tick. */
  held(row: OperationAccumulator, nanos: number): void {
    const shifts = row.whatIf as OperationShifts;
    if (shifts.isTickWait) this.#heldByTicksNanos += nanos;
    else if (shifts.aheadNanos !== undefined) {
      shifts.heldNanos += nanos;
      this.#add(row, shifts);
    }
  }

  /** A part of the tick's response time in which it waited for somebody who held the loop. Called before any gain is asked for. */
  waited({ beforeNanos, waitingNanos, isTickWait }: OperationShifts): void {
    const inTick = waitingNanos - beforeNanos;
    this.#inTickNanos += inTick;
    this.#otherNanos -= inTick;
    if (isTickWait) this.#forTicksNanos += waitingNanos - (this.#isLate ? 0 : beforeNanos);
  }

  /** @returns by how much less the tick would have waited for the loop */
  gainOf({ whatIf }: OperationAccumulator, place: number): number {
    const { waitingNanos, beforeNanos, earlyNanos, aheadNanos, loopNanos, isTickWait } = whatIf as OperationShifts;
    const faster = FASTER_SHARES[place] as number;
    // What the tick itself was seen to wait for is the least: not all that it waits for holds the loop, and not all of a long hold is looked at.
    const least = faster * beforeNanos;
    if (aheadNanos === undefined || isTickWait) return least;
    const inTick = loopNanos === 0 ? 0 : (faster * this.#forTicksNanos * loopNanos) / this.#loopNanos;
    const atStart = this.#isLate ? least : Math.max(least, aheadNanos[place] as number);
    // What the operation itself held the loop for is told by its own row.
    const told = inTick + faster * (waitingNanos - beforeNanos);
    return atStart + inTick + this.#overtaken(told, atStart + faster * earlyNanos);
  }

  /** @returns how long those held the loop that the tick would have gone on before, but for what is told of them already */
  #overtaken(toldNanos: number, earlierNanos: number): number {
    const leftNanos = this.#inTickNanos - toldNanos;
    if (!this.#knowsWait || leftNanos <= 0 || earlierNanos <= 0) return 0;
    return earlierNanos >= this.#otherNanos ? leftNanos : (leftNanos * earlierNanos) / this.#otherNanos;
  }

  /** An operation of the tick, after all gains of the tick were asked for. */
  ran(row: OperationAccumulator): void {
    const shifts = row.whatIf as OperationShifts;
    const nanos = shifts.tickNanos - shifts.waitingNanos;
    if (nanos === 0 || !holdsLoop(row)) return;
    if (shifts.loopNanos === 0) this.#ran.push(row);
    shifts.loopNanos += nanos;
    this.#loopNanos += nanos;
    const { aheadNanos } = shifts;
    if (aheadNanos === undefined || !this.#isOneStretch) return;
    for (let place = 0; place < FASTER_SHARES.length; place++) {
      aheadNanos[place]! += (FASTER_SHARES[place] as number) * nanos;
    }
    this.#add(row, shifts);
  }

  /** The rows of the next segment are others. */
  nextSegment(): void {
    this.#start();
    this.#ran.length = 0;
    this.#loopNanos = 0;
  }

  /** The loop was free: nothing before has made anybody wait. */
  #start(): void {
    for (let number = 0; number < this.rows.length; number++) {
      const shifts = (this.rows[number] as OperationAccumulator).whatIf as OperationShifts;
      shifts.isAhead = false;
      shifts.aheadNanos?.fill(0);
    }
    this.rows.length = 0;
  }

  /** Other ticks held the loop before this one: the operations of ticks have their parts of it. */
  #shareOut(): void {
    if (this.#heldByTicksNanos === 0 || this.#loopNanos === 0) return;
    const share = this.#heldByTicksNanos / this.#loopNanos;
    for (let number = 0; number < this.#ran.length; number++) {
      const row = this.#ran[number] as OperationAccumulator;
      const shifts = row.whatIf as OperationShifts;
      if (shifts.aheadNanos === undefined) continue;
      shifts.heldNanos += share * shifts.loopNanos;
      this.#add(row, shifts);
    }
  }

  #add(row: OperationAccumulator, shifts: OperationShifts): void {
    if (shifts.isAhead) return;
    shifts.isAhead = true;
    this.rows.push(row);
  }
}

export function holdsLoop({ identity }: OperationAccumulator): boolean {
  return HOLDS_LOOP.has(identity.kind);
}
