// Where the time of one closed tick went, operation by operation: self time, time on the critical path, waiting
// for others that held the event loop, and untraced waiting.

import type { NameTable } from '../model/name-table.js';
import { WAITS_ITSELF } from '../model/operation.js';
import { type AwaitedWaits, ROOT, type TickTimes, type TickTrace } from '../model/tick-trace.js';
import { WaitsByAwait } from './awaited-waits.js';
import { CriticalPath } from './critical-path.js';
import { SelfTime } from './self-time.js';
import { TickWaits } from './tick-waits.js';
import type { LoopBefore, VisitHolder } from './what-if/queue-gains.js';

/** When the event loop was running callbacks, as far as capture has recorded it. */
export interface BusyStretches extends LoopBefore {
  /**
   * The part of a gap between an operation's children that lies in the event-loop stretch in which the gap started or in
   * the one in which it ended, that is, while the operation itself can have been running. A whole number of nanoseconds.
   * The rest is waiting for something untraced.
   */
  syncNanosWithin(fromNanos: number, toNanos: number): number;
  /**
   * Of a section that ended in a later callback: visits who else held the event loop while the operation can have been ready to go
   * on.
   *
   * @param usualNanos how long the operation takes where nobody holds the loop; 0 where that is not known
   * @returns the sum, a whole number of nanoseconds, at most the length of the section
   */
  heldNanosWithin(
    fromNanos: number,
    toNanos: number,
    usualNanos: number,
    visit: (ownerId: number, nanos: number) => void,
  ): number;
  /** Visits who held the loop between two times, at most all of it. @returns the sum */
  heldNanosBetween(fromNanos: number, toNanos: number, visit: (ownerId: number, nanos: number) => void): number;
}

/** How long an operation takes where nobody holds the loop, by its id; 0 where that is not known. */
export type UsualNanos = (operationId: number) => number;

/** @returns the `mayWait` of a `TickAnalysis`, by the kinds of names */
export function waitingIn(names: NameTable): (operationId: number) => boolean {
  return (operationId) => WAITS_ITSELF.has(names.entry(operationId).kind);
}

/**
 * Allocates nothing once the longest trace has been seen.
 *
 * Without `busyStretches` an operation's time on the path counts as synchronous, all of it: waiting is claimed only where
 * the loop was seen to be elsewhere.
 */
