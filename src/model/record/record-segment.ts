// What a process measured since its last write. Segments add up: any set of them is the record of a time window.

import type { ArrivalTotals } from './arrival-totals.js';
import type { BucketArrayData } from '../histogram/bucket-array.js';
import type { FeedRow } from './feed-rows.js';
import type { HistogramData } from '../histogram/exponential-histogram.js';
import type { HeavyHittersData } from '../histogram/heavy-hitters.js';
import type { IndicatorRow } from '../indicator.js';
import type { Machine } from '../machine.js';
import type { OperationKind } from '../operation.js';
import type { OrderRow } from './order-rows.js';
import type { MemoryReading } from './memory-rows.js';
import type { CacheRow, ExternalRow } from './outside-rows.js';
import type { ProfileRow } from './profile-rows.js';
import type { SegmentNumbers } from './tiers.js';
import type { WhatIfRow, WhatIfTicks } from './what-if-rows.js';
import type { GcKind, GcRow, LoopOwnerRow, ResourceSample, StallRow } from './runtime-rows.js';
import type { ConfiguredPattern, FoundFunction } from '../rules.js';
import type { ReuseRow } from '../reuse/reuse-sums.js';
import type { SizeRow } from '../sizes/size-sums.js';
import type { Bytes, Nanoseconds, UnixMilliseconds } from '../units.js';

/** One process that contributed. */
export interface ProcessInfo {
  /** Unique within the run. */
  readonly id: string;
  readonly pid: number;
  /** Of a worker thread. */
  readonly threadId?: number;
  /** The program's file, without its folder; `node` where there is none. */
  readonly name: string;
  readonly nodeVersion: string;
  readonly startedAtUnixMillis: UnixMilliseconds;
  /** Absent from the first segments of a process, from old records, and where nobody looked. */
  readonly machine?: Machine;
  /** Packages for metrics, traces and profiles that it has loaded. Absent where it has loaded no package, and from old records. */
  readonly telemetry?: readonly string[];
}

/** Sums over ticks, all exact. */
export interface TickTotals {
  readonly started: number;
  /** Ticks that ended; everything below is about these. */
  readonly count: number;
  readonly failed: number;
  readonly underTarget: number;
  /** Operations that ended after their tick. */
  readonly late: number;
  /** Scale 6. */
  readonly durations: HistogramData;
  /** The same with the waiting before, where that is known: which ticks are slow. Scale 6; absent from old records, whose ticks go by their durations. */
  readonly responses?: HistogramData;
}

/** What says which ticks are slow. */
export function responsesOf({ durations, responses = durations }: TickTotals): HistogramData {
  return responses;
}

/** Ticks (or a strategy's calls) that share a name, a symbol or a strategy. */
export interface GroupRow {
  readonly dimension: 'name' | 'symbol' | 'strategy';
  readonly name: string;
  readonly count: number;
  readonly failed: number;
  readonly underTarget: number;
  /** Scale 6. */
  readonly durations: HistogramData;
}

/** Sums over the calls of one operation. */
export interface OperationRow {
  readonly kind: OperationKind;
  readonly name: string;
  readonly location?: string;
  /** Where in the program it is called, where `location` is where it is defined; of methods that ask a database, and of the program's indicators. */
  readonly calledAt?: string;
  readonly count: number;
  readonly failed: number;
  /** Calls that ended after their tick. */
  readonly late: number;
  /** Calls outside any tick. */
  readonly outsideTicks: number;
  /** Scale 4; its sum is the operation's total time. */
  readonly durations: HistogramData;
  /** Duration less the time in which a child was running. */
  readonly selfNanos: Nanoseconds;
  /** Of a statement, or of a call to the outside: the part of its total time in which the event loop was held while the answer can have been there; absent where there was none. */
  readonly loopNanos?: Nanoseconds;
  /** Time on ticks' critical paths, by the bucket (scale 4) of the tick's response time. */
  readonly criticalPathByTick: BucketArrayData;
  /** Calls inside ticks, by the bucket (scale 4) of the tick's response time. */
  readonly callsByTick: BucketArrayData;
  /** Of an indicator whose input could be read. */
  readonly indicator?: IndicatorRow;
  /** Of a statement that reads, in ticks: by the values that it was asked with, as if they were the keys of a cache. */
  readonly askedValues?: ReuseRow;
  /** Of a sample of an indicator's calls, by the size of what they were given. */
  readonly sizes?: SizeRow;
  /** Absent where no tick that took part waited for it, and in old records. */
  readonly whatIf?: WhatIfRow;
}

/** The process at one moment: once a second, and every ten seconds while it does nothing. */
export interface RuntimeSample {
  readonly process: string;
  readonly atUnixMillis: UnixMilliseconds;
  /** Since the sample before, or since the process began. */
  readonly elapsedNanos: Nanoseconds;
  /** Processor time, user and system, of all threads, since the sample before. */
  readonly cpuNanos: Nanoseconds;
  /** Time in which the event loop was not idle, since the sample before. */
  readonly loopActiveNanos: Nanoseconds;
  readonly ticksStarted: number;
  readonly ticksEnded: number;
  readonly rssBytes: Bytes;
  /** Of it, what is shared with no other process. Absent in old records, in workers, and where the system does not tell it. */
  readonly privateBytes?: Bytes;
  readonly heapUsedBytes: Bytes;
  readonly externalBytes: Bytes;
}

/** Of a process that lives. */
export type SentReason = 'failed' | 'slow' | 'random';

