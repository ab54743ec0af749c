// Own time: an operation's duration less the time in which at least one of its children was running.

import { ROOT, type TickTrace } from '../model/tick-trace.js';

/** Keeps its working memory, so that a pass allocates nothing once the longest trace has been seen. */
export class SelfTime {
  /** By position in the trace, valid until the next call of `measure`. */
  nanos: Float64Array = new Float64Array(0);
  /** Of a parent: everything before this has been taken off already. */
  #coveredUntil = new Float64Array(0);

  /** One pass: operations stand in the order of their starts, so the union of children grows at its end only. */
  measure({ count, startNanos, endNanos, parents }: TickTrace): void {
    this.#reserve(count);
    const own = this.nanos;
    const coveredUntil = this.#coveredUntil;
    for (let position = ROOT; position < count; position++) {
      const start = startNanos[position] as number;
      const end = endNanos[position] as number;
      own[position] = end - start;
      coveredUntil[position] = start;
      if (position === ROOT) continue;
      const parent = parents[position] as number;
      const from = Math.max(start, coveredUntil[parent] as number);
      const to = Math.min(end, endNanos[parent] as number);
      if (from >= to) continue;
      own[parent]! -= to - from;
      coveredUntil[parent] = to;
    }
  }

  #reserve(count: number): void {
    if (this.nanos.length >= count) return;
    const size = Math.max(64, 2 ** Math.ceil(Math.log2(count)));
    this.nanos = new Float64Array(size);
    this.#coveredUntil = new Float64Array(size);
  }
}
