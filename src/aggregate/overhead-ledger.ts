// Adds up the cost of Tickscope itself.

import type { OverheadTotals } from '../model/record/record-segment.js';
import type { Bytes, Nanoseconds } from '../model/units.js';

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

export class OverheadLedger {
  /** The sums themselves, not a copy. */
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

  /** Adds Tickscope's cost of one sampled operation. */
  spanCost(nanos: Nanoseconds): void {
    this.totals.sampledSpans++;
    this.totals.sampledSpanNanos = (this.totals.sampledSpanNanos + nanos) as Nanoseconds;
  }

  /** Adds the cost of reading the log, or of closing a tick: trees, sums, and what is kept. */
  closingCost(nanos: Nanoseconds): void {
    this.totals.closingNanos = (this.totals.closingNanos + nanos) as Nanoseconds;
    this.#held(nanos);
  }

  /** Adds the cost of one piece of writing or sampling on the program's thread. */
  writingCost(nanos: Nanoseconds, bytes: Bytes): void {
    this.totals.writingNanos = (this.totals.writingNanos + nanos) as Nanoseconds;
    this.totals.writtenBytes = (this.totals.writtenBytes + bytes) as Bytes;
    this.#held(nanos);
  }

  /** Adds the cost of one callback of the event loop that was looked at, for as many as it stands for. */
  watchingCost(nanos: number, callbacks: number): void {
    this.totals.writingNanos = (this.totals.writingNanos + nanos * callbacks) as Nanoseconds;
  }

  /** Adds the cost of making one slice of spans, or of one collection of metrics, on the program's thread. */
  exportingCost(nanos: Nanoseconds): void {
    this.totals.exportingNanos = (this.totals.exportingNanos + nanos) as Nanoseconds;
    this.#held(nanos);
  }

  #held(nanos: Nanoseconds): void {
    if (nanos > this.totals.longestHoldNanos) this.totals.longestHoldNanos = nanos;
  }
}
