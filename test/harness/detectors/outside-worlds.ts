// What programs ask of caches, venues and feeds.

import { LRUCache } from 'lru-cache';
import { seededRandom } from '../../../src/analysis/statistics/seeded-random.js';
import { ExternalCounters } from '../../../src/model/external-counters.js';
import type { Nanoseconds } from '../../../src/model/units.js';
import { HeardCaches } from '../caches/heard-cache.js';
import { type Fault, runWorld } from '../../aggregate/feed/feed-world.js';
import { working } from './code-worlds.js';
import type { Draws } from './draws.js';
import { asking } from './query-worlds.js';
import type { Scenario, World } from './scenario.js';

interface CacheUse {
  readonly max: number;
  /** Entries live for so many look-ups; absent: for ever. */
  readonly lookUpsToLive?: number;
  readonly lookUps: number;
  readonly keyAt: (lookUp: number) => number | string;
  /** Of what was missing; absent: all of it is put in. */
  readonly keepsShare?: number;
}

/** A real cache, and what its channel tells of it. */
function cached(draws: Draws, { max, lookUpsToLive, lookUps, keyAt, keepsShare = 1 }: CacheUse): Scenario {
  const heard = new HeardCaches();
  let now = 0;
  const cache = new LRUCache<number | string, number>({
    max,
    ...(lookUpsToLive !== undefined && { ttl: lookUpsToLive, ttlResolution: 0, perf: { now: () => now } }),
  });
  for (now = 1; now <= lookUps; now++) {
    const key = keyAt(now);
    if (cache.get(key) === undefined && draws.next() < keepsShare) cache.set(key, now);
  }
  heard.end();
  return { program: working(draws, []), parts: { caches: heard.take() } };
}

export const cacheMisses: readonly World[] = [
  {
    name: 'too small, of keys that come in turn',
    has: true,
    make: (draws) => {
      const max = draws.whole(50, 400);
      const keys = max + draws.whole(max, 4 * max);
      return cached(draws, { max, lookUps: 6_000, keyAt: () => draws.whole(1, keys) });
    },
  },
  {
    name: 'entries that expire too soon',
    has: true,
    make: (draws) => {
      const keys = draws.whole(50, 200);
      const lookUpsToLive = Math.round(keys * draws.between(0.3, 1.5));
      return cached(draws, { max: 1_000, lookUpsToLive, lookUps: 6_000, keyAt: () => draws.whole(1, keys) });
    },
  },
  {
    name: 'a key with a time in it',
    has: true,
    make: (draws) => cached(draws, { max: 500, lookUps: 4_000, keyAt: (at) => `BTC:${Math.floor(at / 2)}` }),
  },
  {
    name: 'a result that is seldom put in',
    has: true,
    make: (draws) => cached(draws, { max: 500, lookUps: 4_000, keyAt: () => draws.whole(1, 300), keepsShare: 0.02 }),
  },
  {
    name: 'large enough',
    has: false,
    make: (draws) => cached(draws, { max: 500, lookUps: 6_000, keyAt: () => draws.whole(1, draws.whole(50, 400)) }),
  },
  {
    name: 'small, of keys of which a few are most',
    has: false,
    make: (draws) =>
      cached(draws, {
        max: 100,
        lookUps: 6_000,
        keyAt: () => (draws.next() < 0.93 ? draws.whole(1, 40) : draws.whole(1, 2_000)),
      }),
  },
  {
    name: 'that fills',
    has: false,
    make: (draws) => {
      const keys = draws.whole(200, 900);
      return cached(draws, { max: 1_000, lookUps: 8_000, keyAt: () => draws.whole(1, keys) });
    },
  },
  {
    name: 'that is being filled',
    has: false,
    make: (draws) => {
      const keys = draws.whole(1_500, 4_000);
      return cached(draws, {
        max: 8_000,
        lookUps: draws.whole(1_000, keys),
        keyAt: (at) => (at % 3 === 0 ? draws.whole(1, at) : at),
      });
    },
  },
  {
    name: 'that was asked a few times',
    has: false,
    make: (draws) => cached(draws, { max: 100, lookUps: draws.whole(20, 900), keyAt: (at) => at }),
  },
  {
    name: 'that is emptied at each of a few new days',
    has: false,
    make: (draws) => {
      const aDay = draws.whole(1_500, 2_500);
      return cached(draws, {
        max: 1_000,
        lookUps: 8_000,
        keyAt: (at) => `${Math.floor(at / aDay)}:${draws.whole(1, 120)}`,
      });
    },
  },
];

