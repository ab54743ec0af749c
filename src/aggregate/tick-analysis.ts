// What one closed tick says of each of its operations: own time, time on the critical path, and waiting that nobody traced.

import { ROOT, type TickTrace } from '../model/tick-trace.js';
import { CriticalPath } from './critical-path.js';
import { SelfTime } from './self-time.js';

/** What the event loop did meanwhile, as far as capture knows it. */
export interface BusyStretches {
  /**
   * Of a gap between an operation's children: how much lies in the event-loop stretch in which the gap began or in the
   * one in which it ended, that is, while the operation itself can have been running. A whole number of nanoseconds.
   * The rest is waiting for something that nobody traced.
   */
  syncNanosWithin(fromNanos: number, toNanos: number): number;
}

/**
 * Live state: call `analyse` when a tick closes, read the arrays by position before the next call. Allocates nothing once
 * the longest trace has been seen.
 *
 * Without `busyStretches` an operation's own stretch of the path counts as synchronous, all of it: waiting is claimed only
 * where the loop was seen to be elsewhere.
 */
export class TickAnalysis {
  readonly #mayWait: (operationId: number) => boolean;
  readonly #busyStretches: BusyStretches | undefined;
  readonly #path = new CriticalPath();
  readonly #selfTime = new SelfTime();
  #criticalPathNanos = new Float64Array(0);
  #untracedNanos = new Float64Array(0);
  #operationIds: Int32Array = new Int32Array(0);

  /** @param mayWait operations beside the tick itself whose own time can hide waiting, such as strategies */
  constructor(mayWait: (operationId: number) => boolean, busyStretches?: BusyStretches) {
    this.#mayWait = mayWait;
    this.#busyStretches = busyStretches;
  }

  /** Duration less the time in which a child was running. */
  get selfNanos(): Float64Array {
    return this.#selfTime.nanos;
  }

  /** Time on the critical path; adds up to the tick's duration. */
  get criticalPathNanos(): Float64Array {
    return this.#criticalPathNanos;
  }

  /** The part of `criticalPathNanos` in which the operation waited for something untraced; the rest is synchronous. */
  get untracedNanos(): Float64Array {
    return this.#untracedNanos;
  }

  analyse(trace: TickTrace): void {
    this.measureSelfTime(trace);
    this.#reserve(trace.count);
    this.#criticalPathNanos.fill(0, 0, trace.count);
    this.#untracedNanos.fill(0, 0, trace.count);
    this.#operationIds = trace.operationIds;
    this.#path.walk(trace, this.#addSection);
  }

  /** For a tree outside any tick, which has no critical path to speak of: fills `selfNanos` only. */
  measureSelfTime(trace: TickTrace): void {
    this.#selfTime.measure(trace);
  }

  // One function for the life of the analysis: a closure per tick would be garbage per tick.
  readonly #addSection = (position: number, fromNanos: number, toNanos: number): void => {
    const length = toNanos - fromNanos;
    this.#criticalPathNanos[position]! += length;
    if (this.#busyStretches === undefined) return;
    if (position !== ROOT && !this.#mayWait(this.#operationIds[position] as number)) return;
    // Held to the gap's length: a wrong answer must not make waiting negative and break the sum.
    this.#untracedNanos[position]! +=
      length - Math.min(length, this.#busyStretches.syncNanosWithin(fromNanos, toNanos));
  };

  #reserve(count: number): void {
    if (this.#criticalPathNanos.length >= count) return;
    const size = Math.max(64, 2 ** Math.ceil(Math.log2(count)));
    this.#criticalPathNanos = new Float64Array(size);
    this.#untracedNanos = new Float64Array(size);
  }
}
