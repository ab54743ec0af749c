import * as fc from 'fast-check';
import { type HistogramScale, bucketIndex, bucketUpperNanos } from '../../../src/model/histogram/histogram-buckets.js';
import { SEED } from '../../aggregate/random-trace.js';

const SCALES: readonly HistogramScale[] = [4, 6];

/** Whether `nanos` ns <= 2^(exponent/2^scale) s, in whole numbers: (nanos)^(2^scale) <= 10^(9*2^scale) * 2^exponent. */
function atMost(nanos: number, scale: HistogramScale, exponent: number): boolean {
  const steps = 2 ** scale;
  const left = BigInt(nanos) ** BigInt(steps);
  const right = 10n ** BigInt(9 * steps);
  return exponent >= 0 ? left <= right << BigInt(exponent) : left << BigInt(-exponent) <= right;
}

function isIn(nanos: number, scale: HistogramScale, index: number): boolean {
  return !atMost(nanos, scale, index) && atMost(nanos, scale, index + 1);
}

function bucketsOf(scale: HistogramScale): number[] {
  return Array.from({ length: 53 * 2 ** scale }, (_, position) => -30 * 2 ** scale + position);
}

describe('bucket boundaries', () => {
  it.each(SCALES)('scale %i: the largest nanosecond of every bucket is in it and the next one is not', (scale) => {
    // From 2^-30 s, below one nanosecond, to 2^23 s, 97 days.
    const wrong = bucketsOf(scale).filter((index) => {
      const upper = bucketUpperNanos(scale, index);
      return !atMost(upper, scale, index + 1) || atMost(upper + 1, scale, index + 1);
    });
    expect(wrong).toEqual([]);
  });

  it.each(SCALES)('scale %i: a nanosecond before, at and after every boundary finds its own bucket', (scale) => {
    const wrong = bucketsOf(scale)
      .slice(0, -1)
      .flatMap((index) => [-1, 0, 1].map((step) => bucketUpperNanos(scale, index) + step))
      .filter((nanos) => nanos >= 1 && !isIn(nanos, scale, bucketIndex(scale, nanos)));
    expect(wrong).toEqual([]);
  });

  it.each(SCALES)('scale %i: whole powers of two of a second close their bucket', (scale) => {
    expect(bucketIndex(scale, 1_000_000_000)).toBe(-1);
    expect(bucketIndex(scale, 1_000_000_001)).toBe(0);
    expect(bucketIndex(scale, 2_000_000_000)).toBe(2 ** scale - 1);
    expect(bucketIndex(scale, 500_000_000)).toBe(-(2 ** scale) - 1);
  });

  it('puts any duration where exact comparison puts it', () => {
    const magnitude = fc.double({ min: 0, max: 52, noNaN: true });
    fc.assert(
      fc.property(magnitude, fc.constantFrom(...SCALES), (exponent, scale) => {
        const nanos = Math.max(1, Math.floor(2 ** exponent));
        expect(isIn(nanos, scale, bucketIndex(scale, nanos))).toBe(true);
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });

  it('cuts every bucket of scale 4 into four of scale 6', () => {
    for (let index = -29 * 16; index < 23 * 16; index++) {
      expect(bucketUpperNanos(4, index)).toBe(bucketUpperNanos(6, 4 * index + 3));
    }
  });

  it('never leaves the table: 0 takes the first bucket, and what is too long the last', () => {
    expect(bucketIndex(4, 0)).toBe(-30 * 16);
    expect(bucketIndex(6, 2 ** 53)).toBe(23 * 64 - 1);
    expect(bucketIndex(6, 1e300)).toBe(23 * 64 - 1);
  });
});
