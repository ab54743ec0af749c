// The one result: `tickscope.report/1`. Terminal, JSON, HTML, Markdown, compare and check read only this.
//
// Times are integer nanoseconds with the unit in the name, shares are 0 to 1. Fields may be added; none changes its meaning.

import type { WaitBasis } from '../record/arrival-totals.js';
import type { Machine } from '../machine.js';
import type { HistogramData } from '../histogram/exponential-histogram.js';
import type { OperationKind } from '../operation.js';
import type { TargetId } from '../targets.js';
import type { InstrumentedRow, KeptReason, NotSeenRow } from '../record/record-segment.js';
import type { ReportCache, ReportExternal } from './outside-report.js';
import type { ReportFeed } from './feed-report.js';
import type { ReportGrowth, ReportSizeGrowth } from './growth-report.js';
import type { ReportOrder } from './order-report.js';
import type { ReportMemory, ReportOverhead, ReportProcessor } from './process-report.js';
import type { ReportProfile } from './profile-report.js';
import type { RankedOperation, ReportWhatIf } from './ranking-report.js';
import type { ReportRuntime } from './runtime-report.js';
import type { ReportTimelinePoint } from './timeline-report.js';
import type { ReportVerdict } from './verdict-report.js';
import type { TraceSource } from './trace-source.js';
import type { Nanoseconds, Share } from '../units.js';

export const REPORT_SCHEMA = 'tickscope.report/1';

export interface Report {
  readonly schema: typeof REPORT_SCHEMA;
  readonly program: ReportProgram;
  /** The one sentence on top: what the ticks cost and what leads. */
  readonly verdict: ReportVerdict;
  readonly ticks: ReportTicks;
  /** Every name in the table, by total time. */
  readonly operations: readonly ReportOperation[];
  /** Best first. */
  readonly ranking: readonly RankedOperation[];
  readonly targets: readonly ReportTarget[];
  readonly findings: readonly ReportFinding[];
  readonly slowest: readonly SlowTick[];
  /** Most orders first. */
  readonly orders: readonly ReportOrder[];
  /** Those that were silent longest first. */
  readonly feed: readonly ReportFeed[];
  readonly memory: ReportMemory;
  /** Absent where nobody sampled the processes, and of old reports. */
  readonly processor?: ReportProcessor;
  /** Absent where nothing of it was seen. */
  readonly runtime?: ReportRuntime;
  /** Those that took most time first; absent where there were none. */
  readonly externals?: readonly ReportExternal[];
  /** Absent where the processor was not sampled. */
  readonly profile?: ReportProfile;
  /** Those with most look-ups first; absent where none was seen. */
  readonly caches?: readonly ReportCache[];
  /** What takes longer and longer, what grew most first; absent where nothing does. */
  readonly growth?: readonly ReportGrowth[];
  /** What takes longer the more it is given, what takes longest first; absent where nothing does, and of old records. */
  readonly growthBySize?: readonly ReportSizeGrowth[];
  readonly coverage: { readonly instrumented: readonly ReportInstrumented[]; readonly notSeen: readonly NotSeenRow[] };
  readonly overhead: ReportOverhead;
  readonly losses: readonly ReportLoss[];
  /** Stored traces; absent where the report is made from a record. */
  readonly source?: TraceSource;
  /** What p95 would be if one operation were faster; absent where too few ticks were looked at, and of old records. */
  readonly whatIf?: ReportWhatIf;
  readonly histograms: { readonly ticks: HistogramData };
  /** In order of time; absent where the record is one stretch. */
  readonly timeline?: readonly ReportTimelinePoint[];
  /** What the reader of the sources had to say: a cut file, a part that was left out. */
  readonly notes: readonly string[];
}

/** A function that was reached. */
export interface ReportInstrumented extends InstrumentedRow {
  /** The rule, as a text for people. */
  readonly ruleText: string;
}

/** Something that was left out, and how often. */
export interface ReportLoss {
  /** A `LossId`, or an id that a later version wrote. */
  readonly cause: string;
  readonly count: number;
  /** The cause in words; the id itself where this version has none for it. */
  readonly text: string;
}

export interface ReportProgram {
  readonly name: string;
  readonly processes: number;
  readonly node: string;
  /** What its processes ran on, each kind once; absent where nobody knows, as in old records. */
  readonly machines?: readonly Machine[];
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationNanos: Nanoseconds;
  /** Ticks that the targets leave out. */
  readonly warmupTicks: number;
  /** Most ticks first; absent where there is only one. */
  readonly byProcess?: readonly ReportProcess[];
}

/** A process, or a worker thread of one. */
export interface ReportProcess {
  readonly name: string;
  readonly pid: number;
  readonly threadId?: number;
  /** Absent where the record was merged before: then nobody knows whose ticks are whose. */
  readonly ticksStarted?: number;
  readonly ticksEnded?: number;
}

/** The spread of a duration over ticks of which it is known. */
export interface ReportSpread {
  /** Ticks of which it is known. */
  readonly count: number;
  readonly p50Nanos: Nanoseconds;
  readonly p95Nanos: Nanoseconds;
  readonly p99Nanos: Nanoseconds;
  readonly maxNanos: Nanoseconds;
}

export interface ReportWait extends ReportSpread {
  readonly basis: WaitBasis;
}

