// Where the time of one closed tick went, operation by operation: self time, time on the critical path, and untraced waiting.

import { ROOT, type TickTimes, type TickTrace } from '../model/tick-trace.js';
import { CriticalPath } from './critical-path.js';
import { SelfTime } from './self-time.js';

/** When the event loop was running callbacks, as far as capture has recorded it. */
export interface BusyStretches {
  /**
   * The part of a gap between an operation's children that lies in the event-loop stretch in which the gap started or in
   * the one in which it ended, that is, while the operation itself can have been running. A whole number of nanoseconds.
   * The rest is waiting for something untraced.
   */
  syncNanosWithin(fromNanos: number, toNanos: number): number;
}

/**
 * Allocates nothing once the longest trace has been seen.
 *
 * Without `busyStretches` an operation's time on the path counts as synchronous, all of it: waiting is claimed only where
 * the loop was seen to be elsewhere.
 */
export class TickAnalysis {
  readonly #mayWait: (operationId: number) => boolean;
  readonly #busyStretches: BusyStretches | undefined;
  readonly #path = new CriticalPath();
  readonly #selfTime = new SelfTime();
  /** The result of `analyse`: one object, replaced only when an array has to grow. */
  #times: TickTimes = timesOf(new Float64Array(0), 0);
  #operationIds: Int32Array = new Int32Array(0);

  /** @param mayWait returns true for operations, other than the tick, that can wait within their self time: strategies */
  constructor(mayWait: (operationId: number) => boolean, busyStretches?: BusyStretches) {
    this.#mayWait = mayWait;
    this.#busyStretches = busyStretches;
  }

  /** @returns times by position, valid until the next call of this or of `selfTime` */
  analyse(trace: TickTrace): TickTimes {
    this.#reserve(trace.count, this.#selfTime.measure(trace));
    this.#times.untracedNanos.fill(0, 0, trace.count);
    if (trace.isSynchronous === true) {
      const { selfNanos, criticalPathNanos } = this.#times;
      for (let position = 0; position < trace.count; position++) {
        criticalPathNanos[position] = selfNanos[position] as number;
      }
      return this.#times;
    }
    this.#times.criticalPathNanos.fill(0, 0, trace.count);
    this.#operationIds = trace.operationIds;
    this.#path.walk(trace, this.#addSection);
    return this.#times;
  }

  /** For a tree outside any tick, which has no critical path. @returns self time by position, valid until the next call */
  selfTime(trace: TickTrace): Float64Array {
    return this.#selfTime.measure(trace);
  }

  // One function for the life of the analysis: a closure per tick would be garbage per tick.
  readonly #addSection = (position: number, fromNanos: number, toNanos: number): void => {
    const length = toNanos - fromNanos;
    this.#times.criticalPathNanos[position]! += length;
    if (this.#busyStretches === undefined) return;
    if (position !== ROOT && !this.#mayWait(this.#operationIds[position] as number)) return;
    // Limited to the length of the gap: a wrong answer must not make waiting negative and break the sum.
    this.#times.untracedNanos[position]! +=
      length - Math.min(length, this.#busyStretches.syncNanosWithin(fromNanos, toNanos));
  };

  /** `selfNanos` grows for trees outside any tick too. */
  #reserve(count: number, selfNanos: Float64Array): void {
    if (this.#times.selfNanos === selfNanos && this.#times.criticalPathNanos.length >= count) return;
    this.#times = timesOf(selfNanos, selfNanos.length);
  }
}

function timesOf(selfNanos: Float64Array, length: number): TickTimes {
  return { selfNanos, criticalPathNanos: new Float64Array(length), untracedNanos: new Float64Array(length) };
}
