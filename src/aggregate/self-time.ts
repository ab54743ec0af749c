// Self time: an operation's duration less the time in which at least one of its children was running.

import { FLAG_LATE, ROOT, type TickTrace } from '../model/tick-trace.js';

/** Reuses its arrays, so that a pass allocates nothing once the longest trace has been seen. */
export class SelfTime {
  #selfNanos = new Float64Array(0);
  /** By position of a parent: everything before this time has been subtracted already. */
  #coveredUntil = new Float64Array(0);
  /** Of the trace that was measured last: at each moment one operation at most was running in each other, and none has outlived its parent. */
  isSequential = true;

  /**
   * One pass: operations are in the order of their starts, so the union of children grows at its end only.
   * @returns self time by position in the trace, valid until the next call
   */
  measure({ count, startNanos, endNanos, parents, flags }: TickTrace): Float64Array {
    this.#reserve(count);
    let isSequential = true;
    const selfNanos = this.#selfNanos;
    const coveredUntil = this.#coveredUntil;
    for (let position = ROOT; position < count; position++) {
      const start = startNanos[position] as number;
      const end = endNanos[position] as number;
      selfNanos[position] = end - start;
      coveredUntil[position] = start;
      if (position === ROOT) continue;
      const parent = parents[position] as number;
      const covered = coveredUntil[parent] as number;
      const parentEnd = endNanos[parent] as number;
      const from = Math.max(start, covered);
      const to = Math.min(end, parentEnd);
      if (start < covered || end > parentEnd || ((flags[position] as number) & FLAG_LATE) !== 0) isSequential = false;
      if (from >= to) continue;
      selfNanos[parent]! -= to - from;
      coveredUntil[parent] = to;
    }
    this.isSequential = isSequential;
    return selfNanos;
  }

  #reserve(count: number): void {
    if (this.#selfNanos.length >= count) return;
    const size = Math.max(64, 2 ** Math.ceil(Math.log2(count)));
    this.#selfNanos = new Float64Array(size);
    this.#coveredUntil = new Float64Array(size);
  }
}
