// What looks like a market event, and what does not.

import {
  isPlainlyOneEvent,
  isPlainlyTickShaped,
  isTickShaped,
} from '../../../../src/capture/instrumentations/tick/shape/tick-shape.js';
import { EventReading } from '../../../../src/capture/instrumentations/tick/event/event-reading.js';

function symbolOf(args: readonly unknown[]): string | undefined {
  const reading = new EventReading();
  reading.read(args);
  return reading.symbol;
}

it.each<[what: string, args: unknown[], symbol: string | undefined]>([
  ['a trade', [{ symbol: 'BTC-USD', price: 1, time: 2 }], 'BTC-USD'],
  ['a Binance trade, prices as text', [{ e: 'trade', E: 1, s: 'BTCUSDT', p: '42.5', T: 2 }], 'BTCUSDT'],
  ['a candle without a symbol', [{ openTime: 1, open: 1, high: 2, low: 1, close: 2 }], undefined],
  ['a quote', [{ bid: 1, ask: 2, pair: 'EUR/USD' }], 'EUR/USD'],
  ['an array of trades', [[{ price: 1, timestamp: new Date(0) }], 'more'], undefined],
  ['a symbol and a price', ['BTC-USD', 42.5], 'BTC-USD'],
  ['an order book', [{ symbol: 'BTC/USDT', bids: [[1, 2]], asks: [] }], 'BTC/USDT'],
  ['a Binance depth update', [{ e: 'depthUpdate', s: 'BTCUSDT', b: [], a: [['1', '2']] }], 'BTCUSDT'],
  ['candles as rows', [[[1_700_000_000_000, 1, 2, 1, 2, 10]]], undefined],
  ['a Coinbase ticker', [{ type: 'ticker', product_id: 'BTC-USD', price: '453.65' }], 'BTC-USD'],
  ['an event inside another', [{ exchange: 'x', symbol: 'A', ticker: { bid: 1, ask: 2 } }], 'A'],
  ['a list of events in an envelope', [{ topic: 'trades', ts: 1, data: [{ instId: 'B', price: '2' }] }], 'B'],
  ['an event behind other arguments', [{}, 'onCandle', { candle: { time: 1, close: 2 } }], undefined],
  ['a Binance depth update', [{ E: 1, s: 'A', b: [['1', '2']], a: [] }], 'A'],
  ['rows of candles', [[[1_700_000_000_000, 1, 2, 1, 2, 30]]], undefined],
  ['a numbered instrument', [[{ instrument_token: 408065, last_price: 1 }]], '408065'],
  ['a candle that begins at a moment', [{ start: { valueOf: () => 60_000 }, close: 2 }], undefined],
])('%s is a tick', (_what, args, symbol) => {
  expect(isTickShaped(args)).toBe(true);
  expect(symbolOf(args)).toBe(symbol);
});

it.each<[what: string, args: unknown[]]>([
  ['an article with its price of today', [{ sku: 'A-1', price: 10, date: new Date(0) }]],
  ['a row of other numbers', [[[1, 2, 3, 4, 5]]]],
  ['a sentence and a number', ['page 2 of', 7]],
  ['an event behind too many arguments', [0, 0, 0, { symbol: 'A', price: 1 }]],
  ['a heartbeat without an argument', []],
  ['a game clock', [{ delta: 16, time: 1000 }]],
  ['a job', [{ id: 1, time: 2, payload: {} }]],
  ['a price without time or symbol', [{ price: 1 }]],
  ['a price that is none', [{ price: 'soon', time: 1 }]],
  ['a price list', [{ p: ['1'], t: 1 }]],
  ['a progress', ['loading', 'half']],
  ['a number', [16.6]],
  ['null', [null]],
  ['an empty array', [[]]],
  ['a matrix', [[[1, 0, 0, 0, 1]]]],
  ['rows that are too short for candles', [[[1_700_000_000_000, 1]]]],
  ['two lists without a symbol', [{ a: [], b: [] }]],
])('%s is not', (_what, args) => {
  expect(isTickShaped(args)).toBe(false);
});

describe('under a name that much else has', () => {
  it.each<[what: string, args: unknown[]]>([
    ['a trade without a symbol', [{ price: 1, size: 2, time: 3 }]],
    ['a whole candle in letters', [{ o: 1, h: 2, l: 1, c: 2, time: 3 }]],
    ['a quote without a symbol', [{ bid: 1, ask: 2, timestamp: 3 }]],
    ['an order book', [{ bids: [], asks: [], time: 1 }]],
    ['a ticker', [{ symbol: 'A', last: 1, time: 2 }]],
    ['a pair and its price', ['BTC/USD', 1]],
    ['a list of trades', [[{ price: 1, amount: 2, timestamp: 3 }]]],
  ])('%s is a tick', (_what, args) => {
    expect(isPlainlyTickShaped(args)).toBe(true);
  });

  it.each<[what: string, args: unknown[]]>([
    ['the house of a listing', [{ address: 'Elm Street', price: 200_000, date: '2023-01-01' }]],
    ['the last value of a sensor', [{ station: 'S1', time: 1, last: 21 }]],
    ['degrees at a time', [{ t: 1, c: 21 }]],
    ['hours of opening', [{ date: new Date(0), open: 9, close: 17 }]],
    ['a step and its attempts', ['CHARGE', 3]],
  ])('%s is not', (_what, args) => {
    expect(isPlainlyTickShaped(args)).toBe(false);
    expect(isPlainlyOneEvent(args)).toBe(false);
  });

  it('a history is no tick for what runs through it, one event is', () => {
    expect(isPlainlyOneEvent([[{ symbol: 'A', price: 1 }]])).toBe(false);
    expect(isPlainlyOneEvent([{ symbol: 'A', price: 1 }])).toBe(true);
  });
});

it('takes no long text for a symbol, even where the shape of arguments is not looked at any more', () => {
  expect(symbolOf(['x'.repeat(10_000), 42.5])).toBeUndefined();
});

it('survives arguments that throw when they are read', () => {
  const hostile = new Proxy(
    {},
    {
      get: () => {
        throw new Error('hands off');
      },
    },
  );
  const { proxy: revoked, revoke } = Proxy.revocable([], {});
  revoke();
  for (const shape of [isTickShaped, isPlainlyTickShaped, isPlainlyOneEvent]) {
    const given = [
      hostile,
      [hostile],
      revoked,
      [revoked],
      { data: revoked },
      { bids: revoked, asks: revoked, time: 1 },
    ];
    expect(given.filter((argument) => shape([argument]))).toEqual([]);
  }
  const throwing = new Proxy([{ symbol: 'A', price: 1 }], {
    get: () => {
      throw new Error('hands off');
    },
  });
  expect(isTickShaped([throwing])).toBe(false);
  expect(symbolOf([hostile])).toBeUndefined();
});
