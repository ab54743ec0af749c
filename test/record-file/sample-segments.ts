// Record segments for tests: one that a bot could have written, and any that a file may hold.

import * as fc from 'fast-check';
import { ArrivalAccumulator } from '../../src/aggregate/arrival-accumulator.js';
import { OrderAccumulator } from '../../src/aggregate/order-accumulator.js';
import { FeedAccumulator } from '../../src/aggregate/feed/feed-accumulator.js';
import { GroupAccumulator } from '../../src/aggregate/group-accumulator.js';
import { ExponentialHistogram } from '../../src/model/histogram/exponential-histogram.js';
import { bucketIndex, type HistogramScale } from '../../src/model/histogram/histogram-buckets.js';
import { IndicatorAccumulator } from '../../src/model/indicator.js';
import { OperationAccumulator } from '../../src/aggregate/operation-accumulator.js';
import { OPERATION_KINDS } from '../../src/model/operation.js';
import type { KeptTick, ProcessInfo, RuntimeSample, StoredSegment } from '../../src/model/record/record-segment.js';
import {
  MEGABYTE,
  MICROSECOND,
  MILLISECOND,
  SECOND,
  type Bytes,
  type Nanoseconds,
  type UnixMilliseconds,
} from '../../src/model/units.js';

/** 2026-11-23 14:02:00 UTC. */
export const START = Date.UTC(2026, 10, 23, 14, 2) as UnixMilliseconds;

export const BOT: ProcessInfo = {
  id: '4711-c0ffee00',
  pid: 4711,
  name: 'bot.js',
  nodeVersion: 'v24.21.0',
  startedAtUnixMillis: START,
};

export interface SampleOptions {
  readonly atUnixMillis?: number;
  readonly warmup?: boolean;
  readonly tickNanos?: readonly number[];
  readonly process?: ProcessInfo;
  /** Whether its process came to its end with it; absent: yes. */
  readonly final?: boolean;
}

