// Where the time of a stored tick went: as Tickscope measured it, where its spans say that; computed from the tree where not.

import { TickAnalysis } from '../../aggregate/tick-analysis.js';
import { FLAG_LATE, ROOT, type TickTimes, type TickTrace } from '../../model/tick-trace.js';
import type { TickTree } from './tick-tree.js';

/** An end may have been moved by less than this, so that a store that keeps microseconds shows siblings one after the other. */
const MOVED_NANOS = 2_000;

export class StoredAnalysis extends TickAnalysis {
  readonly #tree: TickTree;
  /** Of the last tick: some of its time is of spans that are not there. */
  isIncomplete = false;

  constructor(tree: TickTree) {
    // Who held the event loop is in no span: nothing may be called waiting that was not measured as such.
    super(() => false);
    this.#tree = tree;
  }

  override analyse(trace: TickTrace): TickTimes {
    const times = super.analyse(trace);
    this.isIncomplete = false;
    if (this.#isMeasured(trace)) this.#useMeasured(trace, times);
    return times;
  }

  #isMeasured({ count, flags }: TickTrace): boolean {
    const { storedPathNanos } = this.#tree;
    for (let position = ROOT; position < count; position++) {
      const isLate = ((flags[position] as number) & FLAG_LATE) !== 0;
      if (!isLate && !((storedPathNanos[position] as number) >= 0)) return false;
    }
    return true;
  }

  #useMeasured({ count, startNanos, endNanos }: TickTrace, times: TickTimes): void {
    const { storedPathNanos, storedSelfNanos, storedWaitNanos } = this.#tree;
    let onPath = 0;
    for (let position = ROOT; position < count; position++) {
      const path = orZero(storedPathNanos[position] as number);
      onPath += path;
      times.criticalPathNanos[position] = path;
      times.untracedNanos[position] = Math.min(path, orZero(storedWaitNanos[position] as number));
      const self = storedSelfNanos[position] as number;
      if (self >= 0) times.selfNanos[position] = self;
    }
    this.isIncomplete = onPath < (endNanos[ROOT] as number) - (startNanos[ROOT] as number) - MOVED_NANOS;
  }
}

function orZero(nanos: number): number {
  return nanos >= 0 ? nanos : 0;
}