const CALL = 'GET api.venue.com /price';

interface Calls {
  readonly calls: number;
  /** To the next call, in seconds. */
  readonly everySeconds: number;
  /** A connection that nobody uses for so long is closed; 0: nobody keeps it. By the number of the call where it is not always the same. */
  readonly keptSeconds: number | ((call: number) => number);
  readonly limitedAt?: (call: number) => boolean;
  /** Of a call that is refused, 429; and of the others. */
  readonly refusal?: string;
  readonly others?: readonly string[];
}

/** A client that finds the connection of its last call open, or makes another one. */
function calling(draws: Draws, described: Calls): Scenario {
  const { calls, everySeconds, keptSeconds, limitedAt = () => false, refusal = '429' } = described;
  const { others = ['200', '200', '200', '404', '503'] } = described;
  const keptAt = typeof keptSeconds === 'number' ? () => keptSeconds : keptSeconds;
  const counters = new ExternalCounters();
  const counter = counters.counterOf(1, () => ({ name: CALL, venue: undefined }));
  let openUntil = -1;
  let now = 0;
  for (let call = 0; call < calls; call++) {
    now += -Math.log(draws.next()) * everySeconds;
    if (now <= openUntil) counter.reusedConnections++;
    else {
      counter.newConnections++;
      counter.connected({ whole: Math.round(draws.between(10e6, 90e6)) as Nanoseconds });
    }
    const kept = keptAt(call);
    openUntil = kept === 0 ? -1 : now + kept;
    counter.cameOut(limitedAt(call) ? refusal : draws.oneOf(others));
  }
  const program = asking(draws, [draws.fetch(`external ${CALL}`, 3_000, 30_000)], 300_000_000);
  return { program, parts: { externals: counters.take() } };
}

export const newConnections: readonly World[] = [
  {
    name: 'each call makes one',
    has: true,
    make: (draws) => calling(draws, { calls: draws.whole(20, 600), everySeconds: 1, keptSeconds: 0 }),
  },
  {
    name: 'the server closes it before the next call',
    has: true,
    make: (draws) => calling(draws, { calls: 200, everySeconds: draws.between(20, 60), keptSeconds: 5 }),
  },
  {
    name: 'most calls bring an agent of their own',
    has: true,
    make: (draws) => {
      const share = draws.between(0.05, 0.4);
      const keptSeconds = (): number => (draws.next() < share ? 60 : 0);
      return calling(draws, { calls: draws.whole(150, 600), everySeconds: 0.5, keptSeconds });
    },
  },
  {
    name: 'nobody keeps it from some time on',
    has: true,
    make: (draws) => {
      const from = draws.whole(20, 120);
      return calling(draws, { calls: 300, everySeconds: 0.5, keptSeconds: (call) => (call < from ? 60 : 0) });
    },
  },
  {
    name: 'bursts of calls, minutes apart',
    has: false,
    make: (draws) => {
      const burst = draws.whole(6, 30);
      // The server closes it behind the last of a burst.
      return calling(draws, { calls: 400, everySeconds: 0.05, keptSeconds: (call) => (call % burst === 0 ? 0 : 60) });
    },
  },
  {
    name: 'one is kept',
    has: false,
    make: (draws) =>
      calling(draws, { calls: draws.whole(20, 600), everySeconds: draws.between(0.1, 1), keptSeconds: 5 }),
  },
  {
    name: 'some calls find none',
    has: false,
    make: (draws) => calling(draws, { calls: 400, everySeconds: draws.between(1, 4), keptSeconds: 5 }),
  },
  {
    name: 'a few calls',
    has: false,
    make: (draws) => calling(draws, { calls: draws.whole(1, 15), everySeconds: 60, keptSeconds: 5 }),
  },
];

