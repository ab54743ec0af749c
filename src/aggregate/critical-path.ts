// The critical path of one tick: the chain of operations that made it as long as it was.
//
// Walks back from the end: at each point the child that finished last before it is what the parent waited for. Iterative,
// at most two steps an operation. Rule and reason: Jaeger's Go implementation, `start < cursor && end <= cursor`; with
// `end < cursor` back-to-back children vanish, and without the first condition a child of no length is found for ever; here
// those without length are left out at once, and the second condition is enough.
// A child that outlives its parent is off the path: on one clock that proves that nobody awaited it.

import { FLAG_LATE, NO_PARENT, ROOT, type TickTrace } from '../model/tick-trace.js';

/** One stretch of the path: the operation at `position` was what the tick waited for from `fromNanos` to `toNanos`. */
export type VisitSection = (position: number, fromNanos: number, toNanos: number) => void;

const NONE = -1;

/** Keeps its working memory, so that a walk allocates nothing once the longest trace has been seen. */
export class CriticalPath {
  /** Of a parent: the child to consider next. In order of their ends, last first, once the parent has been reached. */
  #nextChild = new Int32Array(0);
  /** Of a child: the sibling to consider after it. */
  #nextSibling = new Int32Array(0);
  /** Of a parent: 1 while its children stand in order of their starts, and their ends are in another. */
  #unsorted = new Uint8Array(0);

  /**
   * Visits the sections from the last to the first. They tile the root exactly, and none is empty. O(n) where siblings
   * end in the order in which they started, O(n log n) otherwise, whatever the shape.
   */
  walk(trace: TickTrace, visit: VisitSection): void {
    const { count, parents, startNanos, endNanos } = trace;
    if (count === 0) return;
    this.#linkAwaitedChildren(trace);
    let position = ROOT;
    let cursor = endNanos[ROOT] as number;
    while (position !== NO_PARENT) {
      const child = this.#lastFinished(position, cursor, endNanos);
      const sectionStart = (child === NONE ? startNanos[position] : endNanos[child]) as number;
      if (sectionStart < cursor) visit(position, sectionStart, cursor);
      cursor = sectionStart;
      position = child === NONE ? (parents[position] as number) : child;
    }
  }

  #linkAwaitedChildren({ count, parents, startNanos, endNanos, flags }: TickTrace): void {
    this.#reserve(count);
    this.#nextChild.fill(NONE, 0, count);
    this.#unsorted.fill(0, 0, count);
    for (let position = ROOT + 1; position < count; position++) {
      const parent = parents[position] as number;
      const end = endNanos[position] as number;
      // A child of no length, and whatever is in it, has no section to give.
      if ((startNanos[position] as number) >= end) continue;
      if (end > (endNanos[parent] as number) || ((flags[position] as number) & FLAG_LATE) !== 0) continue;
      const sibling = this.#nextChild[parent] as number;
      if (sibling !== NONE && (endNanos[sibling] as number) >= end) this.#unsorted[parent] = 1;
      this.#nextSibling[position] = sibling;
      this.#nextChild[parent] = position;
    }
  }

  /** Takes the child off its parent's list; those passed over can never be on the path, as the cursor only falls. */
  #lastFinished(parent: number, cursor: number, endNanos: Float64Array): number {
    if (this.#unsorted[parent] === 1) {
      this.#nextChild[parent] = this.#sortedByEnd(this.#nextChild[parent] as number, endNanos);
      this.#unsorted[parent] = 0;
    }
    let child = this.#nextChild[parent] as number;
    // Its start is before the cursor too: it has a length.
    while (child !== NONE && (endNanos[child] as number) > cursor) child = this.#nextSibling[child] as number;
    this.#nextChild[parent] = child === NONE ? NONE : (this.#nextSibling[child] as number);
    return child;
  }

  /** Merge sort of a linked list, bottom up: no memory of its own, no recursion. @returns the new first */
  #sortedByEnd(unsortedFirst: number, endNanos: Float64Array): number {
    const next = this.#nextSibling;
    let first = unsortedFirst;
    for (let runLength = 1; ; runLength *= 2) {
      let left = first;
      let last = NONE;
      let merges = 0;
      first = NONE;
      while (left !== NONE) {
        merges++;
        let right = left;
        let leftSize = 0;
        while (leftSize < runLength && right !== NONE) {
          leftSize++;
          right = next[right] as number;
        }
        let rightSize = runLength;
        while (leftSize > 0 || (rightSize > 0 && right !== NONE)) {
          let taken: number;
          if (leftSize > 0 && (rightSize === 0 || right === NONE || finishesLater(left, right, endNanos))) {
            taken = left;
            left = next[left] as number;
            leftSize--;
          } else {
            taken = right;
            right = next[right] as number;
            rightSize--;
          }
          if (last === NONE) first = taken;
          else next[last] = taken;
          last = taken;
        }
        left = right;
      }
      next[last] = NONE;
      if (merges <= 1) return first;
    }
  }

  #reserve(count: number): void {
    if (this.#nextChild.length >= count) return;
    const size = Math.max(64, 2 ** Math.ceil(Math.log2(count)));
    this.#nextChild = new Int32Array(size);
    this.#nextSibling = new Int32Array(size);
    this.#unsorted = new Uint8Array(size);
  }
}

/** Of two that end together, the one that started first: its shorter sibling alone would not have held the parent up. */
function finishesLater(one: number, other: number, endNanos: Float64Array): boolean {
  const oneEnd = endNanos[one] as number;
  const otherEnd = endNanos[other] as number;
  return oneEnd > otherEnd || (oneEnd === otherEnd && one < other);
}
