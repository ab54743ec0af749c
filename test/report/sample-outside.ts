// Caches and calls to the outside of the rich sample report.

import type { ReportCache, ReportExternal } from '../../src/model/report/outside-report.js';
import type { Nanoseconds, Share } from '../../src/model/units.js';

const micros = (amount: number): Nanoseconds => (amount * 1_000) as Nanoseconds;

export const richExternals: readonly ReportExternal[] = [
  {
    name: 'POST api.kraken.com /0/private/AddOrder',
    venue: 'kraken',
    count: 412,
    failed: 5,
    limited: 3,
    totalNanos: micros(22_900_000),
    p50Nanos: micros(48_200),
    p95Nanos: micros(121_000),
    p99Nanos: micros(340_000),
    meanSentNanos: micros(1_900),
    meanFirstByteNanos: micros(51_700),
    newConnections: 4,
    reusedConnections: 406,
    outcomes: [
      { outcome: '200', count: 407 },
      { outcome: '429', count: 3 },
      { outcome: 'ECONNRESET', count: 2 },
    ],
  },
  {
    name: 'send stream.binance.com:9443',
    venue: 'binance',
    count: 1_204,
    failed: 0,
    limited: 0,
    totalNanos: micros(14_400),
    p50Nanos: micros(9.8),
    p95Nanos: micros(21),
    p99Nanos: micros(88),
    outcomes: [],
  },
];

export const richCaches: readonly ReportCache[] = [
  {
    source: 'lru-cache',
    name: 'LRUCache',
    location: 'bot.js:7',
    hits: 61_204,
    misses: 2_311,
    unknown: 0,
    hitShare: (61_204 / 63_515) as Share,
    sets: 2_311,
    evictions: 1_811,
    mostEntries: 500,
    limit: 500,
  },
  {
    source: 'configured',
    name: 'BookCache.get',
    location: 'books.js:31',
    hits: 310,
    misses: 118,
    unknown: 12,
    hitShare: (310 / 428) as Share,
    sets: 0,
    evictions: 0,
  },
  {
    source: 'configured',
    name: 'FarCache.get',
    hits: 0,
    misses: 0,
    unknown: 40,
    sets: 0,
    evictions: 0,
  },
];
