// Measures Tickscope's work on the program's thread, a piece at a time: a callback of its own, or what it does within a call of the program.
//
// A piece in another one counts once, as itself. Of a long one only what it had of the processor counts: where others wanted that
// too, the rest of the time was theirs.

import type { OverheadActivity } from './model/record/record-segment.js';
import { guarded } from './guard.js';
import { type Guarded, threadCpuUsage } from './primordials.js';

export interface WorkLedger {
  now(): number;
  /** A piece has ended. @param nanos without the pieces in it */
  worked(activity: OverheadActivity, nanos: number): void;
  /** A piece that was in no other has held the program, by the clock. */
  held(activity: OverheadActivity, fromNanos: number, toNanos: number): void;
}

/** Some systems count a thread's processor time in steps of this. */
const LONG_NANOS = 2_000_000;

let ledger: WorkLedger | undefined;
let depth = 0;
/** What the pieces in the running one took. */
let innerNanos = 0;
let wholeNanos = 0;

/** Sets the `WorkLedger` that is told of every piece from now on. */
export function measureWork(given: WorkLedger): void {
  ledger = given;
}

/** Nanoseconds that all pieces took, by the clock. A measurement that may have a piece in it subtracts the difference. */
export function workedNanos(): number {
  return wholeNanos;
}

/** Whether what runs is Tickscope's: functions of Node.js that it calls there are not the program's calls. */
export function isInPiece(): boolean {
  return depth > 0;
}

/** Does a piece of work. */
export function asPiece<Result>(activity: OverheadActivity, work: () => Result): Result {
  const told = ledger;
  if (told === undefined) return work();
  const usedBefore = threadCpuUsage?.();
  const fromNanos = told.now();
  const aroundNanos = innerNanos;
  innerNanos = 0;
  depth++;
  try {
    return work();
  } finally {
    depth--;
    const inPiecesNanos = innerNanos;
    const toNanos = told.now();
    const clockNanos = toNanos - fromNanos;
    const nanos = clockNanos < LONG_NANOS ? clockNanos : Math.min(clockNanos, usedSince(usedBefore));
    innerNanos = aroundNanos + nanos;
    told.worked(activity, Math.max(0, nanos - inPiecesNanos));
    if (depth === 0) {
      innerNanos = 0;
      wholeNanos += clockNanos;
      told.held(activity, fromNanos, toNanos);
    }
  }
}

/** @param what as in `guarded` @returns a callback for Node.js that is a piece of work at every call */
export function piece<Args extends unknown[]>(
  activity: OverheadActivity,
  what: string,
  callback: (...args: Args) => void,
): Guarded<(...args: Args) => void> {
  return guarded(what, (...args: Args) => asPiece(activity, () => callback(...args)));
}

/** Of the processor, by this thread. Infinity where this Node.js does not tell: then the clock counts. */
export function usedSince(before: NodeJS.CpuUsage | undefined): number {
  if (threadCpuUsage === undefined) return Infinity;
  const { user, system } = threadCpuUsage(before);
  return (user + system) * 1_000;
}
