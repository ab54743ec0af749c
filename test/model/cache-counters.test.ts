// Look-ups fall into the warm-up or behind it as they were made, whenever the end of the warm-up is told.

import { CacheCounters } from '../../src/model/cache-counters.js';

function lookUps(counters: CacheCounters, hits: number): void {
  counters.counterOf('configured', 'Prices.get', 'bot.js:7').hits += hits;
}
const hitsOf = (rows: ReturnType<CacheCounters['take']>): number[] => rows.map(({ hits }) => hits);

it('gives what was counted since the last time, and nothing of what was not used', () => {
  const counters = new CacheCounters();
  lookUps(counters, 3);
  expect(hitsOf(counters.take(true))).toEqual([3]);
  expect(counters.take(true)).toEqual([]);
  lookUps(counters, 4);
  expect(hitsOf(counters.take(false))).toEqual([4]);
});

it('keeps what came behind the warm-up out of it, however often it is asked before it hears of the end', () => {
  const counters = new CacheCounters();
  lookUps(counters, 3);
  counters.endWarmup();
  lookUps(counters, 4);
  expect(hitsOf(counters.take(true))).toEqual([3]);
  lookUps(counters, 5);
  expect(counters.take(true)).toEqual([]);
  expect(hitsOf(counters.take(false))).toEqual([9]);
  lookUps(counters, 6);
  expect(hitsOf(counters.take(false))).toEqual([6]);
});

it('loses nothing where the warm-up ended by its time before', () => {
  const counters = new CacheCounters();
  expect(counters.take(true)).toEqual([]);
  lookUps(counters, 2);
  counters.endWarmup();
  lookUps(counters, 3);
  expect(hitsOf(counters.take(false))).toEqual([2, 3]);
});

it('has rows for 64 caches, and one for all others', () => {
  const counters = new CacheCounters();
  for (let number = 0; number < 100; number++) counters.counterOf('lru-cache', `cache ${number}`, undefined).misses++;
  const rows = counters.take(false);
  expect(rows).toHaveLength(65);
  expect(rows.find(({ name }) => name === '__other__')?.misses).toBe(36);
});
