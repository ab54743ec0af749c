// How long a tick would have taken had some of its operations been faster: all starts and ends anew, from first to last.
//
// A child starts as long after what it waited for as it did: after its parent's start, or after the last of its siblings that had
// ended. A parent ends as long after its last child. These gaps are the parent's own time. The method is the one of calligator and CRISP
// (`ComputeAllSeriesTimeSavedForNode`) but for one rule. There a child waits for all siblings that ended before it started. Here only
// for those that ended since the last start of another one: what ended before that was waited for there, by the same code
// or by a chain of calls that runs beside this one, as `Promise.all` over symbols does.

import { FLAG_LATE, NO_PARENT, ROOT, type TickTrace } from '../../model/tick-trace.js';

const NOTHING = -Infinity;

/** Keeps its working memory, so that it allocates nothing once the longest trace has been seen. */
export class Retime {
  #parents: Int32Array = new Int32Array(0);
  /** Starts and ends in the order of time: a position, or the complement of one where it ends. */
  #steps = new Int32Array(0);
  #stepCount = 0;
  /** By position: from what it waited for to its start, and from its last child to its end. */
  #leadNanos = new Float64Array(0);
  #tailNanos = new Float64Array(0);
  /** By position: the parent that waited for its end; `NO_PARENT` where none did. */
  #awaitedBy = new Int32Array(0);
  #byEnd = new Int32Array(0);
  #spare = new Int32Array(0);
  /** By position, of a parent: when the last of the children that have ended did. */
  #lastEnd = new Float64Array(0);
  /** By position: when it starts and ends now; of a parent, what the last child to start had waited for, and the latest of those that have ended since. */
  #newStart = new Float64Array(0);
  #waitedFor = new Float64Array(0);
  #endedSince = new Float64Array(0);

  /** Reads a trace, which stays valid for the calls of `durationWith`. */
  read(trace: TickTrace): void {
    const { count, parents, startNanos, endNanos } = trace;
    this.#reserve(count);
    this.#parents = parents;
    this.#orderSteps(trace);
    const lastEnd = this.#lastEnd;
    for (let step = 0; step < this.#stepCount; step++) {
      const at = this.#steps[step] as number;
      if (at >= 0) {
        const start = startNanos[at] as number;
        this.#leadNanos[at] = at === ROOT ? 0 : start - (lastEnd[parents[at] as number] as number);
        lastEnd[at] = start;
      } else {
        const position = ~at;
        const end = endNanos[position] as number;
        this.#tailNanos[position] = end - (lastEnd[position] as number);
        const parent = isAwaited(trace, position) ? (parents[position] as number) : NO_PARENT;
        this.#awaitedBy[position] = parent;
        if (parent !== NO_PARENT) lastEnd[parent] = end;
      }
    }
  }

  /**
   * @param parts by position: the part of its own time, 0 to 1, that becomes shorter
   * @param faster by what share it does
   * @returns the duration of the tick, not rounded; at most what it was
   */
  durationWith(parts: Float64Array, faster: number): number {
    const parents = this.#parents;
    const newStart = this.#newStart;
    const waitedFor = this.#waitedFor;
    const endedSince = this.#endedSince;
    const awaitedBy = this.#awaitedBy;
    const steps = this.#steps;
    let end = 0;
    for (let step = 0; step < this.#stepCount; step++) {
      const at = steps[step] as number;
      if (at >= 0) {
        let start = 0;
        if (at !== ROOT) {
          const parent = parents[at] as number;
          if (endedSince[parent] !== NOTHING) {
            waitedFor[parent] = endedSince[parent] as number;
            endedSince[parent] = NOTHING;
          }
          start =
            (waitedFor[parent] as number) + (this.#leadNanos[at] as number) * (1 - faster * (parts[parent] as number));
        }
        newStart[at] = start;
        waitedFor[at] = start;
        endedSince[at] = NOTHING;
        continue;
      }
      const position = ~at;
      const since = endedSince[position] as number;
      const from = since === NOTHING ? (waitedFor[position] as number) : since;
      end = from + (this.#tailNanos[position] as number) * (1 - faster * (parts[position] as number));
      const parent = awaitedBy[position] as number;
      if (parent !== NO_PARENT && end > (endedSince[parent] as number)) endedSince[parent] = end;
    }
    // The tick itself is the last to end.
    return end;
  }

  #orderSteps({ count, startNanos, endNanos }: TickTrace): void {
    const byEnd = this.#sortByEnd(count, endNanos);
    let next = 0;
    let ended = 0;
    let step = 0;
    // Nobody sees what ends after the tick. Of what ends with it, the tick comes last: its position is the smallest. Operations of no
    // length are left out: nothing that waits for one waits longer.
    for (let isOver = false; !isOver;) {
      while (next < count && next !== ROOT && startNanos[next] === endNanos[next]) next++;
      const ending = byEnd[ended] as number;
      if (ending !== ROOT && startNanos[ending] === endNanos[ending]) ended++;
      else if (ending < next && (next === count || (endNanos[ending] as number) <= (startNanos[next] as number))) {
        isOver = ending === ROOT;
        this.#steps[step++] = ~ending;
        ended++;
      } else this.#steps[step++] = next++;
    }
    this.#stepCount = step;
  }

  /** Those that end together in the reverse order of their starts, children before parents. Merge sort, bottom up. */
  #sortByEnd(count: number, endNanos: Float64Array): Int32Array {
    let from = this.#byEnd;
    let to = this.#spare;
    for (let place = 0; place < count; place++) from[place] = count - 1 - place;
    for (let length = 1; length < count; length *= 2) {
      for (let start = 0; start < count; start += 2 * length) {
        const middle = Math.min(start + length, count);
        const stop = Math.min(start + 2 * length, count);
        let left = start;
        let right = middle;
        for (let place = start; place < stop; place++) {
          const takesLeft =
            right === stop ||
            (left < middle &&
              (endNanos[from[left] as number] as number) <= (endNanos[from[right] as number] as number));
          to[place] = from[takesLeft ? left++ : right++] as number;
        }
      }
      [from, to] = [to, from];
    }
    return from;
  }

  #reserve(count: number): void {
    if (this.#leadNanos.length >= count) return;
    const size = Math.max(64, 2 ** Math.ceil(Math.log2(count)));
    this.#steps = new Int32Array(2 * size);
    this.#byEnd = new Int32Array(size);
    this.#spare = new Int32Array(size);
    this.#awaitedBy = new Int32Array(size);
    this.#leadNanos = new Float64Array(size);
    this.#tailNanos = new Float64Array(size);
    this.#lastEnd = new Float64Array(size);
    this.#newStart = new Float64Array(size);
    this.#waitedFor = new Float64Array(size);
    this.#endedSince = new Float64Array(size);
  }
}

/** One that outlives its parent was not: on one clock that proves it. */
function isAwaited({ parents, endNanos, flags }: TickTrace, position: number): boolean {
  return (
    position !== ROOT &&
    ((flags[position] as number) & FLAG_LATE) === 0 &&
    (endNanos[position] as number) <= (endNanos[parents[position] as number] as number)
  );
}
