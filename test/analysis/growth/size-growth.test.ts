// The trials are those of `npm run statistics`, fewer of them.

import { createRequire } from 'node:module';
import { crossingOf } from '../../../src/analysis/growth/laws.js';
import { sizeGrowth, WIDEST_SIZE } from '../../../src/analysis/growth/size-growth.js';
import { seededRandom } from '../../../src/analysis/statistics/seeded-random.js';
import { SizeSums } from '../../../src/model/sizes/size-sums.js';

type Happens = (random: () => number, normal: () => number) => object;
type Order = (random: () => number, smallest: number, largest: number) => (over: number) => number;
interface Given {
  readonly trials: number;
  readonly seed: number;
  readonly calls: number;
  readonly smallest: number;
  readonly largest: number;
  readonly order: Order;
  readonly happens: Happens;
}
interface Found {
  readonly found: number;
  readonly right: number;
  readonly unclear: number;
  readonly wrong: number;
  readonly errors: readonly number[];
}
type Parts = Record<string, unknown>;
type Shape = (size: number) => number;

const load = createRequire(__filename);
const { CONSTANT_SIZED, ORDERS, SIZE_SHAPES } = load('../../../benchmarks/trials/sized-programs.js') as {
  CONSTANT_SIZED: Record<string, Happens>;
  ORDERS: Record<string, Order>;
  SIZE_SHAPES: Record<string, Shape>;
};
const { falseSizeGrowth, foundSizeGrowth } = load('../../../benchmarks/trials/size-trials.js') as {
  falseSizeGrowth: (parts: Parts, given: Given) => number;
  foundSizeGrowth: (parts: Parts, given: Given & { law: string; of: Shape; crossesAt: number }) => Found;
};

const parts = { sizeGrowth, crossingOf, seededRandom, SizeSums, WIDEST_SIZE };
const nothing = CONSTANT_SIZED['nothing happens'] as Happens;
const byChance = ORDERS['sizes by chance'] as Order;
const sizes = { calls: 3_000, smallest: 20, largest: 1_280 };

describe.each(Object.entries(ORDERS))(
  'of an operation that takes as long for any size, nothing is said: %s',
  (_, order) => {
    it.each(Object.entries(CONSTANT_SIZED))('where: %s', (_what, happens) => {
      expect(falseSizeGrowth(parts, { trials: 10, seed: 1, ...sizes, order, happens })).toBe(0);
    });
  },
);

describe('of one that grows', () => {
  it.each(Object.entries(SIZE_SHAPES))('the law is named: %s', (law, of) => {
    const given = { trials: 10, seed: 2, ...sizes, calls: 10_000, order: byChance, happens: nothing };
    const { errors, ...found } = foundSizeGrowth(parts, { ...given, law, of, crossesAt: 3 });
    expect(found).toMatchObject({ found: 1, wrong: 0 });
    expect(found.right).toBeGreaterThanOrEqual(0.9);
    for (const error of errors) expect(error).toBeLessThan(0.1);
  });
});

describe('nothing is said', () => {
  const cellsOf = (sizesOf: readonly number[]) => {
    const sums = new SizeSums();
    for (const size of sizesOf) for (let call = 0; call < 100; call++) sums.add('input', size, 10 * size);
    return sums.toRow().input;
  };

  it.each([
    ['of sizes that are near each other', [100, 130, 160, 190, 220, 250, 280, 310, 340, 370]],
    ['of a few sizes', [100, 200, 400, 800, 1_600]],
    ['of nothing', []],
  ])('%s', (_, given) => {
    const cells = cellsOf(given);
    expect(cells && sizeGrowth(cells)).toBeUndefined();
  });

  it('of a few calls', () => {
    const sums = new SizeSums();
    for (let size = 100; size < 10_000; size *= 1.2) sums.add('input', Math.floor(size), 10 * size);
    expect(sizeGrowth(sums.toRow().input as NonNullable<ReturnType<typeof cellsOf>>)).toBeUndefined();
  });
});
