import fc from 'fast-check';
import { buildReport } from '../../src/analysis/build-report.js';
import { TIMELINE_POINTS, Timeline } from '../../src/analysis/timeline.js';
import { bucketUpperNanos } from '../../src/model/histogram/histogram-buckets.js';
import type { StoredSegment } from '../../src/model/record/record-segment.js';
import type { ReportTimelinePoint } from '../../src/model/report/timeline-report.js';
import type { UnixMilliseconds } from '../../src/model/units.js';
import { BEGIN, MICRO, MILLI, type PlannedSample, sampleOf, segmentOf } from './segment-builder.js';

interface Stretch {
  /** In seconds since the begin. */
  readonly from: number;
  readonly to: number;
  readonly nanos?: readonly number[];
  readonly samples?: readonly PlannedSample[];
}

function stored({ from, to, nanos = [], samples = [] }: Stretch): StoredSegment {
  return segmentOf(
    nanos.map((duration) => ({ 'tick onTick': duration })),
    {
      fromUnixMillis: (BEGIN + 1_000 * from) as UnixMilliseconds,
      toUnixMillis: (BEGIN + 1_000 * to) as UnixMilliseconds,
      samples: samples.map(sampleOf),
    },
  );
}

function pointsOf(segments: readonly StoredSegment[]): ReportTimelinePoint[] {
  const timeline = new Timeline();
  for (const segment of segments) timeline.add(segment);
  return timeline.toPoints();
}

const total = (points: readonly ReportTimelinePoint[], of: (point: ReportTimelinePoint) => number): number =>
  points.reduce((sum, point) => sum + of(point), 0);

it('has a point for each segment of a short record', () => {
  const points = pointsOf([
    stored({ from: 0, to: 10, nanos: [400 * MICRO, 2 * MILLI] }),
    stored({ from: 10, to: 20, nanos: [300 * MICRO] }),
    stored({ from: 20, to: 30 }),
  ]);
  expect(points.map(({ ticks, underTarget, maxNanos }) => ({ ticks, underTarget, maxNanos }))).toEqual([
    { ticks: 2, underTarget: 1, maxNanos: 2 * MILLI },
    { ticks: 1, underTarget: 1, maxNanos: 300 * MICRO },
    { ticks: 0, underTarget: 0, maxNanos: undefined },
  ]);
  expect(points.map(({ fromUnixMillis, toUnixMillis }) => [fromUnixMillis - BEGIN, toUnixMillis - BEGIN])).toEqual([
    [0, 10_000],
    [10_000, 20_000],
    [20_000, 30_000],
  ]);
});

it('is absent where the record is one stretch, and where there is none', () => {
  expect(buildReport([stored({ from: 0, to: 10, nanos: [MILLI] })], []).timeline).toBeUndefined();
  expect(buildReport([], []).timeline).toBeUndefined();
});

it('leaves an old hour and young segments of ten seconds as long as they are', () => {
  const points = pointsOf([
    stored({ from: 0, to: 3_600, nanos: [MILLI] }),
    stored({ from: 3_600, to: 3_610, nanos: [MILLI] }),
    stored({ from: 3_610, to: 3_620, nanos: [MILLI] }),
  ]);
  expect(points.map(({ fromUnixMillis, toUnixMillis }) => toUnixMillis - fromUnixMillis)).toEqual([
    3_600_000, 10_000, 10_000,
  ]);
});

it('counts each tick in the bucket whose limits its duration lies between', () => {
  // 2^-10 s is 976,562.5 ns: buckets of half a doubling end there, and at 1.38 ms and 691 µs.
  const [point] = pointsOf([
    stored({ from: 0, to: 10, nanos: [976_562, 976_563, 1_381_067, 690_000] }),
    stored({ from: 10, to: 20 }),
  ]);
  expect(point?.durations).toEqual({ offset: -22, values: [1, 1, 2] });
  expect(bucketUpperNanos(4, -10 * 16 - 1)).toBe(976_562);
});

describe('memory', () => {
  const rss = (points: readonly ReportTimelinePoint[]): (number | undefined)[] =>
    points.map(({ rssBytes }) => rssBytes);

  it('is the last sample of each process, added up', () => {
    const points = pointsOf([
      stored({
        from: 0,
        to: 10,
        samples: [
          { second: 1, rssBytes: 10 },
          { second: 9, rssBytes: 30 },
          { second: 2, rssBytes: 500, process: 'p2' },
        ],
      }),
      stored({ from: 10, to: 20, samples: [{ second: 12, rssBytes: 40 }] }),
    ]);
    // The second process has no sample any more: it may have ended.
    expect(rss(points)).toEqual([530, 40]);
  });

  it('is what a process held before, where it has no sample but lives', () => {
    const points = pointsOf([
      stored({ from: 0, to: 10, samples: [{ second: 1, rssBytes: 10 }] }),
      stored({ from: 10, to: 20 }),
      stored({ from: 20, to: 30, samples: [{ second: 25, rssBytes: 20 }] }),
      stored({ from: 30, to: 40 }),
    ]);
    expect(rss(points)).toEqual([10, 10, 20, undefined]);
  });
});

it('keeps every tick of a long record in a bounded number of points, in any order', () => {
  const anySegments = fc.array(
    fc.record({ from: fc.integer({ min: 0, max: 90_000 }), nanos: fc.array(fc.integer({ min: 1, max: 1e10 })) }),
    { minLength: 2, maxLength: 700 },
  );
  fc.assert(
    fc.property(anySegments, (planned) => {
      const segments = planned.map(({ from, nanos }) => stored({ from, to: from + 10, nanos }));
      const points = pointsOf(segments);
      expect(points.length).toBeLessThanOrEqual(TIMELINE_POINTS);
      expect(pointsOf(segments.toReversed())).toEqual(points);
      if (points.length === 0) return;
      const ticks = planned.reduce((sum, { nanos }) => sum + nanos.length, 0);
      expect(total(points, (point) => point.ticks)).toBe(ticks);
      expect(total(points, ({ durations }) => durations.values.reduce((sum, value) => sum + value, 0))).toBe(ticks);
    }),
    { numRuns: 40 },
  );
});

it('does not take the row of a process that left nothing for a stretch', () => {
  const nothing = segmentOf([], { fromUnixMillis: 0 as UnixMilliseconds, toUnixMillis: 0 as UnixMilliseconds });
  expect(pointsOf([stored({ from: 0, to: 10, nanos: [1] }), nothing])).toEqual([]);
});
