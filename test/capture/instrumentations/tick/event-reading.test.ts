// What is read of a handler's argument, whatever the argument is.

import { EventReading } from '../../../../src/capture/instrumentations/tick/event/event-reading.js';

function reading(args: readonly unknown[]): Pick<EventReading, 'symbol' | 'unixMillis' | 'missing' | 'batch'> {
  const event = new EventReading();
  event.read(args);
  const { symbol, unixMillis, missing, batch } = event;
  return { symbol, unixMillis, missing, batch };
}

const now = Date.now();

it('is symbol, time and how many events it is', () => {
  const trade = { symbol: 'BTC-USD', price: 1, timestamp: now };
  expect(reading([trade])).toEqual({ symbol: 'BTC-USD', unixMillis: now, missing: 0, batch: undefined });
  expect(reading([[trade, trade, trade]])).toMatchObject({ symbol: 'BTC-USD', batch: 3 });
  expect(reading(['BTC-USD', 42])).toEqual({ symbol: 'BTC-USD', unixMillis: NaN, missing: 0, batch: undefined });
});

it('is nothing, and never an error, where the argument throws wherever it is touched', () => {
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  const hostile = new Proxy([{ price: 1, time: now }], {
    get: () => {
      throw new Error('no');
    },
  });
  const nothing = { symbol: undefined, unixMillis: NaN, missing: 0, batch: undefined };
  expect(reading([proxy])).toEqual(nothing);
  expect(reading([hostile])).toEqual(nothing);
  expect(reading([])).toEqual(nothing);
});

it('does not keep what the call before said', () => {
  const event = new EventReading();
  event.read([[{ symbol: 'BTC-USD', price: 1, timestamp: now }]]);
  event.read([{ bid: 1, date: 'never' }]);
  expect(event).toMatchObject({ symbol: undefined, unixMillis: NaN, missing: 0, batch: undefined });
});

it('looks for the price where the last event had it, or beside a symbol where there was none', () => {
  const event = new EventReading();
  expect(event.hasPrice(['BTC-USD', 1])).toBe(true);
  expect(event.hasPrice(['', '1.5'])).toBe(true);
  expect(event.hasPrice(['heartbeat'])).toBe(false);
  expect(event.hasPrice([{ symbol: 'BTC-USD', price: 1 }])).toBe(false);
  event.read([{ symbol: 'BTC-USD', price: 1, time: 1 }]);
  expect(event.hasPrice([{ symbol: 'BTC-USD', price: 2, time: 2 }])).toBe(true);
  expect(event.hasPrice([{ symbol: 'BTC-USD', time: 2 }])).toBe(false);
  expect(event.hasPrice(['BTC-USD', 1])).toBe(false);
});
