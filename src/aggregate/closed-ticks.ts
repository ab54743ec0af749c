// The trees of the last ticks that have closed: Node.js reports a garbage collection when most of the ticks that it fell into are over.

import { CriticalPath, type VisitSection } from './critical-path.js';
import { durationOf, ROOT, type TickTrace } from '../model/tick-trace.js';

export const CLOSED_TICKS = 2_048;
/** Of all of them together. */
const OPERATIONS = 8_192;

export interface ClosedTick {
  /** Of its trace. */
  readonly traceNumber: number;
  /** The number of the segment that it was counted in. */
  readonly segment: number;
  readonly isSynchronous: boolean;
  /** What its bucket goes by. */
  readonly responseNanos: number;
  operationIdOf(position: number): number;
  /** Visits the sections of its critical path. */
  walk(visit: VisitSection): void;
}

/** Copying a tree takes a few nanoseconds for each operation; nothing is allocated until a collection asks for one. */
export class ClosedTicks {
  readonly #startNanos = new Float64Array(OPERATIONS);
  readonly #endNanos = new Float64Array(OPERATIONS);
  readonly #parents = new Int32Array(OPERATIONS);
  readonly #operationIds = new Int32Array(OPERATIONS);
  readonly #flags = new Uint8Array(OPERATIONS);
  /** Operations and ticks so far; number n stands at n modulo the size. */
  #operations = 0;
  #ticks = 0;
  readonly #first = new Float64Array(CLOSED_TICKS);
  readonly #counts = new Int32Array(CLOSED_TICKS);
  readonly #traceNumbers = new Float64Array(CLOSED_TICKS);
  readonly #segments = new Float64Array(CLOSED_TICKS);
  readonly #responses = new Float64Array(CLOSED_TICKS);
  readonly #isSynchronous = new Uint8Array(CLOSED_TICKS);
  readonly #path = new CriticalPath();

  /** @returns the tick's number, from 0, one by one */
  add(trace: TickTrace, traceNumber: number, segment: number, waitNanos: number): number {
    const place = this.#ticks % CLOSED_TICKS;
    const { count, startNanos, endNanos, parents, operationIds, flags } = trace;
    this.#first[place] = this.#operations;
    this.#counts[place] = count;
    this.#traceNumbers[place] = traceNumber;
    this.#segments[place] = segment;
    this.#responses[place] = durationOf(trace) + (waitNanos > 0 ? waitNanos : 0);
    this.#isSynchronous[place] = trace.isSynchronous === true ? 1 : 0;
    let at = this.#operations % OPERATIONS;
    for (let position = ROOT; position < count; position++) {
      this.#startNanos[at] = startNanos[position] as number;
      this.#endNanos[at] = endNanos[position] as number;
      this.#parents[at] = parents[position] as number;
      this.#operationIds[at] = operationIds[position] as number;
      this.#flags[at] = flags[position] as number;
      if (++at === OPERATIONS) at = 0;
    }
    this.#operations += count;
    return this.#ticks++;
  }

  /** @returns what a tick's bucket goes by; NaN where it is no longer remembered, or counted in another segment */
  responseIn(segment: number, number: number): number {
    const place = number % CLOSED_TICKS;
    if (number < this.#ticks - CLOSED_TICKS || this.#segments[place] !== segment) return NaN;
    return this.#responses[place] as number;
  }

  /** @returns the tick; `undefined` where it is no longer remembered */
  get(number: number): ClosedTick | undefined {
    const place = number % CLOSED_TICKS;
    const first = this.#first[place] as number;
    if (number < this.#ticks - CLOSED_TICKS || first < this.#operations - OPERATIONS) return undefined;
    const count = this.#counts[place] as number;
    const copied = <Values extends Float64Array | Int32Array | Uint8Array>(from: Values, to: Values): Values => {
      for (let position = 0; position < count; position++)
        to[position] = from[(first + position) % OPERATIONS] as number;
      return to;
    };
    const trace: TickTrace = {
      count,
      startNanos: copied(this.#startNanos, new Float64Array(count)),
      endNanos: copied(this.#endNanos, new Float64Array(count)),
      parents: copied(this.#parents, new Int32Array(count)),
      operationIds: copied(this.#operationIds, new Int32Array(count)),
      flags: copied(this.#flags, new Uint8Array(count)),
    };
    return {
      traceNumber: this.#traceNumbers[place] as number,
      segment: this.#segments[place] as number,
      isSynchronous: this.#isSynchronous[place] === 1,
      responseNanos: this.#responses[place] as number,
      operationIdOf: (position) => trace.operationIds[position] as number,
      walk: (visit) => this.#path.walk(trace, visit),
    };
  }
}
