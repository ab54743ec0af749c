// When the event loop was running callbacks: the last few thousand stretches, so that a gap in a tick can be split into
// the program's own work and waiting.
//
// async_hooks with `before` only and without promise tracking: 50-110 ns per timer or immediate, 25 per nextTick, nothing
// per await. An exception in the hook would end the process, so it does nothing that can throw.

import { createHook } from 'node:async_hooks';
import { performance } from 'node:perf_hooks';
import type { Nanoseconds } from '../../model/units.js';
import { now } from '../recorder/clock.js';
import type { LoopTurn } from '../recorder/loop-turn.js';
import { activeTickContext } from '../recorder/tick-context.js';

const REMEMBERED = 4_096;
const { nodeTiming } = performance;

/** What is asked of a trace to tell its own work from waiting. */
export interface Perspective {
  readonly number: number;
  readonly returnedNanos: number;
}

interface HookOptions {
  before(asyncId: number): void;
  readonly trackPromises: boolean;
}

export class EventLoopSegments implements LoopTurn {
  readonly #starts = new Float64Array(REMEMBERED);
  readonly #ends = new Float64Array(REMEMBERED);
  /** The trace in whose context a segment began, by its number; 0 for none. */
  readonly #owners = new Float64Array(REMEMBERED);
  #perspective: Perspective = { number: 0, returnedNanos: Infinity };
  #openOwner = 0;
  /** Segments closed so far; segment n stands at n modulo the size. */
  #closed = 0;
  #openSince = 0;
  #idleAtOpen = 0;
  /** Of the callback with which the open segment began. */
  asyncId: number = 0;
  busySinceNanos: number = NaN;

  /** @returns `undefined` where this Node cannot leave promises out: then every await would cost 186 ns */
  static start(): EventLoopSegments | undefined {
    if (!canLeavePromisesOut()) return undefined;
    const segments = new EventLoopSegments();
    const options: HookOptions = { before: (asyncId) => segments.#next(asyncId), trackPromises: false };
    createHook(options).enable();
    return segments;
  }

  get beganNanos(): number {
    return this.#openSince;
  }

  /** Says which trace `syncNanosWithin` is asked about. */
  lookFrom(perspective: Perspective): void {
    this.#perspective = perspective;
  }

  /**
   * Of a gap in an operation: how much lies in the segment in which it began, in the one in which it ended, or between them
   * in segments that began in the trace's own context. Only there can the operation itself have been running.
   */
  syncNanosWithin(fromNanos: number, toNanos: number): Nanoseconds {
    if (fromNanos >= this.#openSince) return (toNanos - fromNanos) as Nanoseconds;
    const first = this.#segmentAt(fromNanos);
    const last = toNanos >= this.#openSince ? this.#closed : this.#segmentAt(toNanos);
    // Older than what is remembered: nothing is known, and nothing is claimed to be waiting.
    if (first === undefined || last === undefined) return (toNanos - fromNanos) as Nanoseconds;
    if (first === last) return (toNanos - fromNanos) as Nanoseconds;
    const head = Math.max(0, this.#leftAt(fromNanos, this.#ends[first % REMEMBERED] as number) - fromNanos);
    const lastStart = last === this.#closed ? this.#openSince : (this.#starts[last % REMEMBERED] as number);
    const tail = Math.max(0, toNanos - lastStart);
    return Math.min(toNanos - fromNanos, head + this.#ownBetween(first, last) + tail) as Nanoseconds;
  }

  #next(asyncId: number): void {
    const at = now();
    const idle = nodeTiming.idleTime;
    const position = this.#closed % REMEMBERED;
    this.#starts[position] = this.#openSince;
    this.#owners[position] = this.#openOwner;
    // What the loop idled since the segment began, it idled after the segment's work and before this callback.
    this.#ends[position] = Math.max(this.#openSince, at - Math.round((idle - this.#idleAtOpen) * 1e6));
    this.#closed++;
    this.#openSince = at;
    this.#openOwner = activeTraceNumber();
    this.asyncId = asyncId;
    // Node has libuv look for events first and idle only where there are none: what comes after any idling came during it.
    if (idle !== this.#idleAtOpen) this.busySinceNanos = at;
    this.#idleAtOpen = idle;
  }

  /** When the trace let go of the segment in which a gap began: known for the handler's own turn, else its end. */
  #leftAt(fromNanos: number, segmentEnd: number): number {
    const { returnedNanos } = this.#perspective;
    return fromNanos < returnedNanos ? Math.min(returnedNanos, segmentEnd) : segmentEnd;
  }

  #ownBetween(first: number, last: number): number {
    let sum = 0;
    for (let segment = first + 1; segment < last; segment++) {
      const position = segment % REMEMBERED;
      if (this.#owners[position] !== this.#perspective.number) continue;
      sum += (this.#ends[position] as number) - (this.#starts[position] as number);
    }
    return sum;
  }

  /** The closed segment that had begun at `atNanos` and was the last to do so. */
  #segmentAt(atNanos: number): number | undefined {
    let low = Math.max(0, this.#closed - REMEMBERED);
    let high = this.#closed;
    if (low === high || (this.#starts[low % REMEMBERED] as number) > atNanos) return undefined;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle % REMEMBERED] as number) <= atNanos) low = middle;
      else high = middle;
    }
    return low;
  }
}

function activeTraceNumber(): number {
  try {
    return activeTickContext()?.trace.number ?? 0;
  } catch {
    // A context of somebody else's making must not end the process.
    return 0;
  }
}

/** A Node that knows the option refuses a wrong value for it; one that does not takes anything. */
function canLeavePromisesOut(): boolean {
  try {
    createHook({ before: () => {}, trackPromises: 'probe' } as unknown as HookOptions);
    return false;
  } catch {
    return true;
  }
}
