import * as fc from 'fast-check';
import { DurationsOverTime, type TimedOperation } from '../../../src/analysis/growth/durations-over-time.js';
import { seededRandom } from '../../../src/analysis/statistics/seeded-random.js';
import { ExponentialHistogram } from '../../../src/model/histogram/exponential-histogram.js';
import type { GroupRow, OperationRow, RecordSegment } from '../../../src/model/record/record-segment.js';
import type { Nanoseconds, UnixMilliseconds } from '../../../src/model/units.js';
import { SEED } from '../../aggregate/random-trace.js';
import { BEGIN } from '../segment-builder.js';

type TimedSegment = Parameters<DurationsOverTime['add']>[0];

function histogramOf(durations: readonly number[], scale: 4 | 6): ReturnType<ExponentialHistogram['toData']> {
  const histogram = new ExponentialHistogram(scale);
  for (const nanos of durations) histogram.record(nanos as Nanoseconds);
  return histogram.toData();
}

function segmentAt(seconds: number, durations: readonly number[], kind = 'indicator', name = 'ema'): TimedSegment {
  const fromUnixMillis = (BEGIN + seconds * 1_000) as UnixMilliseconds;
  const isTick = kind === 'tick';
  return {
    fromUnixMillis,
    toUnixMillis: (fromUnixMillis + 10_000) as UnixMilliseconds,
    groups: isTick ? [{ dimension: 'name', name, durations: histogramOf(durations, 6) } as GroupRow] : [],
    operations: [{ kind, name, durations: histogramOf(durations, 4) } as OperationRow],
  } satisfies Pick<RecordSegment, 'fromUnixMillis' | 'toUnixMillis' | 'groups' | 'operations'>;
}

function followed(segments: readonly TimedSegment[]): TimedOperation[] {
  const durations = new DurationsOverTime();
  for (const segment of segments) durations.add(segment);
  return [...durations.operations()];
}

/** Spread evenly from 100 to 200 µs: the median is 150, the p95 195. */
const even = (count: number): number[] =>
  Array.from({ length: count }, (_, place) => Math.round(100_000 + (100_000 * (place + 1)) / (count + 1)));

describe('durations over time', () => {
  it.each([20, 60, 1_000])('have a median and a p95 that few calls do not bend: %d calls', (calls) => {
    const [operation] = followed([segmentAt(0, even(calls))]);
    expect((operation?.points[0]?.medianNanos ?? 0) / 150_000).toBeCloseTo(1, 1);
    expect(Math.abs((operation?.points[0]?.medianNanos ?? 0) / 150_000 - 1)).toBeLessThan(0.02);
    expect(Math.abs((operation?.points[0]?.p95Nanos ?? 0) / 195_000 - 1)).toBeLessThan(0.02);
  });

  it('move within a bucket, where most calls are in one', () => {
    const medians = [30, 40, 50, 60, 70].map((below) => {
      const durations = [
        ...Array.from({ length: below }, () => 101_000),
        ...Array.from({ length: 100 - below }, () => 105_500),
      ];
      return followed([segmentAt(0, durations)])[0]?.points[0]?.medianNanos ?? 0;
    });
    expect(medians).toEqual(medians.toSorted((one, other) => other - one));
    expect(new Set(medians).size).toBe(5);
  });

  it('are those of whole ticks by name, and of operations that have time of their own', () => {
    const durations = even(50);
    const all = [
      segmentAt(0, durations, 'tick', 'onTrade'),
      segmentAt(0, durations, 'wait', 'pool'),
      segmentAt(0, durations, 'untraced', 'onTrade'),
      segmentAt(0, durations, 'query', '__other__'),
      segmentAt(0, durations, 'query', 'SELECT 1'),
      segmentAt(0, [], 'query', 'SELECT 2'),
      segmentAt(0, [0, 0, 0], 'query', 'SELECT 3'),
    ];
    expect(followed(all).map(({ kind, name }) => `${kind} ${name}`)).toEqual(['tick onTrade', 'query SELECT 1']);
  });

  it('are the same points in whatever order the segments come, however long the record is', () => {
    const anySegment = fc.record({
      seconds: fc.integer({ min: 0, max: 900_000 }),
      durations: fc.array(fc.integer({ min: 1, max: 1e7 }), { minLength: 1, maxLength: 5 }),
    });
    const anyRecord = fc.array(anySegment, { minLength: 300, maxLength: 700 });
    fc.assert(
      fc.property(anyRecord, fc.nat(), (planned, seed) => {
        const order = seededRandom(seed);
        const segments = planned.map(({ seconds, durations }) => segmentAt(seconds, durations));
        const shuffled = segments
          .map((segment) => ({ segment, at: order() }))
          .toSorted((one, other) => one.at - other.at)
          .map(({ segment }) => segment);
        const [found] = followed(segments);
        expect(followed(shuffled)).toEqual([found]);
        expect(found?.points.length).toBeLessThanOrEqual(256);
        const calls = planned.flatMap(({ durations }) => durations);
        expect(found?.points.reduce((sum, point) => sum + point.calls, 0)).toBe(calls.length);
      }),
      { seed: SEED, numRuns: 10 },
    );
  });
});
