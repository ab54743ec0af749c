import * as fc from 'fast-check';
import { pairedEstimate, unpairedEstimate } from '../../../src/analysis/statistics/hodges-lehmann.js';
import { SEED } from '../../aggregate/random-trace.js';

/** Without two that are equal, and without two whose mean is another one: ranks are then whole numbers. */
const anyDistinct = (minLength: number, maxLength: number): fc.Arbitrary<number[]> =>
  fc
    .uniqueArray(fc.integer({ min: -1_000, max: 1_000 }), { minLength, maxLength })
    .map((values) => values.map((value, place) => value + Math.SQRT2 ** (-place - 3)));

/** The p-value of Wilcoxon's signed-rank test, all signs counted one by one. */
function signedRankChance(differences: readonly number[]): number {
  const sorted = differences.toSorted((one, other) => Math.abs(one) - Math.abs(other));
  const above = sorted.reduce((total, value, place) => total + (value > 0 ? place + 1 : 0), 0);
  const most = (sorted.length * (sorted.length + 1)) / 2;
  const seen = Math.min(above, most - above);
  let asFar = 0;
  for (let signs = 0; signs < 2 ** sorted.length; signs++) {
    const sum = sorted.reduce((total, _, place) => total + (((signs >> place) & 1) === 1 ? place + 1 : 0), 0);
    if (Math.min(sum, most - sum) <= seen) asFar++;
  }
  return asFar / 2 ** sorted.length;
}

/** The p-value of the test of Mann and Whitney, all choices counted one by one. */
function rankSumChance(before: readonly number[], after: readonly number[]): number {
  const all = [...before, ...after].toSorted((one, other) => one - other);
  const most = before.length * after.length;
  const least = (before.length * (before.length + 1)) / 2;
  const extremeness = (isBefore: (value: number, place: number) => boolean): number => {
    const above = all.reduce((total, value, place) => total + (isBefore(value, place) ? place + 1 : 0), 0) - least;
    return Math.min(above, most - above);
  };
  const seen = extremeness((value) => before.includes(value));
  let choices = 0;
  let asFar = 0;
  for (let bits = 0; bits < 2 ** all.length; bits++) {
    if (all.filter((_, place) => ((bits >> place) & 1) === 1).length !== before.length) continue;
    choices++;
    if (extremeness((_, place) => ((bits >> place) & 1) === 1) <= seen) asFar++;
  }
  return asFar / choices;
}

describe('the estimate of paired runs', () => {
  it('is that of Hollander and Wolfe, table 3.1', () => {
    const before = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
    const after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
    const found = pairedEstimate(after.map((value, place) => value - (before[place] as number)));
    expect(found.estimate).toBeCloseTo(-0.46, 3);
    expect(found.lower).toBeCloseTo(-0.786, 3);
    expect(found.upper).toBeCloseTo(-0.01, 3);
    expect(found.confidence).toBeCloseTo(0.961, 3);
  });

  it('has limits that are just those shifts that the signed-rank test cannot refuse', () => {
    fc.assert(
      fc.property(anyDistinct(6, 8), (differences) => {
        const { lower, upper, confidence } = pairedEstimate(differences);
        const chanceAt = (shift: number): number => signedRankChance(differences.map((value) => value - shift));
        const step = 1e-9;
        expect(chanceAt(lower - step)).toBeCloseTo(1 - confidence, 9);
        expect(chanceAt(upper + step)).toBeCloseTo(1 - confidence, 9);
        expect(1 - confidence).toBeLessThanOrEqual(0.05);
        expect(chanceAt(lower + step)).toBeGreaterThan(0.05);
        expect(chanceAt(upper - step)).toBeGreaterThan(0.05);
      }),
      { seed: SEED, numRuns: 15 },
    );
  });

  it('has no limits below six pairs, and says so', () => {
    expect(pairedEstimate([1, 2, 3, 4, 5])).toEqual({ estimate: 3, lower: -Infinity, upper: Infinity, confidence: 1 });
    expect(pairedEstimate([1, 2, 3, 4, 5, 6])).toMatchObject({ lower: 1, upper: 6, confidence: 1 - 2 / 64 });
    expect(pairedEstimate([]).estimate).toBeNaN();
  });

  it('moves with the runs, and is not moved by one bad run in ten', () => {
    const differences = [3, 1, 4, 1.5, 9, 2.6, 5, 3.5, 8, 9.7];
    const found = pairedEstimate(differences);
    const moved = pairedEstimate(differences.map((value) => value + 100));
    expect(moved.estimate).toBeCloseTo(found.estimate + 100, 9);
    expect(moved.lower).toBeCloseTo(found.lower + 100, 9);
    const spoiled = pairedEstimate([...differences.slice(1), 1e6]);
    expect(spoiled.estimate).toBeLessThan(10);
    expect(spoiled.lower).toBeLessThan(10);
  });

  it('comes to what the normal distribution says of many pairs', () => {
    const { confidence, lower, upper } = pairedEstimate(Array.from({ length: 100 }, (_, place) => place - 49.5));
    expect(confidence).toBeCloseTo(0.95, 3);
    // 1.96 standard errors of evenly spread values, of which the estimate is as good as their mean.
    const half = (1.96 * Math.sqrt((100 ** 2 - 1) / 12)) / 10;
    expect((upper - lower) / 2).toBeGreaterThan(0.95 * half);
    expect((upper - lower) / 2).toBeLessThan(1.1 * half);
  });
});

describe('the estimate of runs that are not paired', () => {
  it('has limits that are just those shifts that the rank-sum test cannot refuse', () => {
    fc.assert(
      fc.property(anyDistinct(8, 10), fc.integer({ min: 4, max: 5 }), (values, first) => {
        const before = values.slice(0, first);
        const after = values.slice(first);
        const { estimate, lower, upper, confidence } = unpairedEstimate(before, after);
        fc.pre(lower !== -Infinity);
        const chanceAt = (shift: number): number =>
          rankSumChance(
            before,
            after.map((value) => value - shift),
          );
        const step = 1e-9;
        expect(chanceAt(lower - step)).toBeCloseTo(1 - confidence, 9);
        expect(chanceAt(upper + step)).toBeCloseTo(1 - confidence, 9);
        expect(chanceAt(lower + step)).toBeGreaterThan(0.05);
        expect(chanceAt(upper - step)).toBeGreaterThan(0.05);
        expect(estimate).toBeGreaterThanOrEqual(lower);
        expect(estimate).toBeLessThanOrEqual(upper);
      }),
      { seed: SEED, numRuns: 15 },
    );
  });

  it('has no limits with three runs a side: one choice in ten has all of one side below', () => {
    expect(unpairedEstimate([1, 2, 3], [5, 6, 7])).toEqual({
      estimate: 4,
      lower: -Infinity,
      upper: Infinity,
      confidence: 1,
    });
    expect(unpairedEstimate([1, 2, 3, 4], [5, 6, 7, 8]).confidence).toBeCloseTo(1 - 2 / 70, 12);
  });
});
