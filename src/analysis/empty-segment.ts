// A record of nothing: what a report is made from where there is no record.

import { ExponentialHistogram } from '../model/exponential-histogram.js';
import { HeavyHitters } from '../model/heavy-hitters.js';
import type { RecordSegment } from '../model/record-segment.js';
import type { Bytes, Nanoseconds, UnixMilliseconds } from '../model/units.js';

export const EMPTY_SEGMENT: RecordSegment = {
  fromUnixMillis: 0 as UnixMilliseconds,
  toUnixMillis: 0 as UnixMilliseconds,
  processes: [],
  ticks: {
    begun: 0,
    count: 0,
    failed: 0,
    underTarget: 0,
    late: 0,
    durations: new ExponentialHistogram(6).toData(),
  },
  groups: [],
  operations: [],
  heavyHitters: new HeavyHitters().toData(),
  samples: [],
  kept: [],
  instrumented: [],
  notSeen: [],
  overhead: {
    spans: 0,
    sampledSpans: 0,
    sampledSpanNanos: 0 as Nanoseconds,
    closedTicks: 0,
    closingNanos: 0 as Nanoseconds,
    writingNanos: 0 as Nanoseconds,
    writtenBytes: 0 as Bytes,
    longestHoldNanos: 0 as Nanoseconds,
  },
  losses: [],
};
