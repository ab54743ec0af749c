// What Tickscope itself cost, added up.

import type { OverheadTotals } from '../model/record/record-segment.js';
import type { Bytes, Nanoseconds } from '../model/units.js';

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

export class OverheadLedger {
  /** The sums themselves and no copy. */
  readonly totals: Mutable<OverheadTotals> = {
    spans: 0,
    sampledSpans: 0,
    sampledSpanNanos: 0 as Nanoseconds,
    closedTicks: 0,
    closingNanos: 0 as Nanoseconds,
    writingNanos: 0 as Nanoseconds,
    writtenBytes: 0 as Bytes,
    exportingNanos: 0 as Nanoseconds,
    longestHoldNanos: 0 as Nanoseconds,
  };

  /** The own cost of one operation of the sample that is measured. */
  spanCost(nanos: Nanoseconds): void {
    this.totals.sampledSpans++;
    this.totals.sampledSpanNanos = (this.totals.sampledSpanNanos + nanos) as Nanoseconds;
  }

  /** What closing one tick cost: its analysis, and whatever else is done then. */
  closingCost(nanos: Nanoseconds): void {
    this.totals.closedTicks++;
    this.totals.closingNanos = (this.totals.closingNanos + nanos) as Nanoseconds;
    this.#held(nanos);
  }

  /** What one piece of writing or sampling cost on the program's thread. */
  writingCost(nanos: Nanoseconds, bytes: Bytes): void {
    this.totals.writingNanos = (this.totals.writingNanos + nanos) as Nanoseconds;
    this.totals.writtenBytes = (this.totals.writtenBytes + bytes) as Bytes;
    this.#held(nanos);
  }

  /** What making one slice of spans, or one collection of metrics, cost on the program's thread. */
  exportingCost(nanos: Nanoseconds): void {
    this.totals.exportingNanos = (this.totals.exportingNanos + nanos) as Nanoseconds;
    this.#held(nanos);
  }

  #held(nanos: Nanoseconds): void {
    if (nanos > this.totals.longestHoldNanos) this.totals.longestHoldNanos = nanos;
  }
}
