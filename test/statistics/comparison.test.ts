// The trials are those of `npm run statistics`, fewer of them: a share of 400 is then known to some points only.

import { createRequire } from 'node:module';
import { compareRuns } from '../../src/analysis/statistics/comparison.js';
import { seededRandom } from '../../src/analysis/statistics/seeded-random.js';

interface Noise {
  readonly runSd: number;
}
interface Trials {
  readonly significant: number;
  readonly covered: number;
  readonly shown: number;
  readonly wrongWay: number;
  readonly couldHaveSeen: number;
}
interface Given {
  readonly noise: Noise;
  readonly runs: number;
  readonly ticksPerRun: number;
  readonly effect: number;
  readonly isPaired: boolean;
  readonly trials: number;
  readonly seed: number;
}
type Statistics = Record<string, unknown>;

const load = createRequire(__filename);
const { NOISE, DRIFT } = load('../../benchmarks/trials/noise.js') as { NOISE: Record<string, Noise>; DRIFT: Noise };
const { compareOften, familiesWrong } = load('../../benchmarks/trials/comparison-trials.js') as {
  compareOften: (statistics: Statistics, given: Given) => Trials;
  familiesWrong: (
    statistics: Statistics,
    given: Omit<Given, 'effect' | 'isPaired'> & { readonly size: number },
  ) => number;
};

const statistics = { compareRuns, seededRandom };
const TRIALS = 400;
const FEWER = 150;
/** 99.9 % of all seeds are within so much of the true share. */
const within = (share: number, trials: number = TRIALS): number => 3.3 * Math.sqrt((share * (1 - share)) / trials);

const fast = [100, 104, 98, 101, 103, 99, 102, 100, 97, 101];
const times = (factor: number): number[] => fast.map((value, place) => value * (factor + place / 1e4));

describe('a comparison of runs', () => {
  it.each([true, false])('says by how much the time went up or down (paired: %s)', (isPaired) => {
    const [slower, faster] = compareRuns([
      { before: fast, after: times(1.2), isPaired },
      { before: times(1.2), after: fast, isPaired },
    ]);
    expect(slower).toMatchObject({ change: 'slower', runs: 10 });
    expect(slower?.estimateShare).toBeCloseTo(0.2, 2);
    expect(faster?.change).toBe('faster');
    expect(faster?.estimateShare).toBeCloseTo(1 / 1.2 - 1, 2);
  });

  it('shows no change below 3 %, however sure it is, and could have seen little more', () => {
    const [found] = compareRuns([{ before: fast, after: times(1.02), isPaired: true }]);
    expect(found).toMatchObject({ change: 'no change shown' });
    expect(found?.pValue).toBeLessThan(0.01);
    expect(found?.lowerShare).toBeGreaterThan(0);
    expect(found?.couldHaveSeenShare).toBeGreaterThanOrEqual(0.03);
    expect(found?.couldHaveSeenShare).toBeLessThan(0.031);
  });

  it('can show nothing with five pairs, and says that it could have seen nothing', () => {
    const [found] = compareRuns([{ before: fast.slice(0, 5), after: times(9).slice(0, 5), isPaired: true }]);
    expect(found).toMatchObject({
      change: 'no change shown',
      runs: 5,
      lowerShare: -1,
      upperShare: Infinity,
      couldHaveSeenShare: Infinity,
    });
  });

  it('asks more of each where many are compared, and says so', () => {
    const one = { before: fast, after: times(1.2), isPaired: true };
    const many = compareRuns(Array.from({ length: 30 }, () => one));
    // Ten pairs have no p-value below 2 in 1,024: thirty of them are more than 5 %.
    expect(many.map(({ change }) => change)).toEqual(many.map(() => 'no change shown'));
    expect(many[0]).toMatchObject({ couldHaveSeenShare: Infinity });
    expect(compareRuns([one])[0]).toMatchObject({ change: 'slower' });
  });

  it('leaves out runs that measured no time, and the other run of the pair with them', () => {
    const before = [...fast, 0, 100, NaN];
    const after = [...times(1.2), 100, Infinity, 100];
    const [found] = compareRuns([{ before, after, isPaired: true }]);
    expect(found).toEqual(compareRuns([{ before: fast, after: times(1.2), isPaired: true }])[0]);
    const [unpaired] = compareRuns([{ before, after, isPaired: false }]);
    expect(unpaired).toMatchObject({ runs: 11, change: 'slower' });
    expect(compareRuns([{ before: [], after: [], isPaired: true }])[0]).toMatchObject({ estimateShare: 0, pValue: 1 });
  });
});

describe.each(Object.entries(NOISE))('a program compared with itself, where the noise is: %s', (_, noise) => {
  it.each([true, false])('is called changed as often as a test at 5 %% may be wrong (paired: %s)', (isPaired) => {
    const found = compareOften(statistics, {
      noise,
      runs: 10,
      ticksPerRun: 100,
      effect: 0,
      isPaired,
      trials: TRIALS,
      seed: 1,
    });
    expect(Math.abs(found.significant - 0.05)).toBeLessThan(within(0.05));
    expect(Math.abs(found.covered - 0.95)).toBeLessThan(within(0.95));
    expect(found.shown).toBeLessThanOrEqual(found.significant);
  });
});

describe('what could have been seen', () => {
  it.each([true, false])('is found in four of five comparisons (paired: %s)', (isPaired) => {
    const given = {
      noise: NOISE['runs differ by 3 %'] as Noise,
      runs: 10,
      ticksPerRun: 100,
      isPaired,
      trials: FEWER,
      seed: 2,
    };
    const { couldHaveSeen } = compareOften(statistics, { ...given, effect: 0 });
    const found = compareOften(statistics, { ...given, effect: couldHaveSeen });
    expect(found.shown).toBeGreaterThan(0.8 - within(0.8, FEWER));
    expect(found.shown).toBeLessThan(0.95);
    expect(found.wrongWay).toBe(0);
  });

  it('is less with pairs where the machine drifts: what both runs of a pair share is no difference', () => {
    const given = { noise: DRIFT, runs: 10, ticksPerRun: 100, effect: 0.2, trials: FEWER, seed: 3 };
    const paired = compareOften(statistics, { ...given, isPaired: true }).shown;
    expect(paired).toBeGreaterThan(0.8);
    expect(compareOften(statistics, { ...given, isPaired: false }).shown).toBeLessThan(paired - 0.4);
  });
});

it('is wrong anywhere in a family of eight no more often than in one comparison', () => {
  const given = { noise: NOISE.both as Noise, runs: 10, ticksPerRun: 100, size: 8, trials: FEWER, seed: 4 };
  expect(familiesWrong(statistics, given)).toBeLessThan(0.05 + within(0.05, FEWER));
});
