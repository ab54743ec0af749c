// What the doctor takes for the arguments of an order, and which names for those of look-ups.

import { isLookUp } from '../../../src/capture/doctor/evidence.js';
import { orderLook } from '../../../src/capture/doctor/order-evidence.js';

it.each<[args: readonly unknown[], why: string | undefined]>([
  [[{ symbol: 'BTC', side: 'BUY', qty: '0.5' }], 'an object with `side` for a side and `qty` for an amount'],
  [['BTC', { action: 'sell', orderSize: 3 }], 'an object with `action` for a side and `orderSize` for an amount'],
  [['buy', 3], 'a side and a number'],
  [['AAPL', 'short', 100], 'a side and a number'],
  [[{ symbol: 'BTC', side: 'buy' }], undefined],
  [[{ side: 'left', qty: 1 }], undefined],
  [['buy'], undefined],
  [[{ price: 1, size: 2 }], undefined],
  [[null, undefined, []], undefined],
])('%j: %s', (args, why) => {
  expect(orderLook(args)?.why).toBe(why);
});

it('never throws, whatever the program gives', () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  expect(orderLook([proxy])).toBeUndefined();
});

it.each([
  ['PriceCache.get', true],
  ['QuoteCache.getPrice', true],
  ['memo.lookUp', true],
  ['cache.peek', true],
  ['PriceCache.set', false],
  ['PriceCache.getter', false],
  ['Quotes.get', false],
  ['get', false],
])('%s: %s', (name, is) => {
  expect(isLookUp(name)).toBe(is);
});
