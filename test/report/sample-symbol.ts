// The report of a symbol for tests of whatever prints it: of the rich report.

import type { ReportProfileRow } from '../../src/model/report/profile-report.js';
import { SYMBOL_SCHEMA, type SymbolReport } from '../../src/model/report/symbol-report.js';
import type { Nanoseconds, Share } from '../../src/model/units.js';
import { rich } from './sample-reports.js';

const SYMBOL = 'BTC/USDT';

const profile: ReportProfileRow = {
  scope: 'symbol',
  name: SYMBOL,
  samples: 400,
  share: 0.4 as Share,
  collecting: 0,
  frames: [
    {
      name: 'sign',
      location: 'src/sign.js:12',
      within: 'node:crypto',
      samples: 300,
      share: 0.75 as Share,
      lowShare: 0.7 as Share,
      highShare: 0.79 as Share,
    },
  ],
};

const isOfSymbol = (row: { readonly symbol?: string }): boolean => row.symbol === SYMBOL;

/** Everything that a record can have of one symbol. */
export const symbolReport: SymbolReport = {
  schema: SYMBOL_SCHEMA,
  program: rich.program,
  symbol: SYMBOL,
  ticks: {
    count: 4_000,
    failed: 3,
    p50Nanos: 210_000 as Nanoseconds,
    p95Nanos: 1_310_000 as Nanoseconds,
    p99Nanos: 2_400_000 as Nanoseconds,
    maxNanos: 9_100_000 as Nanoseconds,
    underTargetShare: 0.91 as Share,
  },
  allTicks: rich.ticks,
  slowest: rich.slowest.filter(isOfSymbol),
  orders: rich.orders.filter(isOfSymbol),
  feed: rich.feed.filter(isOfSymbol),
  profile,
  histograms: rich.histograms,
  limits: ['What it does not tell.'],
  notes: ['bot.tks is cut off.'],
};
