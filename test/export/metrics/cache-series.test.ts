// Which series caches become.

import { cacheSeries } from '../../../src/export/metrics/cache-series.js';
import { CacheCounters } from '../../../src/model/cache-counters.js';

describe('the series of caches', () => {
  it('count hits and misses of each cache since the begin, whatever segments have taken, and add up where names are the same', () => {
    const counters = new CacheCounters();
    const prices = counters.counterOf('configured', 'Prices.get', 'prices.js:7');
    prices.hits += 3;
    counters.take(false);
    prices.hits += 4;
    prices.misses += 1;
    // Of two caches beyond the limit, each seen in its own way.
    counters.counterOf('configured', '__other__', undefined).hits += 5;
    counters.counterOf('lru-cache', '__other__', undefined).misses += 6;
    // One that nobody asked has none.
    counters.counterOf('lru-cache', 'idle', undefined);
    expect(
      cacheSeries(counters.totals()).map(({ attributes, value }) => [...Object.values(attributes), value]),
    ).toEqual([
      ['Prices.get (prices.js:7)', 'hit', 7],
      ['Prices.get (prices.js:7)', 'miss', 1],
      ['__other__', 'hit', 5],
      ['__other__', 'miss', 6],
    ]);
  });
});
