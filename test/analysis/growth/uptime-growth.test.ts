// The trials are those of `npm run statistics`, fewer of them.

import { createRequire } from 'node:module';
import { DurationsOverTime } from '../../../src/analysis/growth/durations-over-time.js';
import { crossingOf } from '../../../src/analysis/growth/laws.js';
import { uptimeGrowth } from '../../../src/analysis/growth/uptime-growth.js';
import { seededRandom } from '../../../src/analysis/statistics/seeded-random.js';
import { ExponentialHistogram } from '../../../src/model/histogram/exponential-histogram.js';

type Happens = (random: () => number, normal: () => number) => object;
interface Program {
  readonly trials: number;
  readonly seed: number;
  readonly minutes: number;
  readonly operations: number;
  readonly callsPerSegment: number;
  readonly happens: Happens;
}
interface Growing extends Program {
  readonly law: string;
  readonly grows: (over: number) => number;
  readonly crossesAt: number;
}
interface Found {
  readonly found: number;
  readonly right: number;
  readonly unclear: number;
  readonly wrong: number;
  readonly others: number;
  readonly errors: readonly number[];
}
type Parts = Record<string, unknown>;

const load = createRequire(__filename);
const { CONSTANT, LAWS } = load('../../../benchmarks/trials/growing-programs.js') as {
  CONSTANT: Record<string, Happens>;
  LAWS: Record<string, (rise: number) => (over: number) => number>;
};
const { falseGrowth, foundGrowth } = load('../../../benchmarks/trials/growth-trials.js') as {
  falseGrowth: (parts: Parts, given: Program) => number;
  foundGrowth: (parts: Parts, given: Growing) => Found;
};

const parts = { DurationsOverTime, uptimeGrowth, crossingOf, seededRandom, ExponentialHistogram };
const nothing = CONSTANT['nothing happens'] as Happens;

describe('of a program that does not grow, nothing is said', () => {
  it.each(Object.entries(CONSTANT))('where: %s', (_, happens) => {
    const given = { trials: 10, seed: 1, minutes: 30, operations: 5, callsPerSegment: 40, happens };
    expect(falseGrowth(parts, given)).toBe(0);
  });
});

describe('of one that grows', () => {
  it.each(Object.entries(LAWS))('the law is named, and when it crosses a limit: %s', (law, of) => {
    const given = { trials: 5, seed: 2, minutes: 60, operations: 2, callsPerSegment: 1_000, happens: nothing, law };
    const { errors, ...found } = foundGrowth(parts, { ...given, grows: of(3), crossesAt: 3 });
    expect(found).toEqual({ found: 1, right: 1, unclear: 0, wrong: 0, others: 0 });
    expect(errors).toHaveLength(5);
    expect(Math.max(...errors)).toBeLessThan(0.1);
  });

  it('nothing is said below a quarter, or in the first ten minutes, or from too few calls', () => {
    const given = { trials: 3, seed: 3, operations: 2, happens: nothing, law: 'linear', crossesAt: 3 };
    const linear = LAWS['linear'] as (rise: number) => (over: number) => number;
    const foundIn = (minutes: number, callsPerSegment: number, rise: number): number =>
      foundGrowth(parts, { ...given, minutes, callsPerSegment, grows: linear(rise) }).found;
    expect(foundIn(60, 500, 1.2)).toBe(0);
    expect(foundIn(9, 500, 3)).toBe(0);
    expect(foundIn(60, 3, 3)).toBe(0);
    expect(foundIn(60, 500, 3)).toBe(1);
  });

  it('nothing is said where all of its operations do, as they would on a machine that slows down', () => {
    const given = { trials: 3, seed: 4, minutes: 60, operations: 5, callsPerSegment: 100 };
    const slowing: Happens = () => ({ factor: (over: number) => 1 + over });
    expect(falseGrowth(parts, { ...given, happens: slowing })).toBe(0);
    const most: Happens = () => ({ factor: (over: number, operation: number) => (operation < 4 ? 1 + over : 1) });
    expect(falseGrowth(parts, { ...given, happens: most })).toBe(1);
  });
});
