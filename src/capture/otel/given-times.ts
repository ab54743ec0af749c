// Recognises spans whose times the caller gave: they tell of another moment, and their place among the others means nothing.

import { millisOf, nanosBetween, type SdkSpan } from './sdk-span.js';

/** A given time this near to now is taken as now: the wall clock has whole milliseconds, and reading it twice takes time. */
const TOLERANCE_MILLIS = 2;
/**
 * The process may have stood still between the moment in which the SDK read its clock and this one. In a container with two cores
 * that was over 2 ms for 30 spans in a million, and once 99 ms: without this, ticks hit by a pause would be missing from the slow.
 */
const PAUSE_MILLIS = 1_000;

/** A field of both SDKs that settles it; it is private and may go, then the time alone decides. */
const START_TIME_PROVIDED = '_startTimeProvided';

function startTimeProvided(span: SdkSpan): unknown {
  return (span as unknown as Record<string, unknown>)[START_TIME_PROVIDED];
}

/** When the span starts. */
export function startWasGiven(span: SdkSpan, unixMillis: () => number): boolean {
  const provided = startTimeProvided(span);
  if (provided === false) return false;
  const tolerance = provided === true ? TOLERANCE_MILLIS : PAUSE_MILLIS;
  return Math.abs(millisOf(span.startTime) - unixMillis()) > tolerance;
}

/**
 * When the span ends. Duration and end both have to differ: the SDK's end drifts from the wall clock in a long span, and its
 * duration is off by a millisecond or two where only the start was given.
 */
export function endWasGiven(span: SdkSpan, measuredNanos: number, unixMillis: () => number): boolean {
  if (Math.abs(spanDurationOf(span) - measuredNanos) <= TOLERANCE_MILLIS * 1e6) return false;
  const offMillis = millisOf(span.endTime) - unixMillis();
  // No pause puts an end into the future, and an end that the SDK computes from its own start has a fraction.
  const cannotBePause = offMillis > 0 || (startTimeProvided(span) !== true && span.endTime[1] % 1e6 === 0);
  return Math.abs(offMillis) > (cannotBePause ? TOLERANCE_MILLIS : PAUSE_MILLIS);
}

/** As the span itself says, in nanoseconds. */
export function spanDurationOf(span: SdkSpan): number {
  return nanosBetween([0, 0], span.duration);
}