/** `last`: one of the last before its process was killed. `found`: it stood in stored traces, which do not say why. */
export type KeptReason = SentReason | 'last' | 'found';

export interface KeptOperation {
  readonly kind: OperationKind;
  readonly name: string;
  readonly location?: string;
  /** Position in `KeptTick.operations`; -1 for the tick itself. */
  readonly parent: number;
  /** Since the tick's begin. */
  readonly startNanos: Nanoseconds;
  /** Of a late operation: until the tick's end. */
  readonly durationNanos: Nanoseconds;
  readonly failed?: true;
  readonly late?: true;
}

/** A garbage collection that fell into a tick: heard of after the tick, so it is none of its operations. */
export interface KeptPause {
  readonly kind: GcKind;
  /** Since the tick's begin. */
  readonly startNanos: Nanoseconds;
  readonly durationNanos: Nanoseconds;
}

/** A tick whose whole tree is kept. */
export interface KeptTick {
  readonly traceId: string;
  readonly process: string;
  readonly name: string;
  readonly symbol?: string;
  readonly reason: KeptReason;
  /** Nanoseconds since 1970, in decimal: more than a number can hold. */
  readonly startedAtUnixNanos: string;
  readonly durationNanos: Nanoseconds;
  /** The tick first, then in order of their starts. */
  readonly operations: readonly KeptOperation[];
  readonly pauses?: readonly KeptPause[];
}

/** A function that was reached, and by which rule. */
export interface InstrumentedRow extends FoundFunction {
  /** Calls that were recorded. */
  readonly count: number;
}

/** Something that could not be measured. */
export interface NotSeenRow extends ConfiguredPattern {
  /** The name of a function, a file, a package or a process; of a configured name, the name as it is written. */
  readonly name: string;
  /** `file:line`, of a function. */
  readonly location?: string;
  /** The reason, as a text for people. */
  readonly why: string;
  /** It is a process or thread, and nothing of it was measured. */
  readonly leftNothing?: true;
}

/** What a piece of Tickscope's work was for. */
export type OverheadActivity = 'closing' | 'writing' | 'exporting' | 'loading';

/** What Tickscope itself cost, in sums. */
export interface OverheadTotals {
  /** Operations recorded. */
  readonly spans: number;
  /** A sample of them whose cost was measured, and that cost. */
  readonly sampledSpans: number;
  readonly sampledSpanNanos: Nanoseconds;
  readonly closedTicks: number;
  /** Reading the event log and closing ticks. */
  readonly closingNanos: Nanoseconds;
  /** Writing, sampling, and watching the event loop, collections and promises. */
  readonly writingNanos: Nanoseconds;
  readonly writtenBytes: Bytes;
  /** Making spans and metrics and handing them to exporters. */
  readonly exportingNanos: Nanoseconds;
  /** Starting, and reading the program's files; absent from old records. */
  readonly loadingNanos?: Nanoseconds;
  /** The longest time that one piece of Tickscope's work held the loop, beside loading. */
  readonly longestHoldNanos: Nanoseconds;
}

/** Something that was left out, and how often. */
export interface LossRow {
  /** A `LossId`, or an id that a later version wrote. */
  readonly cause: string;
  /** In the time of the segment; 0 where there were some before it. */
  readonly count: number;
  /** Of the process from its start to the end of the segment: so a later segment tells what was counted in one that is missing. Absent where nobody carries it on. */
  readonly total?: number;
}

export interface RecordSegment {
  readonly fromUnixMillis: UnixMilliseconds;
  readonly toUnixMillis: UnixMilliseconds;
  readonly processes: readonly ProcessInfo[];
  readonly ticks: TickTotals;
  /** Absent where no tick took part, and in old records. */
  readonly whatIf?: WhatIfTicks;
  readonly arrivals: ArrivalTotals;
  readonly groups: readonly GroupRow[];
  readonly feeds: readonly FeedRow[];
  readonly orders: readonly OrderRow[];
  readonly operations: readonly OperationRow[];
  /** The heaviest of the names that share a row, keyed as `operationKey`. */
  readonly heavyHitters: HeavyHittersData;
  readonly samples: readonly RuntimeSample[];
  readonly owners: readonly LoopOwnerRow[];
  /** The longest. */
  readonly stalls: readonly StallRow[];
  readonly gc: readonly GcRow[];
  readonly resources: readonly ResourceSample[];
  readonly kept: readonly KeptTick[];
  readonly caches: readonly CacheRow[];
  readonly externals: readonly ExternalRow[];
  readonly instrumented: readonly InstrumentedRow[];
  readonly notSeen: readonly NotSeenRow[];
  readonly profiles: readonly ProfileRow[];
  readonly memory: readonly MemoryReading[];
  readonly overhead: OverheadTotals;
  readonly losses: readonly LossRow[];
}

/** A segment as it stands in a file: warm-up is cut off into a segment of its own, which only the targets leave out. */
export interface StoredSegment extends RecordSegment {
  /** Counts the segments of its process from 0: the two are its identity. Absent from old records, and where the log tells what a killed process had measured after its last one. */
  readonly number?: number;
  /** Of one that was merged while its process ran: the segments in it, instead of a number. */
  readonly numbers?: SegmentNumbers;
  /** Ticks of the process that had ended before it: so the ones around a segment tell what was in it. */
  readonly ticksBefore?: number;
  readonly warmup: boolean;
  /** The process came to its end and wrote everything that was left. */
  readonly final?: true;
}
