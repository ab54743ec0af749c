// Reports for tests of whatever reads a report: a rich one, and odd ones.

import { ExponentialHistogram } from '../../src/model/histogram/exponential-histogram.js';
import type { RankedOperation } from '../../src/model/report/ranking-report.js';
import {
  REPORT_SCHEMA,
  type Report,
  type ReportSpread,
  type SlowTick,
  type SlowTickSection,
  type SlowTickSpan,
} from '../../src/model/report/report.js';
import { richCaches, richExternals, richGrowth, richSizeGrowth } from './sample-outside.js';
import { richProfile } from './sample-profile.js';
import { richRuntime } from './sample-runtime.js';
import { richTimeline } from './sample-timeline.js';
import type { Bytes, Nanoseconds, Share } from '../../src/model/units.js';

const micros = (amount: number): Nanoseconds => (amount * 1_000) as Nanoseconds;
const share = (amount: number): Share => amount as Share;
const bytes = (amount: number): Bytes => amount as Bytes;

const spreadOf = (half: number, p95: number, p99: number, longest: number): Omit<ReportSpread, 'count'> => ({
  p50Nanos: micros(half),
  p95Nanos: micros(p95),
  p99Nanos: micros(p99),
  maxNanos: micros(longest),
});

/** Nothing was recognised as a tick. */
export const noTicks: Report = {
  schema: REPORT_SCHEMA,
  program: {
    name: 'collector.js',
    processes: 1,
    node: 'v22.22.3',
    startedAt: '2026-11-23T14:02:00.000Z',
    durationNanos: micros(12_000_000),
    warmupTicks: 0,
  },
  verdict: {
    kind: 'no-ticks',
    text: 'Nothing was recognised as a tick. Name the function that handles a market event onTick, or see what was not reached below.',
  },
  ticks: {
    started: 0,
    count: 0,
    failed: 0,
    late: 0,
    received: 0,
    dropped: 0,
    receivedBasis: 'ticks',
    handled: 0,
    sequenceGaps: 0,
    sequenceMissing: 0,
    wait: [],
    response: [],
    p50Nanos: micros(0),
    p95Nanos: micros(0),
    p99Nanos: micros(0),
    maxNanos: micros(0),
    underTargetShare: share(0),
    byName: [],
    bySymbol: [],
    byStrategy: [],
  },
  operations: [],
  ranking: [],
  targets: [
    { id: 'P1', scope: 'ticks', status: 'unknown', limit: 0.95, unit: 'share', evidence: 'no tick was seen' },
    {
      id: 'P2',
      scope: 'rss',
      status: 'pass',
      value: 61_200_000,
      limit: 100_000_000,
      unit: 'bytes',
      evidence: '12 samples',
    },
  ],
  findings: [],
  slowest: [],
  orders: [],
  feed: [],
  memory: { rssBytes: bytes(61_200_000), peakRssBytes: bytes(63_900_000) },
  coverage: { instrumented: [], notSeen: [{ name: 'bundle.min.js', why: 'minified code has no names to go by' }] },
  overhead: {
    nanosPerSpan: micros(0),
    nanosPerTick: micros(0),
    insideTickNanos: micros(0),
    insideTickShare: share(0),
    exportNanos: micros(0),
    cpuShare: share(0.0003),
    bytes: bytes(2_048),
    longestHoldNanos: micros(120),
  },
  losses: [],
  histograms: { ticks: new ExponentialHistogram(6).toData() },
  notes: [],
};

const durations = [240, 260, 310, 330, 390, 410, 420, 480, 520, 700, 900, 1_400, 2_100, 3_300, 8_200, 41_000];

function histogramOf(nanos: readonly Nanoseconds[]): ExponentialHistogram {
  const histogram = new ExponentialHistogram(6);
  for (const value of nanos) histogram.record(value);
  return histogram;
}

