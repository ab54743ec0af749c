// What looks like a market event, and what does not.

import { isTickShaped, symbolOf } from '../../src/capture/instrumentations/tick/tick-shape.js';

it.each<[what: string, args: unknown[], symbol: string | undefined]>([
  ['a trade', [{ symbol: 'BTC-USD', price: 1, time: 2 }], 'BTC-USD'],
  ['a Binance trade, prices as text', [{ e: 'trade', E: 1, s: 'BTCUSDT', p: '42.5', T: 2 }], 'BTCUSDT'],
  ['a candle without a symbol', [{ openTime: 1, open: 1, high: 2, low: 1, close: 2 }], undefined],
  ['a quote', [{ bid: 1, ask: 2, pair: 'EUR/USD' }], 'EUR/USD'],
  ['an array of trades', [[{ price: 1, timestamp: new Date(0) }], 'more'], undefined],
  ['a symbol and a price', ['BTC-USD', 42.5], 'BTC-USD'],
  ['a Coinbase ticker', [{ type: 'ticker', product_id: 'BTC-USD', price: '453.65' }], 'BTC-USD'],
])('%s is a tick', (_what, args, symbol) => {
  expect(isTickShaped(args)).toBe(true);
  expect(symbolOf(args)).toBe(symbol);
});

it.each<[what: string, args: unknown[]]>([
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
])('%s is not', (_what, args) => {
  expect(isTickShaped(args)).toBe(false);
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
  expect(isTickShaped([hostile])).toBe(false);
  expect(symbolOf([hostile])).toBeUndefined();
});
