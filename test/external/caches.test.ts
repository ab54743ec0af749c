// Look-ups in caches, as the program counts them itself: target P4 is known.

import { fixture, type Outcome, type Recorded, runBare, runRecorded } from '../support/programs.js';

type HitsAndMisses = readonly [hits: number, misses: number];

interface Truth {
  readonly prices: HitsAndMisses;
  readonly books: HitsAndMisses;
  readonly memo: HitsAndMisses;
  readonly own: HitsAndMisses;
  readonly loaded: HitsAndMisses;
  readonly sets: number;
  readonly removed: number;
  readonly ticks: number;
}

const PROGRAM = [fixture('external/caches.cjs')];

let recorded: Recorded;
let bareRun: Outcome;
let truth: Truth;
beforeAll(async () => {
  const environment = { TICKSCOPE_CONFIG: fixture('external/caches.config.cjs') };
  const [bare, run] = await Promise.all([runBare(PROGRAM), runRecorded(PROGRAM, { environment })]);
  bareRun = bare;
  recorded = run;
  truth = JSON.parse(run.stdout) as Truth;
});

it('changes nothing of the program', () => {
  const { stdout, stderr, code } = recorded;
  expect({ stdout, stderr, code, signal: null }).toEqual(bareRun);
});

it('counts the look-ups of lru-cache by class and place, without code', () => {
  const caches = recorded.report.caches?.filter(({ source }) => source === 'lru-cache') ?? [];
  const found = caches.map(({ name, hits, misses, mostEntries, limit }) => ({
    name,
    hits,
    misses,
    mostEntries,
    limit,
  }));
  expect(found).toHaveLength(3);
  expect(found).toEqual(
    expect.arrayContaining([
      { name: 'LRUCache', hits: truth.prices[0], misses: truth.prices[1], mostEntries: 40, limit: 40 },
      { name: 'Books', hits: truth.books[0], misses: truth.books[1], mostEntries: 20, limit: 500 },
      { name: 'LRUCache', hits: truth.memo[0], misses: truth.memo[1], mostEntries: 10, limit: 10 },
    ]),
  );
  const prices = caches.find(({ limit }) => limit === 40);
  expect(prices).toMatchObject({ sets: truth.sets, evictions: truth.removed, unknown: 0 });
  expect(prices?.location).toMatch(/caches\.cjs:\d+$/);
});

it('says how many entries lru-cache would need, from what it was asked', () => {
  const caches = recorded.report.caches ?? [];
  const sizesOf = (limit: number): unknown => caches.find((cache) => cache.limit === limit)?.sizes;
  // Keys that come in turn: 43 of them, and 11 of the memo.
  expect(sizesOf(40)).toMatchObject({ forTarget: { entries: 43, hitShare: 1 - 43 / truth.ticks } });
  expect(sizesOf(10)).toMatchObject({ forTarget: { entries: 11, hitShare: 1 - 11 / truth.ticks } });
  // Its entries live for a minute.
  expect(sizesOf(500)).toBeUndefined();
});

it('counts those of configured functions by what they return', () => {
  const caches = recorded.report.caches?.filter(({ source }) => source === 'configured') ?? [];
  expect(Object.fromEntries(caches.map(({ name, hits, misses, unknown }) => [name, [hits, misses, unknown]]))).toEqual({
    'PriceCache.get': [...truth.own, truth.ticks],
    'PriceCache.load': [...truth.loaded, 0],
    'PriceCache.later': [0, 0, truth.ticks],
  });
  expect(recorded.report.coverage.notSeen).toContainEqual(expect.objectContaining({ pattern: 'PriceCache.gone' }));
  // They are no operations.
  const called = recorded.report.operations.filter(({ kind }) => kind !== 'wait');
  expect(called.map(({ kind }) => kind)).toEqual(['tick', 'untraced']);
});

it('judges P4 by them, without what is in them', () => {
  const rows = recorded.report.targets.filter(({ id }) => id === 'P4');
  expect(rows[0]).toMatchObject({ scope: 'caches', status: 'fail' });
  expect(rows).toHaveLength(6);
  expect(JSON.stringify([recorded.segments, recorded.report])).not.toContain('S3CRET');
});
