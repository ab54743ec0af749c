// The timeline of a rich report: five minutes, one without ticks.

import type { ReportTimelinePoint } from '../../src/model/report/timeline-report.js';
import type { Bytes, Nanoseconds, UnixMilliseconds } from '../../src/model/units.js';

const BEGAN = Date.UTC(2026, 10, 23, 14, 2);
const micros = (amount: number): Nanoseconds => (amount * 1_000) as Nanoseconds;

/** @param ticks by bucket, from 488 to 691 µs on */
function minute(number: number, ticks: readonly number[], p95Micros: number, rssBytes: number): ReportTimelinePoint {
  const count = ticks.reduce((sum, value) => sum + value, 0);
  return {
    fromUnixMillis: (BEGAN + 60_000 * number) as UnixMilliseconds,
    toUnixMillis: (BEGAN + 60_000 * (number + 1)) as UnixMilliseconds,
    ticks: count,
    failed: number === 1 ? 3 : 0,
    underTarget: (ticks[0] ?? 0) + (ticks[1] ?? 0),
    ...(count > 0 && { p50Nanos: micros(480), p95Nanos: micros(p95Micros), maxNanos: micros(2 * p95Micros) }),
    durations: { offset: count === 0 ? 0 : -22, values: ticks },
    rssBytes: rssBytes as Bytes,
    heapUsedBytes: (rssBytes / 2) as Bytes,
  };
}

export const richTimeline: readonly ReportTimelinePoint[] = [
  minute(0, [1_800, 400, 200, 88], 2_100, 71_200_000),
  minute(1, [1_700, 300, 500, 12, 0, 0, 0, 0, 0, 5], 41_300, 80_100_000),
  minute(2, [], 0, 80_100_000),
  minute(3, [2_000, 1_100, 300], 1_400, 82_400_000),
  minute(4, [3_000, 803, 200], 1_300, 84_100_000),
];