const ranked: RankedOperation[] = [
  {
    kind: 'query',
    name: 'SELECT close, volume FROM candles WHERE symbol = $1 ORDER BY opened_at DESC LIMIT 200',
    location: '/home/trader/bots/momentum/src/services/database-service.js:212',
    share: share(0.412),
    shareInterval: { atLeast: share(0.391), atMost: share(0.433) },
    gainNanos: micros(12_600),
    callsPerTick: 12,
    criticalPathNanosPerTick: micros(1_310),
    slowTicks: 621,
  },
  {
    kind: 'indicator',
    name: 'EMA.calculate',
    location: 'bot.js:41',
    share: share(0.233),
    gainNanos: micros(310),
    callsPerTick: 4,
    criticalPathNanosPerTick: micros(741),
    slowTicks: 621,
  },
  {
    kind: 'wait',
    name: 'loop: fs.readFileSync',
    share: share(0.121),
    gainNanos: micros(0),
    callsPerTick: 0.25,
    criticalPathNanosPerTick: micros(384),
    slowTicks: 621,
  },
  {
    kind: 'untraced',
    name: 'onTick',
    share: share(0.0004),
    callsPerTick: 1,
    criticalPathNanosPerTick: micros(1.2),
    slowTicks: 621,
  },
];

/** Of the critical path, in microseconds. */
function section(span: number, from: number, to: number): SlowTickSection {
  return { span, startNanos: micros(from), durationNanos: micros(to - from) };
}

function slowTick(
  traceId: string,
  durationNanos: Nanoseconds,
  spans: readonly SlowTickSpan[],
  rest: Partial<SlowTick> = {},
): SlowTick {
  const path = [section(0, 0, durationNanos / 1_000)];
  return {
    traceId,
    name: 'onTick',
    startedAt: '2026-11-23T14:03:11.123Z',
    durationNanos,
    reason: 'slow',
    spans,
    path,
    ...rest,
  };
}

const smallTree: SlowTickSpan[] = [
  { kind: 'tick', name: 'onTick', parent: -1, startNanos: micros(0), durationNanos: micros(41_000) },
  {
    kind: 'database',
    name: 'DatabaseService.getCandles',
    location: 'db.js:9',
    parent: 0,
    startNanos: micros(100),
    durationNanos: micros(30_000),
  },
  { kind: 'wait', name: 'pool', parent: 1, startNanos: micros(100), durationNanos: micros(18_000) },
  {
    kind: 'query',
    name: 'SELECT close FROM candles WHERE symbol = $1',
    parent: 1,
    startNanos: micros(18_100),
    durationNanos: micros(11_900),
  },
  { kind: 'indicator', name: 'EMA.calculate', parent: 0, startNanos: micros(30_500), durationNanos: micros(9_000) },
  {
    kind: 'external',
    name: 'POST /orders',
    parent: 0,
    startNanos: micros(40_000),
    durationNanos: micros(900),
    failed: true,
  },
  {
    kind: 'query',
    name: 'INSERT INTO fills',
    parent: 0,
    startNanos: micros(40_900),
    durationNanos: micros(100),
    late: true,
  },
];

const smallPath: SlowTickSection[] = [
  section(0, 0, 100),
  section(2, 100, 18_100),
  section(3, 18_100, 30_000),
  section(1, 30_000, 30_100),
  section(0, 30_100, 30_500),
  section(4, 30_500, 39_500),
  section(0, 39_500, 40_000),
  section(5, 40_000, 40_900),
  section(0, 40_900, 41_000),
];

function loneTick(durationNanos: Nanoseconds): SlowTickSpan[] {
  return [{ kind: 'tick', name: 'onTick', parent: -1, startNanos: micros(0), durationNanos }];
}

/** 40 candles loaded one by one, each with its indicator. */
const largeTree: SlowTickSpan[] = [
  { kind: 'tick', name: 'onCandle', parent: -1, startNanos: micros(0), durationNanos: micros(8_200) },
  ...Array.from({ length: 40 }, (_, position): SlowTickSpan[] => [
    {
      kind: 'query',
      name: 'SELECT * FROM candles WHERE id = $1',
      parent: 0,
      startNanos: micros(position * 200),
      durationNanos: micros(150),
    },
    {
      kind: 'indicator',
      name: 'RSI.nextValue',
      parent: 2 * position + 1,
      startNanos: micros(position * 200 + 100),
      durationNanos: micros(20),
    },
  ]).flat(),
];

const largePath: SlowTickSection[] = [
  ...Array.from({ length: 40 }, (_, position) => {
    const [query, start] = [2 * position + 1, position * 200];
    return [
      section(query, start, start + 100),
      section(query + 1, start + 100, start + 120),
      section(query, start + 120, start + 150),
      section(0, start + 150, start + 200),
    ];
  }).flat(),
  section(0, 8_000, 8_200),
];

const ticks = histogramOf(durations.map(micros));

