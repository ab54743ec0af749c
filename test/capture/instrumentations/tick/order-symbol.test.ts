// The symbol in the arguments of an order: never an id, a side, a kind or a key.

import { symbolOfOrder } from '../../../../src/capture/instrumentations/tick/event/order-symbol.js';

it.each<[args: readonly unknown[], symbol: string | undefined]>([
  [['BTC/USDT', 'limit', 'buy', 1, 42_000], 'BTC/USDT'],
  [['BTC/USDT:USDT', 'market', 'sell', 1], 'BTC/USDT:USDT'],
  [['1000PEPE/USDT', 'market', 'buy', 1], '1000PEPE/USDT'],
  [['btcusdt', 'BUY'], 'btcusdt'],
  [['BUY', 'ETH-USD', 2], 'ETH-USD'],
  [['AAPL', 10], 'AAPL'],
  [[{ symbol: 'ETHUSDT', side: 'BUY' }], 'ETHUSDT'],
  [[{ instId: 'BTC-USDT-SWAP' }], 'BTC-USDT-SWAP'],
  [['28', 'BTC/USDT'], 'BTC/USDT'],
  [['OQCLML-BW3P3-BUCMWZ', 'XBT/USD'], 'XBT/USD'],
  [['OQCLML-BW3P3-BUCMWZ'], undefined],
  [['BUY', 'LIMIT', 3], undefined],
  [['61e69015-8549-4bfd-b9c3-01e75843f47d'], undefined],
  [['a1b2c3d4e5f60718293a4b5c6d7e8f90'], undefined],
  [[{ qty: 1 }], undefined],
  [[], undefined],
])('%j: %s', (args, symbol) => {
  expect(symbolOfOrder(args)).toBe(symbol);
});

it('never throws, whatever the program gives', () => {
  const throwing = {
    get symbol(): string {
      throw new Error('no');
    },
  };
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  expect([symbolOfOrder([throwing]), symbolOfOrder([proxy, 'BTC/USDT'])]).toEqual([undefined, 'BTC/USDT']);
});
