import * as fc from 'fast-check';
import { rankOperations } from '../../src/analysis/ranking.js';
import { bucketIndex } from '../../src/model/histogram/histogram-buckets.js';
import type { RecordSegment } from '../../src/model/record/record-segment.js';
import { accumulate, anyStream } from '../aggregate/measured-stream.js';
import { SEED } from '../aggregate/random-trace.js';
import { type PlannedTick, MICRO, repeated, segmentOf } from './segment-builder.js';

describe('the ranking', () => {
  it('is by the share of the slow ticks, not of all ticks', () => {
    // Most of 94 ticks of 100 µs is ema. The 6 slowest have 1,000 µs, 700 of them save: p95 is one of these, p94 is not.
    const fast: PlannedTick = { 'tick onTick': 10 * MICRO, 'indicator ema': 90 * MICRO };
    const slow: PlannedTick = { 'tick onTick': 300 * MICRO, 'database save': 700 * MICRO };
    const ranking = rankOperations(segmentOf([...repeated(94, fast), ...repeated(6, slow)]));
    expect(ranking).toEqual([
      {
        kind: 'database',
        name: 'save',
        share: 0.7,
        callsPerTick: 1,
        criticalPathNanosPerTick: 700 * MICRO,
        slowTicks: 6,
      },
      {
        kind: 'tick',
        name: 'onTick',
        share: 0.3,
        callsPerTick: 1,
        criticalPathNanosPerTick: 300 * MICRO,
        slowTicks: 6,
      },
    ]);
  });

  it('takes the whole bucket in which p95 lies, at scale 4', () => {
    // p95 is 1,000 µs; 990 µs is in the same bucket of scale 4 (965 to 1,007 µs), 960 µs is not.
    expect(bucketIndex(4, 990 * MICRO)).toBe(bucketIndex(4, 1_000 * MICRO));
    expect(bucketIndex(4, 960 * MICRO)).toBeLessThan(bucketIndex(4, 1_000 * MICRO));
    const ranking = rankOperations(
      segmentOf([
        ...repeated(90, { 'indicator ema': 960 * MICRO }),
        ...repeated(4, { 'indicator rsi': 990 * MICRO }),
        ...repeated(6, { 'database save': 1_000 * MICRO }),
      ]),
    );
    expect(ranking.map(({ name, slowTicks }) => [name, slowTicks])).toEqual([
      ['save', 10],
      ['rsi', 10],
    ]);
    expect(ranking[0]?.share).toBeCloseTo(6_000 / (6_000 + 4 * 990), 12);
    expect(ranking[1]?.callsPerTick).toBe(0.4);
  });

  it('is empty without ticks, and where ticks took no time', () => {
    expect(rankOperations(segmentOf([]))).toEqual([]);
    expect(rankOperations(segmentOf([{ 'tick onTick': 0 }]))).toEqual([]);
  });

  it('takes all ticks where p95 is no time at all', () => {
    const ranking = rankOperations(segmentOf([...repeated(99, { 'tick onTick': 0 }), { 'tick onTick': 5 }]));
    expect(ranking).toMatchObject([{ name: 'onTick', share: 1, callsPerTick: 1, slowTicks: 100 }]);
  });

  it('has shares that add up to 1, in descending order, and counts the ticks they are taken from', () => {
    fc.assert(
      fc.property(anyStream(1), (events) => {
        const [segment] = accumulate(events, 1) as [RecordSegment];
        const ranking = rankOperations(segment);
        const shares = ranking.map(({ share }) => share);
        expect(shares).toEqual(shares.toSorted((left, right) => right - left));
        const anyTime = segment.ticks.durations.sumNanos > 0;
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(anyTime ? 1 : 0, 12);

        // The same from the ticks one by one: their durations by nearest rank.
        const durations = events
          .filter(({ inTick }) => inTick)
          .map(({ planned }) => (planned[0]?.end ?? 0) - (planned[0]?.start ?? 0))
          .toSorted((left, right) => left - right);
        const p95 = durations[Math.ceil(0.95 * durations.length) - 1] ?? 0;
        const slow = durations.filter((nanos) => p95 === 0 || bucketIndex(4, nanos) >= bucketIndex(4, p95));
        const total = slow.reduce((sum, nanos) => sum + nanos, 0);
        for (const row of ranking) {
          expect(row.slowTicks).toBe(slow.length);
          expect(Math.abs(row.criticalPathNanosPerTick - (row.share * total) / slow.length)).toBeLessThan(1);
        }
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});
