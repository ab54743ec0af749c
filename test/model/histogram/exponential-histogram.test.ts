import * as fc from 'fast-check';
import { ExponentialHistogram } from '../../../src/model/histogram/exponential-histogram.js';
import { type HistogramScale, bucketIndex } from '../../../src/model/histogram/histogram-buckets.js';
import type { Nanoseconds } from '../../../src/model/units.js';
import { SEED } from '../../aggregate/random-trace.js';

const anyScale = fc.constantFrom<HistogramScale>(4, 6);
/** From nothing to a day, as many short ones as long ones. */
const anyNanos = fc.oneof(
  fc.constant(0),
  fc.double({ min: 0, max: 46.4, noNaN: true }).map((exponent) => Math.floor(2 ** exponent)),
);

function histogramOf(scale: HistogramScale, values: readonly number[]): ExponentialHistogram {
  const histogram = new ExponentialHistogram(scale);
  for (const nanos of values) histogram.record(nanos as Nanoseconds);
  return histogram;
}

describe('an exponential histogram', () => {
  it('counts, adds up and remembers the ends', () => {
    const histogram = histogramOf(6, [0, 1_000, 3_000, 2_000, 0]);
    expect(histogram.toData()).toMatchObject({
      scale: 6,
      count: 5,
      sumNanos: 6_000,
      minNanos: 0,
      maxNanos: 3_000,
      zeroCount: 2,
    });
    expect(histogram.toData().buckets.values.reduce((sum, count) => sum + count, 0)).toBe(3);
  });

  it('is all zeros without values', () => {
    const histogram = new ExponentialHistogram(4);
    expect(histogram.quantile(0.95)).toBe(0);
    expect(histogram.quantileBucket(0.95)).toBeUndefined();
    expect(histogram.toData()).toEqual({
      scale: 4,
      count: 0,
      sumNanos: 0,
      minNanos: 0,
      maxNanos: 0,
      zeroCount: 0,
      buckets: { offset: 0, values: [] },
    });
  });

  it('takes the nearest rank: of 20 values p95 is the 19th', () => {
    const histogram = histogramOf(6, [...Array(19).fill(1_000), 1_000_000]);
    expect(histogram.quantileBucket(0.95)).toBe(bucketIndex(6, 1_000));
    expect(histogram.quantileBucket(0.951)).toBe(bucketIndex(6, 1_000_000));
    expect(histogram.quantileBucket(0)).toBe(bucketIndex(6, 1_000));
    expect(histogram.quantileBucket(1)).toBe(bucketIndex(6, 1_000_000));
  });

  it('never names a quantile beyond the smallest and the largest value', () => {
    // The middle of their bucket is 1,001 ns.
    expect(histogramOf(6, [1_000, 1_000]).quantile(0.5)).toBe(1_000);
  });

  it('finds every quantile within half a bucket: 0.55 % at scale 6, 2.2 % at scale 4', () => {
    fc.assert(
      fc.property(
        anyScale,
        fc.array(anyNanos, { minLength: 1, maxLength: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (scale, values, quantile) => {
          const sorted = values.toSorted((left, right) => left - right);
          const exact = sorted[Math.max(1, Math.ceil(quantile * sorted.length)) - 1] as number;
          const found = histogramOf(scale, values).quantile(quantile);
          // Half a bucket is a factor of 2^(1/2^(scale+1)); half a nanosecond more for rounding the middle.
          const error = exact * (2 ** (1 / 2 ** (scale + 1)) - 1) + 0.5;
          expect(Math.abs(found - exact)).toBeLessThanOrEqual(error);
        },
      ),
      { seed: SEED, numRuns: 2_000 },
    );
  });

  it('merges bit for bit, from histograms and from data, and leaves what it merges as it is', () => {
    fc.assert(
      fc.property(anyScale, fc.array(anyNanos), fc.array(anyNanos), (scale, some, others) => {
        const whole = histogramOf(scale, [...some, ...others]).toData();
        const right = histogramOf(scale, others);
        const rightBefore = right.toData();
        const left = histogramOf(scale, some);
        left.merge(right);
        expect(left.toData()).toEqual(whole);
        const fromData = ExponentialHistogram.fromData(rightBefore);
        fromData.merge(histogramOf(scale, some).toData());
        expect(fromData.toData()).toEqual(whole);
        expect(right.toData()).toEqual(rightBefore);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('refuses a histogram of another scale', () => {
    expect(() => new ExponentialHistogram(6).merge(new ExponentialHistogram(4))).toThrow(
      'a histogram of scale 4 cannot be merged into one of scale 6',
    );
  });
});
