import * as fc from 'fast-check';
import { LOG_STEPS, type Sized, SizeSums } from '../../../src/model/sizes/size-sums.js';
import { SEED } from '../../aggregate/random-trace.js';

const anyCalls = fc.array(
  fc.record({
    sized: fc.constantFrom<Sized>('input', 'object'),
    size: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
    nanos: fc.integer({ min: 0, max: 1e12 }),
  }),
);

function sumsOf(calls: readonly { sized: Sized; size: number; nanos: number }[]): SizeSums {
  const sums = new SizeSums();
  for (const { sized, size, nanos } of calls) sums.add(sized, size, nanos);
  return sums;
}

it('adds up to the same in any order', () => {
  const sameEither = (one: Parameters<typeof sumsOf>[0], other: Parameters<typeof sumsOf>[0]): void => {
    const together = sumsOf([...one, ...other]).toRow();
    for (const [first, second] of [
      [one, other],
      [other, one],
    ] as const) {
      const merged = new SizeSums();
      merged.merge(sumsOf(first).toRow());
      merged.merge(sumsOf(second).toRow());
      expect(merged.toRow()).toEqual(together);
    }
  };
  fc.assert(fc.property(anyCalls, anyCalls, sameEither), { seed: SEED });
});

it('has the calls, their sizes and the logarithms of their times by size, 4.4 % a cell', () => {
  const calls = [100, 101, 200].map((size) => ({ sized: 'input' as const, size, nanos: 1_024 }));
  const { input, object } = sumsOf(calls).toRow();
  expect(object).toBeUndefined();
  expect(input?.calls.values).toEqual([2, ...new Array<number>(15).fill(0), 1]);
  expect(input?.sizes.values).toEqual([201, ...new Array<number>(15).fill(0), 200]);
  expect(input?.logSteps.values[0]).toBe(20 * LOG_STEPS);
});

it('has few cells however many calls there are', () => {
  const calls = Array.from({ length: 20_000 }, (_, place) => ({
    sized: 'input' as const,
    size: 1 + place * 200_000,
    nanos: place,
  }));
  expect(sumsOf(calls).toRow().input?.calls.values.length).toBeLessThanOrEqual(16 * 32);
});
