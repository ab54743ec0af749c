// The report of the ticks of one symbol: `tickscope.symbol/1`. It has what a record keeps by symbol, and says what it does not.

import type { HistogramData } from '../histogram/exponential-histogram.js';
import type { ReportFeed } from './feed-report.js';
import type { ReportOrder } from './order-report.js';
import type { ReportProfileRow } from './profile-report.js';
import type { ReportProgram, SlowTick } from './report.js';
import type { Nanoseconds, Share } from '../units.js';

export const SYMBOL_SCHEMA = 'tickscope.symbol/1';

/** Of ticks that ended, warm-up included. */
export interface SymbolTicks {
  readonly count: number;
  readonly failed: number;
  readonly p50Nanos: Nanoseconds;
  readonly p95Nanos: Nanoseconds;
  readonly p99Nanos: Nanoseconds;
  readonly maxNanos: Nanoseconds;
  readonly underTargetShare: Share;
}

export interface SymbolReport {
  readonly schema: typeof SYMBOL_SCHEMA;
  readonly program: ReportProgram;
  readonly symbol: string;
  readonly ticks: SymbolTicks;
  /** Of all symbols, and of ticks without one. */
  readonly allTicks: SymbolTicks;
  /** The slowest of its ticks that were kept. */
  readonly slowest: readonly SlowTick[];
  readonly orders: readonly ReportOrder[];
  readonly feed: readonly ReportFeed[];
  /** Absent where the processor was not sampled, or never in a tick of the symbol. */
  readonly profile?: ReportProfileRow;
  readonly histograms: { readonly ticks: HistogramData };
  /** What the record does not tell of one symbol, a sentence each. */
  readonly limits: readonly string[];
  readonly notes: readonly string[];
}
