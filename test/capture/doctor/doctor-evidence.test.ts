// What looks like a market event or a series to the doctor, which only proposes, and what does not even to it.

import { EventEmitter } from 'node:events';
import { given, seriesLook, tickLook } from '../../../src/capture/doctor/evidence.js';

class Quote {
  readonly #bid = 5;
  get bidPx(): number {
    return this.#bid;
  }
  get sym(): string {
    return 'EURUSD';
  }
}

const throwing = new Proxy(
  {},
  {
    ownKeys: () => ['px'],
    get: () => {
      throw new Error('no');
    },
  },
);

it.each<[what: string, args: unknown[], why: string | undefined]>([
  ['what a rule takes', [{ price: 1, symbol: 'A' }], 'an object with a price and a time or symbol'],
  [
    'other words',
    [{ lastPx: '1.5', instrumentId: 'x' }],
    'an object with `lastPx` for a price and `instrumentId` for a time or symbol',
  ],
  [
    'an envelope',
    [{ stream: 's', data: { px: 1, seq: 7 } }],
    'an object with `data.px` for a price and `data.seq` for a time or symbol',
  ],
  [
    'an envelope with the symbol',
    [{ sym: 'A', body: [{ px: 1 }] }],
    'an object with `body.px` for a price and `sym` for a time or symbol',
  ],
  [
    'another argument',
    [null, { px: 1, sym: 'A' }],
    'an object with `px` for a price and `sym` for a time or symbol, as argument 2',
  ],
  ['a book', [{ bids: [[1, 2]], venue: 'x' }], 'an object with `bids` for a price and `venue` for a time or symbol'],
  ['a class with getters', [new Quote()], 'an object with `bidPx` for a price and `sym` for a time or symbol'],
  ['a candle as a list', [[1_700_000_000_000, 1, 2, 0, 1, 9]], 'a list that begins with a time, and numbers behind it'],
  ['JSON', ['{"px":"1","sym":"A"}'], 'JSON text of an object with `px` for a price and `sym` for a time or symbol'],
  [
    'bytes of JSON',
    [Buffer.from('[{"px":"1","sym":"A"}]')],
    'JSON text of an object with `px` for a price and `sym` for a time or symbol',
  ],
  ['rates by symbol', [{ EURUSD: 1.1, 'USD-JPY': 140 }], 'an object with a number for each symbol'],
  [
    'a price in parts',
    [{ feed: 'SOL/USD', price: { mantissa: 1n, exponent: -2 } }],
    'an object with `price` for a price and `feed` for a time or symbol',
  ],
  ['a name and a number', [5, 'EURUSD'], 'a name and a number'],
  ['nothing', [], undefined],
  ['a number', [16.7], undefined],
  ['a frame of a game', [{ time: 1, delta: 0.016 }], undefined],
  ['a job', [{ id: 7, name: 'mail', attempts: 1 }], undefined],
  ['text that is no JSON', ['{not json}'], undefined],
  [
    'an emitter',
    [Object.assign(new EventEmitter(), { price: 1, symbol: 'A' })],
    'an object with a price and a time or symbol',
  ],
  ['an emitter in other words', [Object.assign(new EventEmitter(), { px: 1, sym: 'A' })], undefined],
  ['what throws', [throwing], undefined],
])('%s', (_what, args, why) => {
  expect(tickLook(args)?.why).toBe(why);
});

it.each<[args: unknown[], why: string | undefined]>([
  [[[1, 2, 3, 4, 5], 14], 'a series of 5 numbers'],
  [[{ period: 3, values: [1, 2, 3, 4, 5, 6] }], 'a series of 6 numbers'],
  [[new Float64Array(8)], 'a series of 8 numbers'],
  [[Array.from({ length: 9 }, () => ({ close: 1 }))], 'a series of 9 prices'],
  [[[1, 2, 3]], undefined],
  [[['a', 'b', 'c', 'd', 'e']], undefined],
  [[Buffer.alloc(50)], undefined],
  [[[1_700_000_000_000, 1, 2, 0, 1, 9]], undefined],
])('%j has %s', (args, why) => {
  expect(seriesLook(args)?.why).toBe(why);
});

it('describes arguments without a value of theirs', () => {
  expect(given([{ secret: 'x', token: 1 }, 'hush', [{ key: 2 }]])).toBe(
    'an object with secret, token, a string, a list of 1, first an object with key',
  );
});
