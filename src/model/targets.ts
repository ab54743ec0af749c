// The targets that a program is measured against. Their limits stand here and nowhere else.

import { type Bytes, MEGABYTE, MILLISECOND, MINUTE, type Nanoseconds, SECOND, type Share } from './units.js';

export type TargetId = 'P1' | 'P2' | 'P3' | 'P4' | 'P5';

export const TARGET_TITLES: Readonly<Record<TargetId, string>> = {
  P1: '95 % of ticks take < 1 ms',
  P2: 'memory stable, < 100 MB',
  P3: 'CPU < 50 % at normal load',
  P4: 'cache hit ratio > 80 %',
  P5: 'queries < 10 ms on average',
};

/** P1: a tick is under target when its duration is below this. */
export const TICK_TARGET_NANOS: Nanoseconds = MILLISECOND;
/** P1: this share of the ticks has to be under target. */
export const TICK_TARGET_SHARE = 0.95 as Share;
/** P2: resident set size, exclusive. */
export const MEMORY_TARGET_BYTES = (100 * MEGABYTE) as Bytes;
/**
 * P2: what Tickscope itself is taken to need. Medians of `npm run bench -- --only sampling`, docs/explanation/performance.md: 20 MB idle, 44 MB at
 * 1,000 ticks a second, 62 MB with sampling and alerts. A program that is over its limit by less may be under it when it runs alone.
 */
export const TICKSCOPE_MEMORY_BYTES = (60 * MEGABYTE) as Bytes;
/** P2: from here on the program is taken to be over its limit without Tickscope too. */
export const MEMORY_OVER_BYTES = (MEMORY_TARGET_BYTES + TICKSCOPE_MEMORY_BYTES) as Bytes;
/** P2: before this much time nothing is said about stability. */
export const MEMORY_STABILITY_NANOS = (30 * MINUTE) as Nanoseconds;
/** P2: RSS is stable while it grows by less than this share of its median over the whole record. */
export const MEMORY_STABILITY_SHARE = 0.05 as Share;
/** P3: of one core, exclusive. */
export const CPU_TARGET_SHARE = 0.5 as Share;
/** P4: per cache, exclusive. */
export const CACHE_TARGET_SHARE = 0.8 as Share;
/** P5: mean duration of a statement, exclusive. */
export const QUERY_TARGET_NANOS = (10 * MILLISECOND) as Nanoseconds;

/** Warm-up ends with this much time or this many ticks, whichever comes first; targets leave it out. */
export const WARMUP_NANOS = (10 * SECOND) as Nanoseconds;
export const WARMUP_TICKS = 1_000;

/** Overloaded: in each of three consecutive windows, ticks started exceed ticks ended by over 5 %. */
export const OVERLOAD_WINDOW_NANOS = (10 * SECOND) as Nanoseconds;
export const OVERLOAD_WINDOWS = 3;
export const OVERLOAD_EXCESS = 0.05 as Share;

/**
 * Falling behind: in each of so many segments in a row the event loop is busy, and the mean age or wait of the events, of so many at
 * least, grows by more than this share of the time. It leads the verdict where that lasts long, or for this share of the record.
 */
export const FALLING_BEHIND = {
  segments: 3,
  /** In all of them together, and in each: the queue may begin in the first and end in the last. */
  busyShare: 0.9 as Share,
  leastBusyShare: 0.75 as Share,
  growth: 0.02 as Share,
  leastEvents: 10,
  leastNanos: (3 * SECOND) as Nanoseconds,
  longNanos: (30 * SECOND) as Nanoseconds,
  recordShare: 0.3 as Share,
} as const;
