// Recognises spans whose times the caller gave: they tell of another moment, and their place among the others means nothing.

import { millisOf, nanosBetween, type SdkSpan } from './sdk-span.js';

/** A given time this near to now is taken as now: the wall clock has whole milliseconds, and reading it twice takes time. */
const TOLERANCE_MILLIS = 2;

/** A field of both SDKs that settles it; it is private and may go, then the time alone decides. */
const START_TIME_PROVIDED = '_startTimeProvided';

/** When the span starts. */
export function startWasGiven(span: SdkSpan, unixMillis: number): boolean {
  if ((span as unknown as Record<string, unknown>)[START_TIME_PROVIDED] === false) return false;
  return Math.abs(millisOf(span.startTime) - unixMillis) > TOLERANCE_MILLIS;
}

/**
 * When the span ends. Both have to differ: the SDK's wall-clock end drifts from the wall clock in a long span, and its duration
 * is off by a millisecond or two where only the start was given.
 */
export function endWasGiven(span: SdkSpan, measuredNanos: number, unixMillis: number): boolean {
  return (
    Math.abs(durationOf(span) - measuredNanos) > TOLERANCE_MILLIS * 1e6 &&
    Math.abs(millisOf(span.endTime) - unixMillis) > TOLERANCE_MILLIS
  );
}

/** As the span itself says, in nanoseconds. */
export function durationOf(span: SdkSpan): number {
  return nanosBetween([0, 0], span.duration);
}
