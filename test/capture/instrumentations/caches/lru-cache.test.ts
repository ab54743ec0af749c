// What a real lru-cache tells of its keys, and when nothing is said of other sizes.

import { LRUCache } from 'lru-cache';
import { reportCacheSizes } from '../../../../src/analysis/cache-sizes.js';
import type { CacheRow } from '../../../../src/model/record/outside-rows.js';
import type { ReportCacheSizes } from '../../../../src/model/report/outside-report.js';
import { HeardCaches, lookUp } from '../../../harness/caches/heard-cache.js';

type Cache = LRUCache<number | string, number>;

function heard(use: () => void): CacheRow {
  const caches = new HeardCaches();
  use();
  caches.end();
  const rows = caches.take();
  expect(rows).toHaveLength(1);
  return rows[0] as CacheRow;
}

/** Keys one after the other: a cache finds nothing, or all of them. */
function inTurn(cache: Cache, keys: number, times: number, beside: (turn: number) => void = () => {}): void {
  for (let turn = 0; turn < keys * times; turn++) {
    lookUp(cache, `BTC-${turn % keys}`);
    beside(turn);
  }
}

const sizesOf = (use: (cache: Cache) => void, more: object = {}): ReportCacheSizes | undefined => {
  const cache = new LRUCache<number | string, number>({ max: 20, ...more });
  return reportCacheSizes(heard(() => use(cache)));
};

it('knows the size that has everything', () => {
  expect(sizesOf((cache) => inTurn(cache, 50, 40))).toMatchObject({
    forTarget: { entries: 50, hitShare: 0.975 },
    most: 0.975,
    curve: [
      { entries: 5, hitShare: 0 },
      { entries: 10, hitShare: 0 },
      { entries: 20, hitShare: 0 },
      { entries: 40, hitShare: 0 },
      { entries: 80, hitShare: 0.975 },
      { entries: 160, hitShare: 0.975 },
    ],
  });
});

it('takes what is removed, one by one or all at once, as missing in every size', () => {
  const removed = sizesOf((cache) => inTurn(cache, 15, 100, (turn) => cache.delete(`BTC-${turn % 15}`)));
  expect(removed).toMatchObject({ most: 0 });
  expect(removed).not.toHaveProperty('forTarget');
  const cleared = sizesOf((cache) => inTurn(cache, 10, 200, (turn) => turn % 20 === 19 && cache.clear()));
  expect(cleared).toMatchObject({ most: 0.5 });
});

it('counts memo as a look-up and what it puts in', () => {
  const memo = sizesOf(
    (cache) => {
      for (let turn = 0; turn < 2_000; turn++) cache.memo(turn % 40);
    },
    { memoMethod: (key: number) => key + 1 },
  );
  expect(memo).toMatchObject({ forTarget: { entries: 40, hitShare: 0.98 } });
});

it('takes 0 and -0 for one key, and 1 and its text for two', () => {
  const keys = [0, -0, 1, '1'];
  const sizes = sizesOf((cache) => {
    for (let turn = 0; turn < 4_000; turn++) lookUp(cache, keys[turn % 4] as number | string);
  });
  expect(sizes).toMatchObject({ most: (4_000 - 3) / 4_000, forTarget: { entries: 3 } });
});

it.each<[string, (cache: Cache) => void, object]>([
  ['entries live for some time only', (cache) => inTurn(cache, 50, 40), { ttl: 60_000 }],
  ['entries go by their size', (cache) => inTurn(cache, 50, 40), { max: 0, maxSize: 30, sizeCalculation: () => 1 }],
  ['a key is an object', (cache) => inTurn(cache, 50, 40, () => lookUp(cache, {} as unknown as string)), {}],
  ['a key is too long to be read', (cache) => inTurn(cache, 50, 40, () => lookUp(cache, 'K'.repeat(300))), {}],
  ['entries come and go unseen', (cache) => inTurn(cache, 50, 40, (turn) => turn % 3 === 0 && cache.pop()), {}],
])('says nothing of other sizes where %s', (_why, use, more) => {
  expect(sizesOf(use, more)).toBeUndefined();
});

it('follows sixteen caches, and says nothing where others have look-ups too', () => {
  const row = heard(() => {
    for (let cache = 0; cache < 17; cache++) inTurn(new LRUCache({ max: 20 }), 50, 10);
  });
  expect(row.reuse).toMatchObject({ lookUps: 16 * 500, missed: 500 });
  expect(reportCacheSizes(row)).toBeUndefined();
});

it('has no key in what is kept', () => {
  const row = heard(() => inTurn(new LRUCache({ max: 20 }), 50, 4));
  expect(JSON.stringify(row)).not.toContain('BTC');
});
