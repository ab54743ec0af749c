// Adds up the cost of Tickscope itself.

import type { OverheadActivity, OverheadTotals } from '../model/record/record-segment.js';
import type { Bytes, Nanoseconds } from '../model/units.js';

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** A span takes microseconds. In one that took this long others had the processor: a system gives it to them for a millisecond and more. */
const INTERRUPTED_NANOS = 500_000;

export class OverheadLedger {
  /** The sums themselves, not a copy. */
  readonly totals: Mutable<Required<OverheadTotals>> = {
    spans: 0,
    sampledSpans: 0,
    sampledSpanNanos: 0 as Nanoseconds,
    closedTicks: 0,
    closingNanos: 0 as Nanoseconds,
    writingNanos: 0 as Nanoseconds,
    writtenBytes: 0 as Bytes,
    exportingNanos: 0 as Nanoseconds,
    loadingNanos: 0 as Nanoseconds,
    longestHoldNanos: 0 as Nanoseconds,
  };

  merge(other: OverheadTotals): void {
    const sum: Record<keyof OverheadTotals, number> = this.totals;
    sum.spans += other.spans;
    sum.sampledSpans += other.sampledSpans;
    sum.sampledSpanNanos += other.sampledSpanNanos;
    sum.closedTicks += other.closedTicks;
    sum.closingNanos += other.closingNanos;
    sum.writingNanos += other.writingNanos;
    sum.exportingNanos += other.exportingNanos;
    sum.loadingNanos += other.loadingNanos ?? 0;
    sum.writtenBytes += other.writtenBytes;
    sum.longestHoldNanos = Math.max(sum.longestHoldNanos, other.longestHoldNanos);
  }

  /** Adds Tickscope's cost of one sampled operation. */
  spanCost(nanos: Nanoseconds): void {
    if (nanos >= INTERRUPTED_NANOS) return;
    this.totals.sampledSpans++;
    this.totals.sampledSpanNanos = (this.totals.sampledSpanNanos + nanos) as Nanoseconds;
  }

  /** Adds the time of a piece of work on the program's thread. */
  worked(activity: OverheadActivity, nanos: number): void {
    const field = `${activity}Nanos` as const;
    this.totals[field] = (this.totals[field] + nanos) as Nanoseconds;
  }

  /** A piece of work, with those in it, has held the program. */
  held(nanos: number): void {
    if (nanos > this.totals.longestHoldNanos) this.totals.longestHoldNanos = nanos as Nanoseconds;
  }

  wrote(bytes: Bytes): void {
    this.totals.writtenBytes = (this.totals.writtenBytes + bytes) as Bytes;
  }

  /** Adds the cost of one callback that was looked at, for as many as it stands for. */
  watchingCost(nanos: number, callbacks: number): void {
    this.totals.writingNanos = (this.totals.writingNanos + nanos * callbacks) as Nanoseconds;
  }
}
