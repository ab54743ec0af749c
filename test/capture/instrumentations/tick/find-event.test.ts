// Which of a call's arguments the event is, and what symbol, time and batch it then has.

import * as fc from 'fast-check';
import { EventReading } from '../../../../src/capture/instrumentations/tick/event/event-reading.js';
import { EventFinder, findEvent, FoundEvent } from '../../../../src/capture/instrumentations/tick/event/find-event.js';
import { findEventInMessage } from '../../../../src/capture/instrumentations/tick/event/find-event-in-message.js';
import { isEvent, isPlainEvent } from '../../../../src/capture/instrumentations/tick/event/is-event.js';
import {
  isPlainlyOneEvent,
  isPlainlyTickShaped,
  isTickShaped,
} from '../../../../src/capture/instrumentations/tick/shape/tick-shape.js';
import { SEED } from '../../../aggregate/random-trace.js';

const price = 42;
const timestamp = Date.now();
const bare = { price, timestamp };
const trade = { symbol: 'BTC/USDT', price, timestamp };
const row = [timestamp, 1, 2, 1, 2, 10];

interface Expected {
  readonly symbol?: string;
  readonly time?: number;
  readonly batch?: number;
}

describe('the event of', () => {
  it.each<[what: string, args: unknown[], expected: Expected]>([
    ['(exchange, event)', ['binance', trade], { symbol: 'BTC/USDT', time: timestamp }],
    ['(event)', [trade], { symbol: 'BTC/USDT', time: timestamp }],
    ['(meta, event)', [{ depth: 1 }, trade], { symbol: 'BTC/USDT', time: timestamp }],
    ['(meta with another symbol, event)', [{ symbol: 'X' }, trade], { symbol: 'BTC/USDT', time: timestamp }],
    ['(meta with the symbol, event)', [{ symbol: 'X' }, bare], { symbol: 'X', time: timestamp }],
    ['(symbol, price)', ['BTC/USDT', price], { symbol: 'BTC/USDT' }],
    ['(symbol, event)', ['aapl', bare], { symbol: 'aapl', time: timestamp }],
    ['(event, symbol)', [bare, 'AAPL'], { symbol: 'AAPL', time: timestamp }],
    ['(event, mode)', [bare, 'live'], { time: timestamp }],
    ['(exchange, symbol, event)', ['binance', 'AAPL', bare], { symbol: 'AAPL', time: timestamp }],
    ['(EXCHANGE, pair, event)', ['BINANCE', 'btcusdt', bare], { symbol: 'btcusdt', time: timestamp }],
    ['(symbol, timeframe, row)', ['BTC/USDT', '1D', row], { symbol: 'BTC/USDT', time: timestamp }],
    ['(error, event)', [null, trade], { symbol: 'BTC/USDT', time: timestamp }],
    ['(list)', [[trade, trade]], { symbol: 'BTC/USDT', time: timestamp, batch: 2 }],
    ['(symbol, list)', ['AAPL', [bare, bare, bare]], { symbol: 'AAPL', time: timestamp, batch: 3 }],
    ['(list of state, event)', [[{ position: 1 }], trade], { symbol: 'BTC/USDT', time: timestamp }],
    ['(row)', [row], { time: timestamp }],
    ['(list of one row)', [[row]], { time: timestamp, batch: 1 }],
    ['(a history of rows)', [[row, row]], { batch: 2 }],
    [
      'an envelope with the time',
      [{ topic: 'x', ts: timestamp, data: { symbol: 'A', bid: 1 } }],
      { symbol: 'A', time: timestamp },
    ],
    ['an envelope with the symbol', [{ stream: 'x', s: 'A', data: bare }], { symbol: 'A', time: timestamp }],
    [
      'an envelope with another symbol',
      [{ symbol: 'OUT', data: { s: 'IN', p: '1', T: timestamp } }],
      { symbol: 'IN', time: timestamp },
    ],
    [
      'an envelope with a list',
      [
        {
          ts: timestamp,
          data: [
            { s: 'A', p: '1' },
            { s: 'A', p: '2' },
          ],
        },
      ],
      { symbol: 'A', time: timestamp, batch: 2 },
    ],
    [
      '(exchange, envelope)',
      ['binance', { ts: timestamp, data: { s: 'A', p: '1' } }],
      { symbol: 'A', time: timestamp },
    ],
    ['(state, name, envelope)', [{}, 'onCandle', { candle: { time: timestamp, close: 1 } }], { time: timestamp }],
  ])('%s has its own symbol, time and batch', (_what, args, { symbol, time = NaN, batch }) => {
    expect(isTickShaped(args)).toBe(true);
    const reading = new EventReading();
    reading.read(args);
    expect(reading).toMatchObject({ symbol, unixMillis: time, batch });
    // The second call takes the shortcut that the first one left.
    reading.read(args);
    expect(reading).toMatchObject({ symbol, unixMillis: time, batch });
  });

  it.each<[what: string, args: unknown[], expected: Expected]>([
    ['a header with the symbol behind other objects', [{}, { symbol: 'A', value: 1 }], { symbol: 'A' }],
    ['a time without a price', [{ timestamp }], { time: timestamp }],
    ['an empty list', [[]], { batch: 0 }],
    ['a list of numbers', [[1, 2, 3]], { batch: 3 }],
    ['nothing', [], {}],
  ])('a configured handler that gets %s', (_what, args, { symbol, time = NaN, batch }) => {
    const reading = new EventReading();
    reading.read(args);
    expect(reading).toMatchObject({ symbol, unixMillis: time, batch });
  });
});

