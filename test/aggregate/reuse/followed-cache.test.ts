// What is counted of a cache by key adds up to the same however it is cut into segments.

import fc from 'fast-check';
import { FollowedCache } from '../../../src/aggregate/reuse/followed-cache.js';
import { scattered } from '../../../src/model/keyed-hash.js';
import { type ReuseRow, ReuseSums, sumOfReuse } from '../../../src/model/reuse/reuse-sums.js';

const rowOf = (sums: ReuseSums): ReuseRow => sums.toRow() as ReuseRow;

it('is bit for bit the same, whatever the cuts and the order in which the parts are added up', () => {
  const asked = fc.array(fc.nat(2_000), { minLength: 600, maxLength: 3_000, size: 'max' });
  fc.assert(
    fc.property(asked, fc.array(fc.nat(3_000), { maxLength: 8 }), (keys, cuts) => {
      const whole = new ReuseSums();
      const followed = new FollowedCache(256);
      const followedInParts = new FollowedCache(256);
      const parts: ReuseRow[] = [];
      let part = new ReuseSums();
      for (const [at, key] of keys.entries()) {
        for (const [cache, sums] of [
          [followed, whole],
          [followedInParts, part],
        ] as const) {
          cache.lookedUp(scattered(key), false, sums);
          cache.putIn(scattered(key));
        }
        if (!cuts.includes(at)) continue;
        parts.push(rowOf(part));
        part = new ReuseSums();
      }
      const last = part.toRow();
      const all = [...parts, ...(last === undefined ? [] : [last])];
      const sum = (rows: readonly ReuseRow[]): ReuseRow | undefined =>
        rows.reduce<ReuseRow | undefined>((total, row) => sumOfReuse(total, row), undefined);
      expect(sum(all)).toEqual(rowOf(whole));
      expect(sum(all.toReversed())).toEqual(rowOf(whole));
      expect(whole.halvings).toBeGreaterThan(0);
    }),
    { numRuns: 40 },
  );
});

it('does not take what the program never puts in for something that a larger cache would have', () => {
  const sums = new ReuseSums();
  const followed = new FollowedCache();
  for (let turn = 0; turn < 10; turn++) followed.lookedUp(scattered(7), false, sums);
  expect(rowOf(sums)).toMatchObject({ lookUps: 10, firsts: 10, sizes: { values: [] } });
});
