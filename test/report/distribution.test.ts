import * as fc from 'fast-check';
import { ExponentialHistogram } from '../../src/model/histogram/exponential-histogram.js';
import type { Nanoseconds } from '../../src/model/units.js';
import { distributionLines } from '../../src/report/distribution.js';
import { plain } from '../../src/report/paint.js';

const page = { columns: 80, paint: plain };

function linesOf(values: readonly number[]): string[] {
  const histogram = new ExponentialHistogram(6);
  for (const value of values) histogram.record(value as Nanoseconds);
  return distributionLines(histogram.toData(), page).map((line) => line.trim());
}

it('counts in steps of 1, 2 and 5', () => {
  expect(linesOf([3, 15, 30, 30].map((micros) => micros * 1_000))).toEqual([
    '2 µs to 5 µs  ███████████████                 1  25.0 %',
    '5 µs to 10 µs                                  0   0.0 %',
    '10 µs to 20 µs  ███████████████                 1  25.0 %',
    '20 µs to 50 µs  ██████████████████████████████  2  50.0 %',
  ]);
});

it('takes larger steps where the values are far apart', () => {
  expect(linesOf([1_000, 1e9]).map((line) => line.split('  ')[0])).toEqual([
    '1 µs to 10 µs',
    '10 µs to 100 µs',
    '100 µs to 1 ms',
    '1 ms to 10 ms',
    '10 ms to 100 ms',
    '100 ms to 1 s',
    '1 s to 10 s',
  ]);
});

it('has every value in a row, and no more than a dozen rows or so', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(), fc.maxSafeNat(), fc.constant(0)), { minLength: 1 }), (values) => {
      const lines = linesOf(values);
      const counted = lines.reduce((sum, line) => sum + Number(/(\d+) +[\d.<]+ %$/.exec(line)?.[1]), 0);
      expect(counted).toBe(values.length);
      expect(lines.length).toBeLessThanOrEqual(17);
    }),
    { numRuns: 300 },
  );
});

it('draws nothing without values', () => {
  expect(linesOf([])).toEqual([]);
});