export const rateLimitedCalls: readonly World[] = [
  {
    name: 'a poll that is too fast',
    has: true,
    make: (draws) =>
      calling(draws, {
        calls: 400,
        everySeconds: 1,
        keptSeconds: 5,
        limitedAt: (call) => call % 60 > draws.whole(30, 55),
      }),
  },
  {
    name: 'a ban for a while',
    has: true,
    make: (draws) => {
      const from = draws.whole(50, 200);
      const until = from + draws.whole(3, 60);
      return calling(draws, {
        calls: 400,
        everySeconds: 1,
        keptSeconds: 5,
        limitedAt: (call) => call >= from && call < until,
      });
    },
  },
  {
    name: 'a few refusals',
    has: true,
    make: (draws) =>
      calling(draws, { calls: 400, everySeconds: 1, keptSeconds: 5, limitedAt: (call) => call % 90 === 50 }),
  },
  {
    name: 'a bot that starts while its address is banned',
    has: true,
    make: (draws) =>
      calling(draws, {
        calls: draws.whole(10, 200),
        everySeconds: 1,
        keptSeconds: 5,
        limitedAt: () => true,
        refusal: '418',
      }),
  },
  {
    name: 'bursts late in the run',
    has: true,
    make: (draws) => {
      const from = draws.whole(250, 380);
      return calling(draws, {
        calls: 400,
        everySeconds: 0.2,
        keptSeconds: 5,
        limitedAt: (call) => call > from && call % 10 > 6,
      });
    },
  },
  {
    name: 'calls without an answer',
    has: false,
    make: (draws) =>
      calling(draws, {
        calls: 300,
        everySeconds: 1,
        keptSeconds: 5,
        others: ['200', 'ETIMEDOUT', 'ECONNRESET', 'UND_ERR_HEADERS_TIMEOUT'],
      }),
  },
  {
    name: 'keys and orders that the venue refuses',
    has: false,
    make: (draws) =>
      calling(draws, { calls: 300, everySeconds: 1, keptSeconds: 5, others: ['200', '400', '401', '403', '451'] }),
  },
  {
    name: 'other failures',
    has: false,
    make: (draws) => calling(draws, { calls: draws.whole(20, 600), everySeconds: 1, keptSeconds: 5 }),
  },
  { name: 'no call', has: false, make: (draws) => ({ program: working(draws, []) }) },
];

function fed(draws: Draws, faults: readonly Fault[], interval: (random: () => number) => number): Scenario {
  const random = seededRandom(draws.seed);
  return { program: working(draws, []), parts: { feeds: runWorld({ random, interval, events: 1_500, faults }) } };
}

const STEADY = (random: () => number): number => 60 + 80 * random();

const faulty = (name: string, kind: Fault['kind']): World => ({
  name,
  has: true,
  make: (draws) =>
    fed(
      draws,
      [{ kind, at: draws.between(30_000, 80_000), lasts: draws.between(3_000, 9_000), numbers: draws.whole(1, 40) }],
      STEADY,
    ),
});

const healthy = (name: string, interval: (random: () => number) => number): World => ({
  name,
  has: false,
  make: (draws) => fed(draws, [], interval),
});

export const faultyFeeds: readonly World[] = [
  faulty('nothing to send', 'quiet'),
  faulty('numbers that are left out', 'skip'),
  faulty('a way that holds everything back', 'delay'),
  faulty('a connection that breaks', 'break'),
  faulty('a loop that is held', 'hold'),
  healthy('a steady ticker', STEADY),
  healthy('a candle every second', () => 1_000),
  healthy('trades at random', (random) => -200 * Math.log(1 - random())),
  healthy('bursts of trades, minutes apart', (random) => (random() < 0.98 ? 2 : -60_000 * Math.log(1 - random()))),
  healthy('a symbol that hardly trades', (random) => -180_000 * Math.log(1 - random())),
];
