// How ticks did over time, as the report has it.

import type { BucketArrayData } from '../histogram/bucket-array.js';
import type { Bytes, Nanoseconds, UnixMilliseconds } from '../units.js';

/** Buckets of `ReportTimelinePoint.durations` for each doubling of a duration. */
export const TIMELINE_STEPS = 2;

/** A stretch of time. An old part of a record is known by the hour, so stretches differ in length. */
export interface ReportTimelinePoint {
  readonly fromUnixMillis: UnixMilliseconds;
  readonly toUnixMillis: UnixMilliseconds;
  /** Ticks that ended, warm-up included. */
  readonly ticks: number;
  readonly failed: number;
  /** Of them, those under the target of P1. */
  readonly underTarget: number;
  /** Absent where no tick ended. */
  readonly p50Nanos?: Nanoseconds;
  readonly p95Nanos?: Nanoseconds;
  readonly maxNanos?: Nanoseconds;
  /** Ticks by their durations: bucket i is those over 2^(i/2) s, up to 2^((i+1)/2) s. One of 0 ns is in none. */
  readonly durations: BucketArrayData;
  /** At the end of the stretch, of all processes that have samples before and after it; absent without any. */
  readonly rssBytes?: Bytes;
  readonly heapUsedBytes?: Bytes;
}