/** Something in every section. */
export const rich: Report = {
  ...noTicks,
  program: {
    name: 'momentum-bot.js',
    processes: 2,
    node: 'v24.21.0',
    machines: [{ model: 'AMD EPYC 7R13 Processor', cores: 2, architecture: 'x64', platform: 'linux' }],
    startedAt: '2026-11-23T14:02:00.000Z',
    durationNanos: micros(312_000_000),
    warmupTicks: 1_000,
    byProcess: [
      { name: 'momentum-bot.js', pid: 4_711, ticksStarted: 12_000, ticksEnded: 11_998 },
      { name: 'worker', pid: 4_711, threadId: 1, ticksStarted: 410, ticksEnded: 410 },
    ],
  },
  verdict: {
    kind: 'waits',
    text: 'Waits: 31.3 % of the ticks take 1 ms or longer. 41 % of the time of slow ticks goes to one query, which runs 12 times a tick.',
  },
  ticks: {
    started: 12_410,
    count: 12_408,
    failed: 3,
    late: 12,
    received: 14_027,
    dropped: 1_617,
    receivedBasis: 'mixed',
    handled: 12_410,
    sequenceGaps: 2,
    sequenceMissing: 31,
    wait: [
      { basis: 'stamped', count: 12_000, ...spreadOf(3, 320, 900, 12_000) },
      { basis: 'bound', count: 12_408, ...spreadOf(9, 1_600, 4_100, 61_000) },
    ],
    response: [
      { basis: 'stamped', count: 12_000, ...spreadOf(484, 41_300, 41_900, 53_000) },
      { basis: 'bound', count: 12_408, ...spreadOf(489, 42_600, 45_100, 102_000) },
    ],
    age: { count: 12_408, ...spreadOf(2_000, 46_000, 81_000, 130_000), understatedAtMostNanos: micros(4_000) },
    p50Nanos: ticks.quantile(0.5),
    p95Nanos: ticks.quantile(0.95),
    p99Nanos: ticks.quantile(0.99),
    maxNanos: ticks.maxNanos,
    underTargetShare: share(0.687),
    byName: [
      {
        name: 'onTick',
        count: 12_000,
        failed: 3,
        totalNanos: micros(9_000_000),
        p50Nanos: micros(412),
        p95Nanos: micros(3_210),
        underTargetShare: share(0.69),
      },
      {
        name: 'onCandle',
        count: 408,
        failed: 0,
        totalNanos: micros(900_000),
        p50Nanos: micros(700),
        p95Nanos: micros(8_200),
        underTargetShare: share(0.61),
      },
    ],
    bySymbol: [
      {
        name: 'BTC/USDT',
        count: 9_000,
        failed: 3,
        totalNanos: micros(8_000_000),
        p50Nanos: micros(412),
        p95Nanos: micros(3_210),
        underTargetShare: share(0.672),
      },
      {
        name: 'ETH/USDT',
        count: 3_408,
        failed: 0,
        totalNanos: micros(1_000_000),
        p50Nanos: micros(390),
        p95Nanos: micros(1_100),
        underTargetShare: share(0.9499),
      },
    ],
    byStrategy: [
      {
        name: 'MomentumStrategy',
        count: 12_408,
        failed: 0,
        totalNanos: micros(4_000_000),
        p50Nanos: micros(210),
        p95Nanos: micros(1_900),
        underTargetShare: share(0.8),
      },
    ],
  },
  operations: [
    {
      kind: 'indicator',
      name: 'EMA.calculate',
      location: 'bot.js:41',
      count: 49_632,
      failed: 0,
      late: 0,
      totalNanos: micros(2_300_000),
      selfNanos: micros(2_300_000),
      criticalPathNanos: micros(2_200_000),
      p50Nanos: micros(31),
      p95Nanos: micros(88),
      exact: true,
      indicator: {
        library: 'technicalindicators',
        parameters: ['period=12', 'period=26'],
        moreParameters: true,
        calls: 49_632,
        meanInputLength: 212.5,
        maxInputLength: 1_000,
        repeated: 12_408,
        repeatedInTick: 12_400,
      },
    },
    {
      kind: 'query',
      name: '__other__',
      count: 12,
      failed: 0,
      late: 12,
      totalNanos: micros(900),
      selfNanos: micros(900),
      criticalPathNanos: micros(0),
      p50Nanos: micros(70),
      p95Nanos: micros(90),
      exact: false,
      totalAtLeastNanos: micros(400),
    },
  ],
  processor: { cpuNanos: micros(68_640_000), busiestShare: 0.22, standingShare: share(0.04) },
  ranking: ranked,
  whatIf: {
    of: 'response',
    ticks: 12_408,
    p95Nanos: micros(41_300),
    operations: ranked.slice(0, 3).map(({ kind, name, gainNanos = 0 }) => ({
      kind,
      name,
      ticks: 9_120,
      predictions: [0.25, 0.5, 0.75, 1].map((faster) => ({
        fasterShare: share(faster),
        p95Nanos: micros(41_300 - (gainNanos / 500) * faster),
      })),
    })),
  },
  targets: [
    {
      id: 'P1',
      scope: 'ticks',
      status: 'fail',
      value: 0.687,
      limit: 0.95,
      unit: 'share',
      evidence: '11,408 ticks after warm-up, in 302 s',
    },
    {
      id: 'P2',
      scope: 'rss',
      status: 'pass',
      value: 84_100_000,
      limit: 100_000_000,
      unit: 'bytes',
      evidence: '2 processes, 312 samples each',
    },
    {
      id: 'P2',
      scope: 'stability',
      status: 'unknown',
      limit: 0.05,
      unit: 'share',
      evidence: 'measured for 5 minutes; nothing is said about stability before 30 minutes',
    },
    {
      id: 'P3',
      scope: 'process',
      status: 'pass',
      value: 0.221,
      limit: 0.5,
      unit: 'share',
      evidence: 'of one core, in 15 of 30 windows',
    },
    { id: 'P4', scope: 'caches', status: 'unknown', limit: 0.8, unit: 'share', evidence: 'no cache was seen' },
    {
      id: 'P5',
      scope: 'overall',
      status: 'pass',
      value: 610_000,
      limit: 10_000_000,
      unit: 'nanoseconds',
      evidence: '148,896 queries',
    },
    {
      id: 'P5',
      scope: 'SELECT close, volume FROM candles WHERE symbol = $1 ORDER BY opened_at',
      status: 'fail',
      value: 12_300_000,
      limit: 10_000_000,
      unit: 'nanoseconds',
      evidence: '408 calls',
    },
  ],
  findings: [
    {
      id: 'queries-in-a-loop',
      title: 'One query per row',
      severity: 'high',
      gainNanos: micros(1_100),
      location: 'db.js:9',
      evidence: { 'per tick': 12, ticks: 621 },
      advice: 'Ask for all rows at once: WHERE symbol = ANY($1).',
    },
  ],
  slowest: [
    slowTick('4bf92f3577b34da6a3ce929d0e0e4736', micros(41_000), smallTree, {
      symbol: 'BTC/USDT',
      reason: 'failed',
      path: smallPath,
    }),
    slowTick('0af7651916cd43dd8448eb211c80319c', micros(8_200), largeTree, { name: 'onCandle', path: largePath }),
    slowTick('0af7651916cd43dd8448eb211c80319d', micros(410), loneTick(micros(410)), { reason: 'random' }),
    slowTick('0af7651916cd43dd8448eb211c80319e', micros(310), loneTick(micros(310))),
  ],
  orders: [
    {
      venue: 'binance',
      symbol: 'BTC/USDT',
      action: 'place',
      count: 412,
      failed: 3,
      open: 1,
      decisionNanos: { count: 410, p50Nanos: micros(740), p95Nanos: micros(1_900), p99Nanos: micros(6_200) },
      sentNanos: { count: 411, p50Nanos: micros(1_300), p95Nanos: micros(52_000), p99Nanos: micros(61_000) },
      acknowledgedNanos: { count: 408, p50Nanos: micros(28_000), p95Nanos: micros(44_000), p99Nanos: micros(180_000) },
    },
    { symbol: 'ETH/USDT', action: 'cancel', count: 9, failed: 0, open: 0 },
  ],
  feed: [
    {
      source: 'onTrade',
      symbol: 'BTC/USDT',
      connection: 'stream.example:443',
      received: 9_120,
      handled: 9_120,
      gaps: 2,
      missing: 41,
      silences: 3,
      silentNanos: micros(9_400_000),
      longestSilenceNanos: micros(6_100_000),
      reconnects: 1,
      cause: 'network',
      byCause: {
        feed: { gaps: 1, silences: 0, silentNanos: micros(0) },
        network: { gaps: 1, silences: 2, silentNanos: micros(8_200_000) },
        loop: { gaps: 0, silences: 1, silentNanos: micros(1_200_000) },
        unknown: { gaps: 0, silences: 0, silentNanos: micros(0) },
      },
      usualIntervalNanos: micros(48_000),
      ageP50Nanos: micros(3_100),
      ageP95Nanos: micros(12_400),
      lastEventAt: '2026-11-23T14:10:11.000Z',
    },
    {
      source: 'ArrayCache.append',
      symbol: 'ETH/USDT',
      received: 10_001,
      handled: 2_007,
      gaps: 0,
      missing: 0,
      silences: 0,
      silentNanos: micros(0),
      longestSilenceNanos: micros(0),
      reconnects: 0,
      cause: 'unknown',
      byCause: {
        feed: { gaps: 0, silences: 0, silentNanos: micros(0) },
        network: { gaps: 0, silences: 0, silentNanos: micros(0) },
        loop: { gaps: 0, silences: 0, silentNanos: micros(0) },
        unknown: { gaps: 0, silences: 0, silentNanos: micros(0) },
      },
      lastEventAt: '2026-11-23T14:10:11.000Z',
    },
  ],
  memory: {
    rssBytes: bytes(84_100_000),
    privateBytes: bytes(31_700_000),
    peakRssBytes: bytes(91_200_000),
    rssGrowthBytesPerThousandTicks: bytes(12_300),
  },
  runtime: richRuntime,
  externals: richExternals,
  caches: richCaches,
  ...(richProfile !== undefined && { profile: richProfile }),
  growth: richGrowth,
  growthBySize: richSizeGrowth,
  coverage: {
    instrumented: Array.from({ length: 17 }, (_, position) => ({
      name: position === 0 ? 'EMA.calculate' : `Indicator${position}.nextValue`,
      rule: 'indicator-library' as const,
      ruleText: 'indicator: technicalindicators',
      count: position === 16 ? 0 : 49_632 - 3_000 * position,
    })),
    notSeen: [{ name: 'talib.node', why: 'a native module has no JavaScript to reach' }],
  },
  overhead: {
    nanosPerSpan: 410 as Nanoseconds,
    nanosPerTick: micros(8.1),
    insideTickNanos: micros(4.2),
    insideTickShare: share(0.0093),
    exportNanos: micros(2_400),
    loadingNanos: micros(52_300),
    cpuShare: share(0.0071),
    bytes: bytes(1_240_000),
    longestHoldNanos: micros(210),
  },
  losses: [
    { cause: 'kept_ticks_beyond_segment', count: 14, text: 'trees of slow ticks that had no room in the buffer' },
  ],
  histograms: { ticks: ticks.toData() },
  timeline: richTimeline,
  notes: [
    '4712-00c0ffee.tks is cut off at byte 40,960 of 41,212 (the program was killed while writing, or is still writing). ' +
      'The report covers everything up to 2026-11-23 14:07:10 UTC.',
  ],
};

