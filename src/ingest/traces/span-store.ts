// The spans that are held, as columns: an object a span would take four times the memory.

import type { SpanClass } from '../spans/span-classes.js';
import { nanosBetweenParts, type ReadSpan } from '../spans/read-span.js';

export const NO_SPAN = -1;

export const HELD_FAILED = 1;
export const HELD_LATE = 2;
/** It starts at a whole millisecond, as spans of the OpenTelemetry SDK for JavaScript do. */
export const HELD_WHOLE_MILLISECOND = 4;

/** 2 ** 32 nanoseconds, without the whole milliseconds in them. */
const HALF_IN_MILLISECOND = 2 ** 32 % 1e6;

export class SpanStore {
  readonly spanHigh: Uint32Array;
  readonly spanLow: Uint32Array;
  readonly parentHigh: Uint32Array;
  readonly parentLow: Uint32Array;
  /** Since the first span of the trace that came. */
  readonly startNanos: Float64Array;
  readonly durationNanos: Float64Array;
  /** Since the begin of its tick, exact; NaN where the span does not say it. */
  readonly sinceTickNanos: Float64Array;
  readonly flags: Uint8Array;
  readonly processNumbers: Uint16Array;
  readonly criticalPathNanos: Float64Array;
  readonly selfNanos: Float64Array;
  readonly waitNanos: Float64Array;
  /** The span of the trace that came before it, or the next free place. */
  readonly next: Int32Array;
  readonly classes: (SpanClass | undefined)[] = [];
  #firstFree = 0;
  #used = 0;

  constructor(capacity: number) {
    const halves = (): Uint32Array => new Uint32Array(capacity);
    const numbers = (): Float64Array => new Float64Array(capacity);
    [this.spanHigh, this.spanLow, this.parentHigh, this.parentLow] = [halves(), halves(), halves(), halves()];
    [this.startNanos, this.durationNanos, this.sinceTickNanos] = [numbers(), numbers(), numbers()];
    [this.criticalPathNanos, this.selfNanos, this.waitNanos] = [numbers(), numbers(), numbers()];
    this.flags = new Uint8Array(capacity);
    this.processNumbers = new Uint16Array(capacity);
    this.next = freeList(capacity);
  }

  get isFull(): boolean {
    return this.#firstFree === NO_SPAN;
  }

  get used(): number {
    return this.#used;
  }

  /** @param startNanos since the first span of the trace @returns its place; there has to be room */
  add(span: ReadSpan, startNanos: number, previous: number): number {
    const place = this.#firstFree;
    this.#firstFree = this.next[place] as number;
    this.#used++;
    this.spanHigh[place] = span.spanHigh;
    this.spanLow[place] = span.spanLow;
    this.parentHigh[place] = span.parentHigh;
    this.parentLow[place] = span.parentLow;
    this.startNanos[place] = startNanos;
    this.sinceTickNanos[place] = span.sinceTickNanos;
    const { startHigh, startLow, endHigh, endLow, durationNanos } = span;
    const isExact = durationNanos >= 0;
    this.durationNanos[place] = isExact ? durationNanos : nanosBetweenParts(startHigh, startLow, endHigh, endLow);
    const isWhole = ((startHigh % 1e6) * HALF_IN_MILLISECOND + startLow) % 1e6 === 0;
    this.flags[place] =
      (span.isFailed ? HELD_FAILED : 0) | (span.isLate ? HELD_LATE : 0) | (isWhole ? HELD_WHOLE_MILLISECOND : 0);
    this.processNumbers[place] = span.processNumber;
    this.criticalPathNanos[place] = span.criticalPathNanos;
    this.selfNanos[place] = span.selfNanos;
    this.waitNanos[place] = span.waitNanos;
    this.classes[place] = span.spanClass;
    this.next[place] = previous;
    return place;
  }

  /** Frees a place. @returns the span that came before it in its trace */
  remove(place: number): number {
    const previous = this.next[place] as number;
    this.next[place] = this.#firstFree;
    this.#firstFree = place;
    this.#used--;
    return previous;
  }
}

/** Each place has the next free one. */
export function freeList(capacity: number): Int32Array<ArrayBuffer> {
  const next = new Int32Array(capacity);
  for (let place = 0; place < capacity; place++) next[place] = place + 1;
  next[capacity - 1] = NO_SPAN;
  return next;
}
