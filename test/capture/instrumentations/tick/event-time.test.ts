// Which key of an event is its time, and in which unit.

import { EventTime, unixMillisOf } from '../../../../src/capture/instrumentations/tick/event/event-time.js';
import { find } from './find.js';

const AT = Date.UTC(2026, 0, 2, 3, 4, 5);

describe('a time', () => {
  it.each<[what: string, value: unknown, millis: number]>([
    ['in seconds', AT / 1e3, AT],
    ['in seconds with a fraction', AT / 1e3 + 0.25, AT + 250],
    ['in milliseconds', AT, AT],
    ['in microseconds', AT * 1e3, AT],
    ['in nanoseconds', AT * 1e6, AT],
    ['in nanoseconds, as a bigint', BigInt(AT) * 1_000_000n, AT],
    ['in digits', String(AT), AT],
    ['in ISO 8601', '2026-01-02T03:04:05.250Z', AT + 250],
    ['as a date', new Date(AT), AT],
  ])('%s is read', (_what, value, millis) => {
    expect(unixMillisOf(value)).toBe(millis);
  });

  it.each([
    [undefined],
    [null],
    [true],
    [0],
    [-AT],
    [42],
    [Number.NaN],
    [Infinity],
    [1e21],
    ['soon'],
    [''],
    [{}],
    [[]],
  ])('%p is none', (value) => {
    expect(unixMillisOf(value)).toBeNaN();
  });

  it('is read off a date although the program has replaced Date', () => {
    const { Date: original } = globalThis;
    const date = new Date(AT);
    try {
      globalThis.Date = { parse: () => 0 } as unknown as DateConstructor;
      expect(unixMillisOf(date)).toBe(AT);
      expect(unixMillisOf('2026-01-02T03:04:05Z')).toBe(AT);
    } finally {
      globalThis.Date = original;
    }
  });
});

describe('the key of a function’s events', () => {
  const now = Date.now();

  it('is the first that lies near to now: the number of a trade can look like a time', () => {
    const time = new EventTime();
    // As Binance writes a trade: `t` is its number, and would be a time in 2029.
    const trade = { e: 'trade', s: 'BTCUSDT', p: '42.5', t: 1_886_000_000, T: now - 20 };
    expect(time.of(find([trade]))).toBe(now - 20);
  });

  it('is decided once: later events are read by it alone', () => {
    const time = new EventTime();
    const reads: string[] = [];
    const watched = (event: object): object =>
      new Proxy(event, { get: (target, key) => (reads.push(String(key)), Reflect.get(target, key)) });
    expect(time.of(find([watched({ price: 1, T: now })]))).toBe(now);
    const found = find([watched({ price: 1, timestamp: now, T: now + 1 })]);
    reads.length = 0;
    expect(time.of(found)).toBe(now + 1);
    expect(reads).toEqual(['T']);
  });

  it('is the first event’s where a handler gets a list', () => {
    expect(
      new EventTime().of(
        find([
          [
            { price: 1, timestamp: now },
            { price: 2, timestamp: now + 5 },
          ],
        ]),
      ),
    ).toBe(now);
  });

  it('is passed over where it throws, and where it stops being a time', () => {
    const time = new EventTime();
    const throwing = Object.defineProperty({ time: now }, 'timestamp', {
      get: () => {
        throw new Error('no');
      },
    });
    expect(time.of(find([throwing]))).toBe(now);
    expect(time.of(find([{ time: 'never' }]))).toBeNaN();
    expect(time.of(find(['BTC-USD', 42]))).toBeNaN();
  });

  it('is found when a program goes live after a long tape', () => {
    const time = new EventTime();
    const off = Array.from({ length: 5_000 }, () => time.of(find([{ price: 1, time: 1_500_000_000_000 }])));
    // Told so, because a tape has no pace of its own.
    expect(new Set(off)).toEqual(new Set([1_500_000_000_000]));
    const found = Array.from({ length: 1_024 }, () => time.of(find([{ price: 1, time: now }])));
    expect(found.at(-1)).toBe(now);
  });
});
