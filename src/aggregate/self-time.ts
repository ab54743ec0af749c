// Self time: an operation's duration less the time in which at least one of its children was running.

import { ROOT, type TickTrace } from '../model/tick-trace.js';

/** Reuses its arrays, so that a pass allocates nothing once the longest trace has been seen. */
export class SelfTime {
  #selfNanos = new Float64Array(0);
  /** By position of a parent: everything before this time has been subtracted already. */
  #coveredUntil = new Float64Array(0);

  /**
   * One pass: operations are in the order of their starts, so the union of children grows at its end only.
   * @returns self time by position in the trace, valid until the next call
   */
  measure({ count, startNanos, endNanos, parents }: TickTrace): Float64Array {
    this.#reserve(count);
    const selfNanos = this.#selfNanos;
    const coveredUntil = this.#coveredUntil;
    for (let position = ROOT; position < count; position++) {
      const start = startNanos[position] as number;
      const end = endNanos[position] as number;
      selfNanos[position] = end - start;
      coveredUntil[position] = start;
      if (position === ROOT) continue;
      const parent = parents[position] as number;
      const from = Math.max(start, coveredUntil[parent] as number);
      const to = Math.min(end, endNanos[parent] as number);
      if (from >= to) continue;
      selfNanos[parent]! -= to - from;
      coveredUntil[parent] = to;
    }
    return selfNanos;
  }

  #reserve(count: number): void {
    if (this.#selfNanos.length >= count) return;
    const size = Math.max(64, 2 ** Math.ceil(Math.log2(count)));
    this.#selfNanos = new Float64Array(size);
    this.#coveredUntil = new Float64Array(size);
  }
}