/** Ten seconds of a bot whose ticks spend three quarters in an indicator; each tick is kept. */
export function sampleSegment(options: SampleOptions = {}): StoredSegment {
  const { warmup = false, process = BOT, final = true } = options;
  const from = options.atUnixMillis ?? START;
  const tickNanos = (options.tickNanos ?? [400, 600, 2_400].map((micros) => micros * MICROSECOND)) as Nanoseconds[];
  const all = new GroupAccumulator('name', 'onTick');
  const btc = new GroupAccumulator('symbol', 'BTC/USDT');
  const ema = new OperationAccumulator({ kind: 'indicator', name: 'EMA.calculate' }, 'bot.js:41');
  const kept: KeptTick[] = [];
  for (const [position, nanos] of tickNanos.entries()) {
    const inner = Math.floor(nanos * 0.75) as Nanoseconds;
    all.record(nanos, false);
    btc.record(nanos, false);
    ema.durations.record(inner);
    ema.selfNanos += inner;
    ema.criticalPathByTick.add(bucketIndex(4, nanos), inner);
    ema.callsByTick.add(bucketIndex(4, nanos), 1);
    kept.push(keptTick(from, position, nanos, inner, process));
  }
  ema.inputs = new IndicatorAccumulator();
  for (const _ of tickNanos) ema.inputs.add(200, false, false);
  const group = all.toRow();
  return {
    warmup,
    ...(final && { final }),
    fromUnixMillis: from as UnixMilliseconds,
    toUnixMillis: (from + 10_000) as UnixMilliseconds,
    processes: [process],
    ticks: {
      started: group.count,
      count: group.count,
      failed: 0,
      underTarget: group.underTarget,
      late: 0,
      durations: group.durations,
    },
    arrivals: sampleArrivals(tickNanos).toTotals(),
    groups: [group, btc.toRow()],
    feeds: [sampleFeed(tickNanos, from).toRow()],
    orders: [sampleOrders(tickNanos).toRow()],
    operations: [ema.toRow()],
    heavyHitters: { floorNanos: 0 as Nanoseconds, entries: [] },
    samples: [sampleAt(from + 10_000, tickNanos.length, process)],
    owners: [],
    stalls: [],
    gc: [],
    resources: [],
    kept,
    caches: [
      {
        source: 'lru-cache',
        name: 'LRUCache',
        location: 'bot.js:7',
        hits: 3 * tickNanos.length,
        misses: tickNanos.length,
        unknown: 0,
        sets: tickNanos.length,
        evictions: 1,
        mostEntries: tickNanos.length,
        limit: 500,
        reuse: {
          lookUps: 4 * tickNanos.length,
          firsts: 1,
          missed: 2,
          halvings: 3,
          sizes: { offset: 7, values: [8, 0, 16] },
        },
      },
      { source: 'configured', name: 'Prices.get', hits: 1, misses: 2, unknown: 3, sets: 0, evictions: 0 },
    ],
    externals: [
      {
        name: 'POST api.kraken.com /0/private/AddOrder',
        venue: 'kraken',
        outcomes: [
          { outcome: '200', count: tickNanos.length },
          { outcome: 'ECONNRESET', count: 1 },
        ],
        sent: tickNanos.length + 1,
        sentNanos: (9_000 * tickNanos.length) as Nanoseconds,
        answered: tickNanos.length,
        firstByteNanos: (90_000 * tickNanos.length) as Nanoseconds,
        newConnections: 1,
        reusedConnections: tickNanos.length,
        connecting: {
          whole: { count: 1, nanos: 9_000 as Nanoseconds },
          lookup: { count: 1, nanos: 1_000 as Nanoseconds },
          tcp: { count: 1, nanos: 3_000 as Nanoseconds },
          tls: { count: 1, nanos: 5_000 as Nanoseconds },
        },
        repeats: 1,
      },
    ],
    instrumented: [{ name: 'EMA.calculate', rule: 'indicator-program', count: tickNanos.length }],
    notSeen: [{ name: 'talib.node', why: 'a native module has no JavaScript to reach' }],
    memory: [
      {
        process: '4711-5f0c2a91',
        atUnixMillis: 1_700_000_004_000 as UnixMilliseconds,
        heapBytes: 40_000_000 as Bytes,
        externalBytes: 2_000_000 as Bytes,
        limitBytes: 4_000_000_000 as Bytes,
        sites: [
          {
            name: 'onTrade',
            location: 'bot.js:12',
            collection: 'this.trades',
            others: ['bot.js:14'],
            bytes: 9_000_000 as Bytes,
          },
        ],
      },
    ],
    profiles: [
      {
        scope: 'operation',
        kind: 'tick',
        name: 'onTick',
        samples: 412,
        collecting: 3,
        frames: [
          { name: 'hmac', location: 'sign.js:12', within: 'node:crypto', samples: 300 },
          { name: 'onTick', location: 'bot.js:41', samples: 112 },
        ],
      },
      { scope: 'thread', name: 'idle', samples: 588, collecting: 0, frames: [] },
    ],
    overhead: {
      spans: 2 * tickNanos.length,
      sampledSpans: 1,
      sampledSpanNanos: 410 as Nanoseconds,
      closedTicks: tickNanos.length,
      closingNanos: (5_000 * tickNanos.length) as Nanoseconds,
      writingNanos: 90_000 as Nanoseconds,
      exportingNanos: 40_000 as Nanoseconds,
      writtenBytes: 4_096 as Bytes,
      longestHoldNanos: 180_000 as Nanoseconds,
    },
    losses: [{ cause: 'kept_ticks_beyond_segment', count: 2 }],
  };
}

/** Each tick waited half its duration at most, a tenth as it was seen, and was a millisecond old. */
function sampleArrivals(tickNanos: readonly Nanoseconds[]): ArrivalAccumulator {
  const arrivals = new ArrivalAccumulator();
  for (const nanos of tickNanos) {
    arrivals.waited('stamped', Math.floor(nanos / 10) as Nanoseconds, nanos);
    arrivals.waited('bound', Math.floor(nanos / 2) as Nanoseconds, nanos);
    arrivals.aged(MILLISECOND, 0 as Nanoseconds);
  }
  arrivals.received = 2 * tickNanos.length;
  arrivals.handled = tickNanos.length;
  arrivals.ticksFromReceived = tickNanos.length;
  return arrivals;
}

/** An event a tick, one gap, and two silences of half a second. */
function sampleFeed(tickNanos: readonly Nanoseconds[], from: number): FeedAccumulator {
  const feed = new FeedAccumulator({ source: 'onTick', symbol: 'BTC/USDT', connection: 'stream.example:443' });
  for (const _ of tickNanos) {
    feed.received++;
    feed.handled++;
    feed.intervals.record((50 * MILLISECOND) as Nanoseconds);
    feed.ages.record((2 * MILLISECOND) as Nanoseconds);
  }
  feed.gap('network', 3);
  feed.silent('network', (500 * MILLISECOND) as Nanoseconds);
  feed.silent('feed', (500 * MILLISECOND) as Nanoseconds);
  feed.reconnects = 1;
  feed.last[0] = from + 9_000;
  return feed;
}

