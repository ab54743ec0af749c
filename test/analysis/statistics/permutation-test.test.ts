import * as fc from 'fast-check';
import { DRAWS, permutationTest, signFlipTest } from '../../../src/analysis/statistics/permutation-test.js';
import { SEED } from '../../aggregate/random-trace.js';

/** Whole numbers, so that sums are exact and ties are many. */
const anyValues = (minLength: number, maxLength: number): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: -9, max: 9 }), { minLength, maxLength });

/** Every choice of signs, one after the other. */
function countedSigns(differences: readonly number[]): number {
  const seen = Math.abs(differences.reduce((total, value) => total + value, 0));
  let asFar = 0;
  for (let signs = 0; signs < 2 ** differences.length; signs++) {
    const sum = differences.reduce((total, value, place) => total + (((signs >> place) & 1) === 1 ? value : -value), 0);
    if (Math.abs(sum) >= seen) asFar++;
  }
  return asFar / 2 ** differences.length;
}

/** Every choice of the runs that are called "before", and the distance of the means, in whole numbers. */
function countedChoices(before: readonly number[], after: readonly number[]): number {
  const all = [...before, ...after];
  const apart = (isBefore: (place: number) => boolean): number => {
    const sums = all.reduce(
      (total, value, place) => total + (isBefore(place) ? after.length : -before.length) * value,
      0,
    );
    return Math.abs(sums);
  };
  const seen = apart((place) => place < before.length);
  let choices = 0;
  let asFar = 0;
  for (let bits = 0; bits < 2 ** all.length; bits++) {
    const isBefore = (place: number): boolean => ((bits >> place) & 1) === 1;
    if (all.filter((_, place) => isBefore(place)).length !== before.length) continue;
    choices++;
    if (apart(isBefore) >= seen) asFar++;
  }
  return asFar / choices;
}

describe('the sign-flip test', () => {
  it("finds Fisher's 1,726 of 32,768 signs in Darwin's maize", () => {
    const maize = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];
    expect(signFlipTest(maize)).toBe(1_726 / 32_768);
  });

  it('is the share of all signs, counted one by one', () => {
    fc.assert(
      fc.property(anyValues(1, 9), (differences) => {
        expect(signFlipTest(differences)).toBe(countedSigns(differences));
        expect(signFlipTest(differences.map((value) => value / 10))).toBe(countedSigns(differences));
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('is 1 without differences, and where there is no difference', () => {
    expect(signFlipTest([])).toBe(1);
    expect(signFlipTest([0, 0, 0, 0, 0, 0])).toBe(1);
  });

  it('draws signs where there are too many, and comes close to the normal distribution', () => {
    // The sum of 40 signs of size 1 is beyond 12 either way in 8.1 % of cases, by the binomial distribution.
    const differences = Array.from({ length: 40 }, (_, place) => (place < 26 ? 1 : -1));
    expect(Math.abs(signFlipTest(differences) - 0.0807)).toBeLessThan(4 * Math.sqrt((0.0807 * 0.9193) / DRAWS));
    expect(signFlipTest(differences, 5)).toBe(signFlipTest(differences, 5));
    expect(signFlipTest(differences, 5)).not.toBe(signFlipTest(differences, 6));
  });

  it('never calls anything impossible by a sample', () => {
    expect(signFlipTest(Array.from({ length: 200 }, () => 1))).toBe(1 / (DRAWS + 1));
  });
});

describe('the permutation test of runs that are not paired', () => {
  it('is the share of all choices, counted one by one', () => {
    fc.assert(
      fc.property(anyValues(1, 5), anyValues(1, 5), (before, after) => {
        expect(permutationTest(before, after)).toBeCloseTo(countedChoices(before, after), 12);
        const tenths = (values: number[]): number[] => values.map((value) => value / 10);
        expect(permutationTest(tenths(before), tenths(after))).toBeCloseTo(countedChoices(before, after), 12);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('has 2 of the 184,756 choices where all of ten runs are above all of ten others', () => {
    const before = Array.from({ length: 10 }, (_, place) => place);
    const after = before.map((value) => value + 100);
    expect(permutationTest(before, after)).toBe(2 / 184_756);
    expect(permutationTest(after, before)).toBe(2 / 184_756);
  });

  it('draws choices where there are too many, and agrees with the choices that can be counted', () => {
    // Eleven runs of each side: too many by two. Of 0s and 1s, the hypergeometric distribution counts them.
    const zeros = (count: number): number[] => Array.from({ length: 11 }, (_, place) => (place < count ? 0 : 1));
    // 8 of 12 zeros on one side: C(12,8) C(10,3) / C(22,11) and everything further out, both sides.
    const ways = (above: number): number => (choose(12, above) * choose(10, 11 - above)) / choose(22, 11);
    const exact = [0, 1, 2, 3, 4, 8, 9, 10, 11].reduce((total, above) => total + ways(above), 0);
    const found = permutationTest(zeros(8), zeros(4));
    expect(Math.abs(found - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / DRAWS));
  });

  it('is 1 where one side has no runs', () => {
    expect(permutationTest([], [1, 2])).toBe(1);
    expect(permutationTest([1, 2], [])).toBe(1);
  });
});

function choose(all: number, some: number): number {
  if (some < 0 || some > all) return 0;
  return some === 0 ? 1 : (choose(all - 1, some - 1) * all) / some;
}