export class TickAnalysis implements LoopBefore {
  readonly #mayWait: (operationId: number) => boolean;
  readonly #busyStretches: BusyStretches | undefined;
  readonly #usualNanos: UsualNanos;
  readonly #path = new CriticalPath();
  readonly #selfTime = new SelfTime();
  /** The result of `analyse`: one object, replaced only when an array has to grow. */
  #times: TickTimes;
  #trace: TickTrace | undefined;
  readonly #awaited = new WaitsByAwait(
    (fromNanos, toNanos) => this.#busyStretches?.syncNanosWithin(fromNanos, toNanos) ?? 0,
  );
  #operationIds: Int32Array = new Int32Array(0);
  #startNanos: Float64Array = new Float64Array(0);
  #endNanos: Float64Array = new Float64Array(0);
  readonly #waits = new TickWaits();
  /** By position: what lies before this time is in a section, or in a child. */
  #gapSince = new Float64Array(0);

  /** @param mayWait returns true for operations, other than the tick, that can wait within their self time: strategies and stores */
  constructor(
    mayWait: (operationId: number) => boolean,
    busyStretches?: BusyStretches,
    usualNanos: UsualNanos = (): number => 0,
  ) {
    this.#mayWait = mayWait;
    this.#busyStretches = busyStretches;
    this.#usualNanos = usualNanos;
    this.#times = timesOf(new Float64Array(0), 0, this.#waits, this.#awaited);
  }

  /** @returns times by position, valid until the next call of this or of `selfTime` */
  analyse(trace: TickTrace): TickTimes {
    this.#reserve(trace.count, this.#selfTime.measure(trace));
    this.#times.untracedNanos.fill(0, 0, trace.count);
    this.#times.heldNanos.fill(0, 0, trace.count);
    this.#waits.clear();
    this.#awaited.clear();
    this.#trace = trace;
    this.#operationIds = trace.operationIds;
    this.#startNanos = trace.startNanos;
    this.#endNanos = trace.endNanos;
    if (trace.isSynchronous === true || this.#selfTime.isSequential) {
      const { selfNanos, criticalPathNanos } = this.#times;
      for (let position = 0; position < trace.count; position++) {
        criticalPathNanos[position] = selfNanos[position] as number;
      }
      if (trace.isSynchronous !== true) this.#addGaps(trace);
    } else {
      this.#times.criticalPathNanos.fill(0, 0, trace.count);
      this.#path.walk(trace, this.#addSection);
    }
    return this.#times;
  }

  /**
   * Adds what kept the tick that was analysed last from starting to its waits.
   *
   * @param sinceNanos when it could have started
   * @returns what nobody held the loop for
   */
  addWaitBefore(sinceNanos: number, startNanos: number): number {
    const nanos = startNanos - sinceNanos;
    return nanos - (this.#busyStretches?.heldNanosBetween(sinceNanos, startNanos, this.#addHeldBefore) ?? 0);
  }

  isOneStretch(fromNanos: number, toNanos: number): boolean {
    return this.#busyStretches?.isOneStretch(fromNanos, toNanos) ?? true;
  }

  busyBefore(atNanos: number, sinceNanos: number, visit: VisitHolder): boolean {
    return this.#busyStretches?.busyBefore(atNanos, sinceNanos, visit) ?? false;
  }

  /** For a tree outside any tick, which has no critical path. @returns self time by position, valid until the next call */
  selfTime(trace: TickTrace): Float64Array {
    return this.#selfTime.measure(trace);
  }

  // One function for the life of the analysis: a closure per tick would be garbage per tick.
  readonly #addSection = (position: number, fromNanos: number, toNanos: number): void => {
    this.#times.criticalPathNanos[position]! += toNanos - fromNanos;
    this.#addGap(position, fromNanos, toNanos);
  };

  /** The sections of a sequential trace, of which the critical path is made: what lies between the children of an operation. */
  #addGaps({ count, parents, startNanos, endNanos }: TickTrace): void {
    const stretches = this.#busyStretches;
    if (stretches === undefined || stretches.isOneStretch(startNanos[ROOT] as number, endNanos[ROOT] as number)) return;
    const since = this.#gapSince;
    for (let position = ROOT; position < count; position++) {
      const start = startNanos[position] as number;
      const end = endNanos[position] as number;
      since[position] = start;
      // A child of no length does not divide a section.
      if (position === ROOT || start === end) continue;
      const parent = parents[position] as number;
      this.#addGap(parent, since[parent] as number, start);
      since[parent] = end;
    }
    for (let position = ROOT; position < count; position++) {
      this.#addGap(position, since[position] as number, endNanos[position] as number);
    }
  }

  #addGap(position: number, fromNanos: number, toNanos: number): void {
    const stretches = this.#busyStretches;
    if (stretches === undefined || fromNanos === toNanos) return;
    const operationId = this.#operationIds[position] as number;
    const isWhole = fromNanos === this.#startNanos[position] && toNanos === this.#endNanos[position];
    const usualNanos = position !== ROOT && isWhole ? this.#usualNanos(operationId) : 0;
    const heldNanos = stretches.heldNanosWithin(fromNanos, toNanos, usualNanos, this.#addHeld);
    this.#times.heldNanos[position]! += heldNanos;
    if (position !== ROOT && !this.#mayWait(operationId)) return;
    const rest = toNanos - fromNanos - heldNanos;
    // Limited to the length of the gap: a wrong answer must not make waiting negative and break the sum.
    const untraced = rest - Math.min(rest, stretches.syncNanosWithin(fromNanos, toNanos));
    if (untraced === 0) return;
    this.#times.untracedNanos[position]! += untraced;
    this.#awaited.add(this.#trace as TickTrace, position, fromNanos, toNanos, untraced);
  }

  readonly #addHeld = (ownerId: number, nanos: number): void => this.#waits.add(ownerId, nanos);
  readonly #addHeldBefore = (ownerId: number, nanos: number): void => this.#waits.addBefore(ownerId, nanos);

  /** `selfNanos` grows for trees outside any tick too. */
  #reserve(count: number, selfNanos: Float64Array): void {
    if (this.#times.selfNanos === selfNanos && this.#times.criticalPathNanos.length >= count) return;
    this.#times = timesOf(selfNanos, selfNanos.length, this.#waits, this.#awaited);
    this.#gapSince = new Float64Array(selfNanos.length);
  }
}

function timesOf(selfNanos: Float64Array, length: number, waits: TickWaits, awaited: AwaitedWaits): TickTimes {
  const criticalPathNanos = new Float64Array(length);
  const [untracedNanos, heldNanos] = [new Float64Array(length), new Float64Array(length)];
  return { selfNanos, criticalPathNanos, untracedNanos, heldNanos, waits, awaited };
}
