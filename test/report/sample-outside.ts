// Caches and calls to the outside of the rich sample report.

import type { ReportGrowth, ReportSizeGrowth } from '../../src/model/report/growth-report.js';
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
    meanConnectingNanos: micros(38_500),
    meanLookupNanos: micros(2_100),
    meanConnectNanos: micros(9_400),
    meanHandshakeNanos: micros(27_000),
    repeats: 3,
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

export const richGrowth: readonly ReportGrowth[] = [
  {
    kind: 'indicator',
    name: 'ema',
    location: 'bot.js:31',
    with: 'uptime',
    law: 'linear',
    fromNanos: micros(52),
    toNanos: micros(347),
    spanNanos: micros(3_540_000_000),
    points: 24,
    crossing: {
      limitNanos: micros(1_000),
      at: '2026-11-23T17:12:00.000Z',
      earliest: '2026-11-23T16:58:00.000Z',
      latest: '2026-11-23T17:29:00.000Z',
    },
  },
  {
    kind: 'tick',
    name: 'onTrade',
    with: 'uptime',
    law: 'unclear',
    fromNanos: micros(420),
    toNanos: micros(731),
    spanNanos: micros(3_540_000_000),
    points: 24,
    process: '4711-5f0c2a91',
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
    sizes: {
      curve: [
        { entries: 250, hitShare: 0.713 as Share },
        { entries: 500, hitShare: 0.963 as Share },
        { entries: 1_000, hitShare: 0.981 as Share },
      ],
      forTarget: { entries: 310, hitShare: 0.802 as Share },
      most: 0.989 as Share,
    },
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

export const richSizeGrowth: readonly ReportSizeGrowth[] = [
  {
    kind: 'indicator',
    name: 'Sma.calculate',
    location: 'indicators.js:12',
    with: 'input',
    law: 'linear',
    laws: ['linear'],
    fromSize: 1_000,
    toSize: 8_000,
    fromNanos: micros(12.4),
    toNanos: micros(96.2),
    oneMoreNanos: 12.1,
    oneMoreAtLeastNanos: 11.8,
    oneMoreAtMostNanos: 12.4,
    points: 23,
    calls: 14_208,
    crossing: { limitNanos: micros(1_000), size: 82_600, smallest: 80_900, largest: 84_500 },
  },
  {
    kind: 'indicator',
    name: 'Rank.update',
    with: 'object',
    law: 'unclear',
    laws: ['linearithmic', 'linear'],
    fromSize: 64,
    toSize: 512,
    fromNanos: micros(3.1),
    toNanos: micros(31),
    oneMoreNanos: 66,
    oneMoreAtLeastNanos: 58.5,
    oneMoreAtMostNanos: 71.2,
    points: 11,
    calls: 820,
  },
];
