// The one clock: captured when the preload runs, before a program or its fake timers can replace it.

import { performance } from 'node:perf_hooks';
import type { Nanoseconds, UnixMilliseconds } from '../../model/units.js';
import { monotonicMillis } from '../../primordials.js';
import { isMainThread } from '../../this-thread.js';

const ORIGIN_UNIX_NANOS = BigInt(Math.round(performance.timeOrigin * 1e6));
const ORIGIN_UNIX_MILLIS = performance.timeOrigin;

/** The same as `now`, as the clock gives it: the hot path does not round. */
export { monotonicMillis as nowMillis };

/** Monotonic time since the process's time origin. */
export function now(): Nanoseconds {
  // Milliseconds with a fraction hold whole nanoseconds exactly enough to round back to them for 104 days.
  return Math.round(monotonicMillis() * 1e6) as Nanoseconds;
}

/** Nanoseconds since 1970 of a monotonic time: one anchor for all, so differences stay exact. */
export function unixNanos(monotonicNanos: number): bigint {
  return ORIGIN_UNIX_NANOS + BigInt(monotonicNanos);
}

/** When this thread began: the process did at the clock's zero, a worker now. */
export const THREAD_STARTED_NANOS: Nanoseconds = isMainThread ? (0 as Nanoseconds) : now();

export function unixMillis(monotonicNanos: number): UnixMilliseconds {
  return (ORIGIN_UNIX_MILLIS + monotonicNanos / 1e6) as UnixMilliseconds;
}