it('leaves configured extractors their priority, and fills in what they do not return', () => {
  const configured = new EventReading({ symbol: () => 'MINE', time: () => 1_700_000_000_000 });
  configured.read(['binance', trade]);
  expect(configured).toMatchObject({ symbol: 'MINE', unixMillis: 1_700_000_000_000 });
  const failing = new EventReading({ symbol: () => undefined, time: () => 'never' });
  failing.read(['binance', trade]);
  expect(failing).toMatchObject({ symbol: 'BTC/USDT', unixMillis: timestamp });
});

it('is searched again where the next call has it at another position', () => {
  const reading = new EventReading();
  const symbols = [
    [trade],
    ['binance', { ...trade, symbol: 'B' }],
    [{ data: { ...trade, symbol: 'C' } }],
    ['D', price],
  ].map((args) => {
    reading.read(args);
    return reading.symbol;
  });
  expect(symbols).toEqual(['BTC/USDT', 'B', 'C', 'D']);
});

it('reads three members of a later event, and nothing of the arguments beside it', () => {
  const reads: string[] = [];
  const watched = (target: object): object =>
    new Proxy(target, { get: (of, key) => (reads.push(String(key)), Reflect.get(of, key)) });
  const reading = new EventReading();
  // Until the search for a sequence number has ended.
  for (let call = 0; call < 8; call++) reading.read([{}, trade]);
  reading.read([watched({}), watched(trade)]);
  expect(reads).toEqual(['price', 'symbol', 'timestamp']);
});

it('searches the arguments of a configured handler rarely, once many calls had no event', () => {
  let reads = 0;
  const odd = new Proxy({}, { get: () => void reads++ });
  const finder = new EventFinder();
  for (let call = 0; call < 64; call++) finder.find([odd]);
  const searched = reads / 64;
  reads = 0;
  for (let call = 0; call < 64; call++) finder.find([odd]);
  expect(reads / 64).toBeLessThan(searched / 1.5);
  for (let call = 0; call < 1_024; call++) finder.find([{}, trade]);
  expect(finder.event).toBe(trade);
});

it('follows the sequence of an envelope', () => {
  const reading = new EventReading();
  for (let seq = 1; seq <= 20; seq++) reading.read([{ seq, data: trade }]);
  reading.read([{ seq: 24, data: trade }]);
  expect(reading.missing).toBe(3);
});

it('keeps no reference to the arguments', () => {
  const found = new FoundEvent();
  expect(findEvent([{ price: 1 }], isEvent, found)).toBe(false);
  expect(found).toMatchObject({ event: undefined, envelope: undefined, list: undefined });
});

it('a time that is a revoked proxy is none', () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  expect(isTickShaped([{ price: 1, time: proxy }])).toBe(false);
});

function searchEverywhere(args: readonly unknown[]): void {
  const reading = new EventReading();
  for (let call = 0; call < 2; call++) reading.read(args);
  for (const shape of [isTickShaped, isPlainlyTickShaped, isPlainlyOneEvent]) shape(args);
  for (const test of [isEvent, isPlainEvent]) findEventInMessage(args[0], test, new FoundEvent());
}

function withHostile(value: unknown): unknown {
  if (typeof value === 'function') return (value as () => unknown)();
  if (Array.isArray(value)) return value.map(withHostile);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, withHostile(inside)]));
}

it('never throws, whatever member of whatever argument does', () => {
  const thrower = (): never => {
    throw new Error('hands off');
  };
  const traps = {
    get: thrower,
    has: thrower,
    ownKeys: thrower,
    getPrototypeOf: thrower,
    getOwnPropertyDescriptor: thrower,
  };
  const { proxy: revoked, revoke } = Proxy.revocable([], {});
  revoke();
  const hostile: readonly unknown[] = [
    revoked,
    new Proxy({}, traps),
    new Proxy([], traps),
    Object.defineProperty({ time: 1 }, 'price', { get: thrower, enumerable: true }),
    Object.defineProperty([1], 0, { get: thrower }),
    { valueOf: thrower, toString: thrower },
    Symbol('s'),
  ];
  // fast-check reads the values that it generates, so it generates functions that return the hostile ones.
  const leaf = fc.nat(hostile.length - 1).map((at) => () => hostile[at]);
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.constantFrom<unknown>(null, undefined, 1, 1e12, '1', 'BTC-USD', 1n),
      fc.array(tie('tree'), { maxLength: 6 }),
      fc.dictionary(
        fc.constantFrom('price', 'symbol', 's', 'bids', 'asks', 'time', 'data', 'k', 'seq', 'sku'),
        tie('tree'),
      ),
    ),
  }));
  fc.assert(
    fc.property(fc.array(tree, { maxLength: 4 }), (generated) => {
      const args = generated.map(withHostile);
      expect(() => searchEverywhere(args)).not.toThrow();
    }),
    { seed: SEED, numRuns: 200 },
  );
});
