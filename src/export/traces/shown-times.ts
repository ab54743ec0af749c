// The times that a kept tick's spans are sent with, so that Jaeger's critical path goes through every operation.
//
// Jaeger cuts starts and durations down to whole microseconds, and its critical-path view goes back from an operation to the last one that
// ended before it: one that seems to end in the same microsecond is passed over, and its time given to others. Of 20 operations of 0 to
// 15 µs that were most of the time of a tick. So an end leaves a microsecond to the next operation: Jaeger shows that as the parent's time.
// It takes it back where the parent has more, so that the parent's sum comes out right too. The exact times stand in attributes.

import type { KeptOperation } from '../../model/record/record-segment.js';
import { NO_PARENT, ROOT } from '../../model/tick-trace.js';

const MICROSECOND = 1_000;
/** A sum may be wrong by this share of the tick: an end that is exact is worth more. */
const WRONG_SHARE = 1 / 400;

/** By position of the operations, in whole nanoseconds since the tick's begin. */
export interface ShownTimes {
  readonly starts: Float64Array;
  readonly ends: Float64Array;
}

/**
 * The tick itself keeps its times, and so does what outlives its parent. Starts stay, but where the parent now ends before. Ends are less than
 * a microsecond late, or less than two early. What was inside another still is, and what came after another still does.
 *
 * @param beginUnixNanos the tick's begin: it says where microseconds are cut
 */
export function shownTimes(operations: readonly KeptOperation[], beginUnixNanos: bigint): ShownTimes {
  return new Layout(operations, Number(beginUnixNanos % BigInt(MICROSECOND))).times();
}

/** An operation with a number of whole microseconds, and how many there is room for. */
interface Placed {
  readonly position: number;
  /** The latest end. */
  readonly latest: number;
  readonly most: number;
  micros: number;
}

class Layout {
  readonly #operations: readonly KeptOperation[];
  readonly #phase: number;
  readonly #mostOwedNanos: number;
  readonly #starts: Float64Array;
  readonly #ends: Float64Array;
  /** By parent, in the order of their starts. */
  readonly #children = new Map<number, number[]>();

  /** @param phase nanoseconds of the begin in its microsecond */
  constructor(operations: readonly KeptOperation[], phase: number) {
    this.#operations = operations;
    this.#phase = phase;
    this.#mostOwedNanos = Math.max(MICROSECOND, this.#endOf(ROOT) * WRONG_SHARE);
    this.#starts = new Float64Array(operations.length);
    this.#ends = new Float64Array(operations.length);
    for (const [position, { parent, late }] of operations.entries()) {
      if (parent === NO_PARENT) continue;
      // A late one follows with its own times.
      if (late === true) {
        this.#starts[position] = this.#startOf(position);
        this.#ends[position] = this.#endOf(position);
        continue;
      }
      const siblings = this.#children.get(parent);
      if (siblings === undefined) this.#children.set(parent, [position]);
      else siblings.push(position);
    }
  }

  times(): ShownTimes {
    this.#ends[ROOT] = this.#endOf(ROOT);
    // Parents come before their children.
    for (let position = ROOT; position < this.#operations.length; position++) {
      const children = this.#children.get(position);
      if (children !== undefined) this.#layOut(children, position);
    }
    return { starts: this.#starts, ends: this.#ends };
  }

  #layOut(children: readonly number[], parent: number): void {
    const parentEnd = this.#ends[parent] as number;
    const realEnd = this.#endOf(parent);
    for (const child of children) {
      const start = this.#startOf(child);
      this.#starts[child] = start <= realEnd ? Math.min(start, parentEnd) : start;
    }
    const alone: Placed[] = [];
    // What the parent has been given too much so far.
    let owedNanos = 0;
    let lastEnd = 0;
    for (const [index, child] of children.entries()) {
      const end = this.#endOf(child);
      const next = this.#firstFrom(end, children, index + 1);
      const isAlone = lastEnd <= this.#startOf(child) && next === index + 1;
      lastEnd = Math.max(lastEnd, end);
      if (end > realEnd) {
        this.#ends[child] = end;
        continue;
      }
      const placed = this.#placed(child, parent, children[next]);
      this.#setEnd(placed);
      if (!isAlone) continue;
      owedNanos += end - this.#startOf(child) - placed.micros * MICROSECOND;
      owedNanos -= this.#lengthen(placed, owedNanos);
      alone.push(placed);
    }
    // What came to be owed by the last ones.
    for (const placed of alone.toReversed()) owedNanos -= this.#lengthen(placed, owedNanos);
  }

  #placed(child: number, parent: number, next: number | undefined): Placed {
    const { durationNanos } = this.#operations[child] as KeptOperation;
    const start = this.#starts[child] as number;
    const parentEnd = this.#ends[parent] as number;
    const nextStart = next === undefined ? Infinity : (this.#starts[next] as number);
    const latest = Math.min(parentEnd, nextStart);
    const parentStart = this.#starts[parent] as number;
    const shownParentEnd = this.#microsecond(parentStart) + Math.floor((parentEnd - parentStart) / MICROSECOND);
    const nextMicrosecond = this.#microsecond(nextStart);
    // Jaeger leaves out what begins where its parent ends.
    const gap = nextMicrosecond < shownParentEnd ? nextMicrosecond - 1 - this.#microsecond(start) : Infinity;
    const most = Math.max(0, Math.min(gap, Math.floor((latest - start) / MICROSECOND)));
    return { position: child, latest, most, micros: Math.min(most, Math.floor(durationNanos / MICROSECOND)) };
  }

  /** By one microsecond, where so much is owed, and there is room. @returns how much */
  #lengthen(placed: Placed, owedNanos: number): number {
    const { position, most, micros } = placed;
    const { durationNanos } = this.#operations[position] as KeptOperation;
    if (owedNanos < this.#mostOwedNanos || micros >= most || micros * MICROSECOND > durationNanos) return 0;
    placed.micros++;
    this.#setEnd(placed);
    return MICROSECOND;
  }

  /** As near to the real end as Jaeger shows the same. */
  #setEnd({ position, latest, micros }: Placed): void {
    const { durationNanos } = this.#operations[position] as KeptOperation;
    const start = this.#starts[position] as number;
    const isCut = micros < Math.floor(durationNanos / MICROSECOND);
    const end = this.#endOf(position);
    // What ends with it has to have room in what Jaeger shows of it.
    const last = isCut ? (this.#microsecond(start) + micros + 1) * MICROSECOND - this.#phase - 1 : end;
    this.#ends[position] = Math.max(start + micros * MICROSECOND, Math.min(end, latest, last));
  }

  /** @returns the first of `children`, from an index on, that starts at a time or later */
  #firstFrom(nanos: number, children: readonly number[], from: number): number {
    let low = from;
    let high = children.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#startOf(children[middle] as number) >= nanos) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #startOf(position: number): number {
    return (this.#operations[position] as KeptOperation).startNanos;
  }

  #endOf(position: number): number {
    const { startNanos, durationNanos } = this.#operations[position] as KeptOperation;
    return startNanos + durationNanos;
  }

  /** The microsecond that Jaeger shows. */
  #microsecond(nanos: number): number {
    return Math.floor((nanos + this.#phase) / MICROSECOND);
  }
}
