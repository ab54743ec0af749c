// A record of nothing: what a report is made from where there is no record.

import { ArrivalAccumulator } from './arrival-accumulator.js';
import { ExponentialHistogram } from '../model/histogram/exponential-histogram.js';
import { HeavyHitters } from '../model/histogram/heavy-hitters.js';
import type { RecordSegment } from '../model/record/record-segment.js';
import type { UnixMilliseconds } from '../model/units.js';
import { OverheadLedger } from './overhead-ledger.js';

export const EMPTY_SEGMENT: RecordSegment = {
  fromUnixMillis: 0 as UnixMilliseconds,
  toUnixMillis: 0 as UnixMilliseconds,
  processes: [],
  ticks: {
    started: 0,
    count: 0,
    failed: 0,
    underTarget: 0,
    late: 0,
    durations: new ExponentialHistogram(6).toData(),
  },
  arrivals: new ArrivalAccumulator().toTotals(),
  groups: [],
  feeds: [],
  orders: [],
  operations: [],
  heavyHitters: new HeavyHitters().toData(),
  samples: [],
  owners: [],
  stalls: [],
  gc: [],
  resources: [],
  kept: [],
  caches: [],
  externals: [],
  instrumented: [],
  notSeen: [],
  profiles: [],
  memory: [],
  overhead: new OverheadLedger().totals,
  losses: [],
};