export interface ReportAge extends ReportSpread {
  /** Upper bound of how much an age is too small, as far as the clocks run alike. Absent from reports of traces, which do not tell it. */
  readonly understatedAtMostNanos?: Nanoseconds;
}

/**
 * What `received` and `dropped` are made from.
 *
 * - `ticks`: nothing was seen of events before their ticks. `received` is `started`; `dropped` is 0 because nobody knows
 * - `arrivals`: all ticks handled events that were counted when they came in
 * - `mixed`: so did some; each other tick counts as an event received and handled
 */
export type ReceivedBasis = 'ticks' | 'arrivals' | 'mixed';

export interface ReportTicks {
  readonly started: number;
  /** Ticks that ended. */
  readonly count: number;
  readonly failed: number;
  readonly late: number;
  readonly received: number;
  readonly dropped: number;
  readonly receivedBasis: ReceivedBasis;
  readonly handled: number;
  /** Places at which the numbers of consecutive events left some out, and how many: lost before they came, or here. */
  readonly sequenceGaps: number;
  readonly sequenceMissing: number;
  /** By what it is counted from, the seen first; a tick can be in both. Empty where nothing is known. */
  readonly wait: readonly ReportWait[];
  /** Wait and duration. */
  readonly response: readonly ReportWait[];
  /** Absent where no event had a time within an hour of its result. */
  readonly age?: ReportAge;
  readonly p50Nanos: Nanoseconds;
  readonly p95Nanos: Nanoseconds;
  readonly p99Nanos: Nanoseconds;
  readonly maxNanos: Nanoseconds;
  /** Of all ended ticks, warm-up included. */
  readonly underTargetShare: Share;
  readonly byName: readonly ReportGroup[];
  readonly bySymbol: readonly ReportGroup[];
  /** Calls of strategies, not ticks. */
  readonly byStrategy: readonly ReportGroup[];
}

export interface ReportGroup {
  readonly name: string;
  readonly count: number;
  readonly failed: number;
  readonly totalNanos: Nanoseconds;
  readonly p50Nanos: Nanoseconds;
  readonly p95Nanos: Nanoseconds;
  readonly underTargetShare: Share;
}

export interface ReportOperation {
  readonly kind: OperationKind;
  readonly name: string;
  readonly location?: string;
  readonly count: number;
  readonly failed: number;
  readonly late: number;
  readonly totalNanos: Nanoseconds;
  readonly selfNanos: Nanoseconds;
  /** Of `totalNanos`: the event loop was held while the answer can have been there. Of statements and calls to the outside, where there was any. */
  readonly loopNanos?: Nanoseconds;
  readonly criticalPathNanos: Nanoseconds;
  readonly p50Nanos: Nanoseconds;
  readonly p95Nanos: Nanoseconds;
  /** False for a row that stands for an interval: then `totalNanos` is an upper and `totalAtLeastNanos` a lower bound. */
  readonly exact: boolean;
  readonly totalAtLeastNanos?: Nanoseconds;
  readonly indicator?: ReportIndicator;
}

/** The evidence for work that is done twice. */
export interface ReportIndicator {
  /** The package that it comes from; absent for code of the program. */
  readonly library?: string;
  /** `period=14`, the first eight in the order of their texts. */
  readonly parameters: readonly string[];
  readonly moreParameters?: true;
  /** Those whose input could be read; everything below is about these. */
  readonly calls: number;
  readonly meanInputLength: number;
  readonly maxInputLength: number;
  /** At least so many did what one of the last 64 different calls had done: same parameters, same input. */
  readonly repeated: number;
  /** Those of them that repeated a call of the same tick. */
  readonly repeatedInTick: number;
}

export interface ReportTarget {
  readonly id: TargetId;
  /** What the row is about: `ticks`, `rss`, `stability`, `process`, `caches`, `overall` or a statement. */
  readonly scope: string;
  readonly status: 'pass' | 'fail' | 'unknown';
  /** In `unit`; absent where unknown. */
  readonly value?: number;
  readonly limit: number;
  readonly unit: 'share' | 'bytes' | 'nanoseconds' | 'bytes per 1,000 ticks';
  /** How many ticks, which window; for unknown, why and what would make it known. */
  readonly evidence: string;
}

export interface ReportFinding {
  readonly id: string;
  readonly title: string;
  readonly severity: 'high' | 'medium' | 'low';
  readonly gainNanos?: Nanoseconds;
  readonly location?: string;
  readonly evidence: Readonly<Record<string, string | number>>;
  readonly advice: string;
}

export interface SlowTick {
  readonly traceId: string;
  readonly name: string;
  readonly symbol?: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationNanos: Nanoseconds;
  readonly reason: KeptReason;
  readonly spans: readonly SlowTickSpan[];
  /** What the tick waited for, moment by moment: its critical path, from its begin to its end without a gap. */
  readonly path: readonly SlowTickSection[];
}

export interface SlowTickSection {
  /** Position in `spans`. */
  readonly span: number;
  /** Since the tick's begin. */
  readonly startNanos: Nanoseconds;
  readonly durationNanos: Nanoseconds;
}

export interface SlowTickSpan {
  readonly kind: OperationKind;
  readonly name: string;
  readonly location?: string;
  /** Position in `spans`; -1 for the tick itself. */
  readonly parent: number;
  /** Since the tick's begin. */
  readonly startNanos: Nanoseconds;
  readonly durationNanos: Nanoseconds;
  readonly failed?: true;
  readonly late?: true;
}
