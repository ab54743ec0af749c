// What makes slow ticks slow, and what p95 would be without a part of it, as the report says it.

import type { OperationKind } from '../operation.js';
import type { Nanoseconds, Share } from '../units.js';

export interface RankedOperation {
  readonly kind: OperationKind;
  readonly name: string;
  readonly location?: string;
  /** Of the critical path of slow ticks. */
  readonly share: Share;
  /** 95 % interval of the share; absent where too few of the ticks were looked at for it, and of old records. */
  readonly shareInterval?: { readonly atLeast: Share; readonly atMost: Share };
  /** By how much p95 would fall if its own time were halved: see `Report.whatIf`. Absent where that is not known. */
  readonly gainNanos?: Nanoseconds;
  /** Per slow tick. */
  readonly callsPerTick: number;
  /** Critical-path time per slow tick, mean. */
  readonly criticalPathNanosPerTick: Nanoseconds;
  /** Slow ticks that the shares are taken from: the evidence. */
  readonly slowTicks: number;
}

/** Each tick was timed anew with one operation faster, and all other work as it was. */
export interface ReportWhatIf {
  /** Of response time, wait and duration, where the waits of some ticks are known. */
  readonly of: 'duration' | 'response';
  /** Ticks that this is taken from; those that stand for several count so often. */
  readonly ticks: number;
  readonly p95Nanos: Nanoseconds;
  /** The largest gain first. */
  readonly operations: readonly ReportWhatIfOperation[];
}

export interface ReportWhatIfOperation {
  readonly kind: OperationKind;
  readonly name: string;
  readonly location?: string;
  /** Ticks in which it was at least 1 % of the time. */
  readonly ticks: number;
  readonly predictions: readonly {
    /** How much of its own time it loses. */
    readonly fasterShare: Share;
    readonly p95Nanos: Nanoseconds;
  }[];
}
