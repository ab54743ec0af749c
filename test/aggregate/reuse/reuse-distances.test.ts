// How many other keys were used since a key was used last, against a list of keys in the order of their last uses.

import fc from 'fast-check';
import { ReuseDistances } from '../../../src/aggregate/reuse/reuse-distances.js';
import { scattered } from '../../../src/model/keyed-hash.js';

type Step = readonly [does: 'use' | 'forget' | 'clear', key: number];

const steps = (keys: number): fc.Arbitrary<Step[]> =>
  fc.array(fc.tuple(fc.constantFrom('use', 'use', 'use', 'use', 'use', 'use', 'forget'), fc.nat(keys)), {
    minLength: 1,
    maxLength: 2_000,
    size: 'max',
  });

it('are those of a list, whatever is used and removed', () => {
  fc.assert(
    fc.property(fc.oneof(steps(5), steps(100), steps(600)), (made) => {
      const distances = new ReuseDistances();
      let newestFirst: number[] = [];
      for (const [does, key] of made) {
        const hash = scattered(key);
        expect(distances.entriesFor(hash)).toBe(newestFirst.indexOf(key) + 1);
        newestFirst = newestFirst.filter((each) => each !== key);
        if (does === 'forget') distances.forget(hash);
        else {
          distances.use(hash);
          newestFirst.unshift(key);
        }
      }
      expect([distances.weight, distances.halvings]).toEqual([1, 0]);
    }),
    { numRuns: 60 },
  );
});

it('are those of the keys that are followed, each for as many, where there are more than it may have', () => {
  const distances = new ReuseDistances(256);
  let newestFirst: number[] = [];
  for (let turn = 0; turn < 20_000; turn++) {
    const hash = scattered((turn * 7) % 1_000);
    if (!distances.follows(hash)) continue;
    newestFirst = newestFirst.filter((each) => distances.follows(each));
    const place = newestFirst.indexOf(hash);
    expect(distances.entriesFor(hash)).toBe(place === -1 ? 0 : place * distances.weight + 1);
    newestFirst = [hash, ...newestFirst.filter((each) => each !== hash)];
    distances.use(hash);
  }
  expect([4, 8]).toContain(distances.weight);
});

it('has nothing when all were removed', () => {
  const distances = new ReuseDistances();
  for (let key = 1; key <= 300; key++) distances.use(scattered(key));
  distances.clear();
  expect(distances.entriesFor(scattered(7))).toBe(0);
  distances.use(scattered(7));
  distances.use(scattered(8));
  expect(distances.entriesFor(scattered(7))).toBe(2);
});
