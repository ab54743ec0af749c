// What `tickscope top` shows: the last moments of programs that run.

import type { Report } from './report.js';
import type { Bytes, Nanoseconds, Share, UnixMilliseconds } from '../units.js';

export interface LiveProcess {
  readonly id: string;
  readonly name: string;
  readonly pid: number;
  readonly threadId?: number;
  readonly ticksPerSecond: number;
  /** Absent where no tick has ended. */
  readonly p95Nanos?: Nanoseconds;
  /** Absent before the first sample. */
  readonly rssBytes?: Bytes;
  /** Of one processor core. */
  readonly cpuShare?: Share;
  /** It came to its end and wrote everything that was left. */
  readonly hasEnded: boolean;
}

/** Ticks that ended in the window. */
export interface LiveTicks {
  readonly count: number;
  /** Of each process in the time that is known of it, added up. */
  readonly perSecond: number;
  readonly p50Nanos: Nanoseconds;
  readonly p95Nanos: Nanoseconds;
  readonly p99Nanos: Nanoseconds;
  readonly maxNanos: Nanoseconds;
}

export interface LiveView {
  /** Of the processes that are shown: what their records have of the window. */
  readonly report: Report;
  /** The same, with what their logs have beside. */
  readonly ticks: LiveTicks;
  /** The busiest of them; absent before the first sample. */
  readonly cpuShare?: Share;
  /** Of the time in which its event loop was not idle; the busiest of them. */
  readonly loopShare?: Share;
  /** Most ticks first. */
  readonly processes: readonly LiveProcess[];
  /** The last moment that the records have. */
  readonly writtenUnixMillis: UnixMilliseconds;
  /** The last moment of which the ticks are known. */
  readonly untilUnixMillis: UnixMilliseconds;
}