/** An order a tick, of which the first failed, and one that is open. */
function sampleOrders(tickNanos: readonly Nanoseconds[]): OrderAccumulator {
  const orders = new OrderAccumulator({ action: 'place', venue: 'binance', symbol: 'BTC/USDT' });
  for (const nanos of tickNanos) {
    orders.count++;
    orders.ended++;
    orders.decisions.record(nanos);
    orders.sendings.record((2 * MILLISECOND) as Nanoseconds);
    if (orders.count === 1) orders.failed++;
    else orders.acknowledgements.record((40 * MILLISECOND) as Nanoseconds);
  }
  orders.count++;
  return orders;
}

function keptTick(
  from: number,
  position: number,
  nanos: Nanoseconds,
  inner: Nanoseconds,
  process: ProcessInfo,
): KeptTick {
  return {
    traceId: `${from.toString(16)}${position.toString(16).padStart(4, '0')}`.padStart(32, '0'),
    process: process.id,
    name: 'onTick',
    symbol: 'BTC/USDT',
    reason: 'slow',
    startedAtUnixNanos: `${from + position}000000`,
    durationNanos: nanos,
    operations: [
      { kind: 'tick', name: 'onTick', parent: -1, startNanos: 0 as Nanoseconds, durationNanos: nanos },
      {
        kind: 'indicator',
        name: 'EMA.calculate',
        location: 'bot.js:41',
        parent: 0,
        startNanos: Math.floor(nanos / 8) as Nanoseconds,
        durationNanos: inner,
      },
    ],
  };
}

function sampleAt(atUnixMillis: number, ticks: number, process: ProcessInfo): RuntimeSample {
  return {
    process: process.id,
    atUnixMillis: atUnixMillis as UnixMilliseconds,
    elapsedNanos: SECOND,
    cpuNanos: (SECOND / 5) as Nanoseconds,
    loopActiveNanos: (SECOND / 10) as Nanoseconds,
    ticksStarted: ticks,
    ticksEnded: ticks,
    rssBytes: (84 * MEGABYTE) as Bytes,
    heapUsedBytes: (31 * MEGABYTE) as Bytes,
    externalBytes: (2 * MEGABYTE) as Bytes,
  };
}

const count = fc.nat({ max: 1_000_000 });
const nanos = fc.nat().map((value) => value as Nanoseconds);
const name = fc.string({ unit: 'binary', maxLength: 20 });

function anyHistogram(scale: HistogramScale): fc.Arbitrary<ReturnType<ExponentialHistogram['toData']>> {
  return fc.array(nanos, { maxLength: 5 }).map((values) => {
    const histogram = new ExponentialHistogram(scale);
    for (const value of values) histogram.record(value);
    return histogram.toData();
  });
}

const anyKeptTick: fc.Arbitrary<KeptTick> = fc
  .record({
    name,
    size: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constantFrom(127, 128, 129, 256, 257)),
    durationNanos: nanos,
  })
  .map(({ size, durationNanos, ...rest }) => ({
    ...keptTick(START, size, durationNanos, durationNanos, BOT),
    ...rest,
    operations: Array.from({ length: size }, (_, position) => ({
      kind: OPERATION_KINDS[position % OPERATION_KINDS.length] ?? 'tick',
      name: rest.name,
      parent: position - 1,
      startNanos: position as Nanoseconds,
      durationNanos,
      ...(position % 3 === 1 && { failed: true as const }),
    })),
  }));

/** Any segment that a process may write: all kinds of rows, all kinds of names. */
export const anySegment: fc.Arbitrary<StoredSegment> = fc
  .record({
    sample: fc.record({
      atUnixMillis: fc.integer({ min: START, max: START + 1_000_000 }),
      warmup: fc.boolean(),
      tickNanos: fc.array(nanos, { maxLength: 4 }),
    }),
    groups: fc.array(
      fc.record({
        dimension: fc.constantFrom('name' as const, 'symbol' as const, 'strategy' as const),
        name,
        count,
        failed: count,
        underTarget: count,
        durations: anyHistogram(6),
      }),
      { maxLength: 3 },
    ),
    heavy: fc.array(fc.record({ key: name, count, totalNanos: nanos, errorNanos: nanos }), { maxLength: 3 }),
    kept: fc.array(anyKeptTick, { maxLength: 2 }),
    notSeen: fc.array(fc.record({ name, why: name }), { maxLength: 3 }),
  })
  .map(({ sample, groups, heavy, kept, notSeen }) => ({
    ...sampleSegment(sample),
    groups,
    heavyHitters: { floorNanos: 0 as Nanoseconds, entries: heavy },
    kept,
    notSeen,
  }));
