// A closed tick as the recorder passes it on: a structure of arrays, so that closing a tick allocates nothing.

import type { AwaitMarks } from './tree/await-marks.js';
import type { Nanoseconds } from './units.js';

/** The operation threw or rejected. */
export const FLAG_FAILED = 1;
/**
 * In a trace: the operation had not ended when its tick closed, so its end is not known. In `operationEnded`: the
 * operation ended after its tick had closed.
 */
export const FLAG_LATE = 2;
/** In `operationEnded` only: the operation was not part of any tick. */
export const FLAG_OUTSIDE_TICK = 4;

/**
 * Position 0 is the tick itself or, outside any tick, the outermost operation. Positions are in the order in which the
 * operations started, so a parent always comes before its children. Only the first `count` positions are valid, and only
 * until the function that received the trace returns: the recorder uses the arrays again.
 */
export interface TickTrace {
  readonly count: number;
  /** Monotonic start in nanoseconds since the process's time origin. */
  readonly startNanos: Float64Array;
  /** Monotonic end. A late operation has the end of its tick. */
  readonly endNanos: Float64Array;
  /** Position of the parent; `NO_PARENT` at position 0. */
  readonly parents: Int32Array;
  /** Ids in the name table of the process. */
  readonly operationIds: Int32Array;
  readonly flags: Uint8Array;
  /** Whether all of it was one synchronous call: then the critical path of each operation is its self time. */
  readonly isSynchronous?: boolean;
  /** The log position of each one's begin. */
  readonly begins?: Int32Array;
  readonly awaits?: AwaitMarks | undefined;
}

export const ROOT = 0;
export const NO_PARENT = -1;

/** Where the time of a closed tick went, by position. As short-lived as the trace: the next tick uses the arrays again. */
export interface TickTimes {
  /** Duration less the time in which a child was running. */
  readonly selfNanos: Float64Array;
  /** Time on the critical path; adds up to the duration of the tick. */
  readonly criticalPathNanos: Float64Array;
  /** The part of `criticalPathNanos` in which the operation waited for something untraced. */
  readonly untracedNanos: Float64Array;
  /** Another part: others held the event loop. What is left is the operation's own. */
  readonly heldNanos: Float64Array;
  /** All of `heldNanos`, by who held the loop. */
  readonly waits: WaitsByOwner;
  /** What of `untracedNanos` has a place. */
  readonly awaited: AwaitedWaits;
}

/** Waiting of one tick, by the owner of the event loop's time. */
export interface WaitsByOwner {
  /** Of the time that the owner took, what was before the tick started. */
  beforeNanosOf(ownerId: number): number;
  /** @param visit called once for each owner that took any */
  forEach(visit: (ownerId: number, nanos: number) => void): void;
}

/** Untraced waiting of one tick by its place. */
export interface AwaitedWaits {
  /** How much of the operation at a position has a place. */
  nanosOf(position: number): number;
  /** @param visit called once for each operation and place, with the name of waiting there */
  forEach(visit: (nameId: number, nanos: number, position: number) => void): void;
}

export function durationOf({ startNanos, endNanos }: TickTrace): Nanoseconds {
  return ((endNanos[ROOT] as number) - (startNanos[ROOT] as number)) as Nanoseconds;
}

export function hasFailed({ flags }: TickTrace): boolean {
  return ((flags[ROOT] as number) & FLAG_FAILED) !== 0;
}
