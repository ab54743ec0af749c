// What the report says of the processes: their memory, their processor time, and what Tickscope itself cost them.

import type { Bytes, Nanoseconds, Share } from '../units.js';

export interface ReportMemory {
  /** The last sample of each process, added up. */
  readonly rssBytes: Bytes;
  readonly peakRssBytes: Bytes;
  /** Of `rssBytes`, what is shared with no other process; absent where it is not known of every process. */
  readonly privateBytes?: Bytes;
  /** Theil-Sen slope over the samples after warm-up; absent with fewer than 10 samples or 1,000 ticks. */
  readonly rssGrowthBytesPerThousandTicks?: Bytes;
}

/** Of the whole record, warm-up included. */
export interface ReportProcessor {
  /** User and system, of all threads and processes. */
  readonly cpuNanos: Nanoseconds;
  /** Of one core, of the process that used most; over 1 where its threads used several cores. */
  readonly busiestShare: number;
  /** Of the time in which event loops were busy: nothing ran. Somebody else had the processor, or the program waited in a synchronous call. */
  readonly standingShare: Share;
}

export interface ReportOverhead {
  readonly nanosPerSpan: Nanoseconds;
  readonly nanosPerTick: Nanoseconds;
  /** What recording the operations in a tick adds to its duration: the mean of the ticks that P1 judges, and the share of their durations. */
  readonly insideTickNanos: Nanoseconds;
  readonly insideTickShare: Share;
  /** Making spans and metrics and handing them to exporters, in all. */
  readonly exportNanos: Nanoseconds;
  /** Starting, and reading the program's files; absent from old records. */
  readonly loadingNanos?: Nanoseconds;
  /** Of one processor core. */
  readonly cpuShare: Share;
  /** Of the processor time that the processes used; absent without samples. */
  readonly busyShare?: Share;
  readonly bytes: Bytes;
  /** Beside loading. */
  readonly longestHoldNanos: Nanoseconds;
}