/** Ticks arrive faster than they end. */
export const overloaded: Report = {
  ...rich,
  verdict: {
    kind: 'cannot-keep-up',
    text: 'Cannot keep up: ticks arrive faster than they end: 1,240 started and 310 ended in the last 10 s. Everything waits, so the times below are those of a program that cannot keep up.',
  },
  ticks: { ...rich.ticks, started: 41_000, count: 10_310, byName: [], byStrategy: [] },
  ranking: ranked.slice(0, 1),
  findings: [],
  slowest: [],
  losses: [],
  notes: [],
};

/** The program ended before the warm-up did: no target can be judged. */
export const warmUpOnly: Report = {
  ...noTicks,
  program: { ...noTicks.program, name: 'bot.ts', warmupTicks: 16 },
  verdict: {
    kind: 'within-budget',
    text: 'Within budget: all 16 ticks were part of the warm-up, so no target is judged. Run it for longer than 10 s.',
  },
  ticks: {
    ...noTicks.ticks,
    started: 16,
    count: 16,
    p50Nanos: ticks.quantile(0.5),
    p95Nanos: ticks.quantile(0.95),
    p99Nanos: ticks.quantile(0.99),
    maxNanos: ticks.maxNanos,
    underTargetShare: share(0.687),
  },
  targets: [
    { id: 'P1', scope: 'ticks', status: 'unknown', limit: 0.95, unit: 'share', evidence: 'all 16 ticks were warm-up' },
  ],
  coverage: { instrumented: [], notSeen: [] },
  histograms: rich.histograms,
};
