// Events between their arrival and their tick, counted by hand.

import { MessageEvents } from '../../../src/capture/instrumentations/tick/arrivals/message-events.js';
import { EventLedger, type IncomingEvents } from '../../../src/capture/recorder/event-ledger.js';

function ledger(): {
  events: EventLedger;
  counts: { received: number; handled: number; ticks: number; losses: number };
} {
  const counts = { received: 0, handled: 0, ticks: 0, losses: 0 };
  const events = new EventLedger({
    eventsReceived: (count) => (counts.received += count),
    eventsHandled: (count) => {
      counts.handled += count;
      counts.ticks++;
    },
    losses: { add: (id) => id === 'symbols_beyond_table' && counts.losses++ },
  });
  return { events, counts };
}

const of = (count: number, symbol?: string): IncomingEvents => ({
  source: 'client',
  count: () => count,
  symbol: () => symbol,
});

/** Events come in at a time, and nothing happens while they do. */
function arrive(events: EventLedger, at: number, count: number, symbol?: string): void {
  events.leave(events.enter(of(count, symbol), at));
}

it('gives a tick that begins while its event comes in that moment', () => {
  const { events, counts } = ledger();
  const arrival = events.enter(of(1, 'BTC'), 100);
  expect(events.take('BTC', undefined)).toBe(100);
  events.leave(arrival);
  expect(counts).toEqual({ received: 1, handled: 1, ticks: 1, losses: 0 });
});

it('counts an event inside an event once, as the inner one knows it', () => {
  const { events, counts } = ledger();
  const message = events.enter(of(1, 'BTCUSDT'), 100);
  for (let trade = 0; trade < 3; trade++) arrive(events, 101, 1, 'BTC/USDT');
  events.leave(message);
  expect(counts.received).toBe(3);
  expect(events.take('BTC/USDT', 3)).toBe(101);
  expect(counts.handled).toBe(3);
});

it('counts the outer one where nothing inside is an event', () => {
  const { events, counts } = ledger();
  const message = events.enter(of(1, 'BTC'), 100);
  arrive(events, 101, 0);
  events.leave(message);
  expect(counts.received).toBe(1);
});

it('gives a list the moment at which its first event came, and nothing more to come of what was left out', () => {
  const { events, counts } = ledger();
  for (let at = 0; at < 5_000; at++) arrive(events, at, 1, 'BTC');
  expect(events.take('BTC', 1_000)).toBe(0);
  expect(events.take('BTC', 1)).toBeNaN();
  expect(counts).toMatchObject({ received: 5_000, handled: 1_000, ticks: 1 });
  arrive(events, 6_000, 1, 'BTC');
  expect(events.take('BTC', 1)).toBe(6_000);
});

it('does not guess whose turn it is where single events are taken and others stay', () => {
  const { events, counts } = ledger();
  arrive(events, 1, 1, 'BTC');
  arrive(events, 2, 1, 'BTC');
  expect(events.take('BTC', undefined)).toBe(1);
  expect(events.take('BTC', undefined)).toBeNaN();
  expect(events.take('BTC', undefined)).toBeNaN();
  expect(counts).toMatchObject({ received: 2, handled: 2, ticks: 2 });
});

it('tells symbols apart, and not how they are written', () => {
  const { events, counts } = ledger();
  arrive(events, 1, 1, 'BTCUSDT');
  arrive(events, 2, 1, 'ETHUSDT');
  expect(events.take('ETH/USDT', undefined)).toBe(2);
  expect(events.take('ETH-USDT', undefined)).toBeNaN();
  expect(events.take('btc_usdt', undefined)).toBe(1);
  expect(counts.handled).toBe(2);
});

it('takes what came last where a tick does not say its symbol, or says one that never came', () => {
  const { events } = ledger();
  expect(events.take('XBT', undefined)).toBeNaN();
  arrive(events, 7, 2, 'BTC');
  expect(events.take(undefined, undefined)).toBe(7);
  expect(events.take('XBT', undefined)).toBeNaN();
});

it('keeps a bounded number of symbols, and says so', () => {
  const { events, counts } = ledger();
  for (let symbol = 0; symbol < 1_034; symbol++) arrive(events, symbol, 1, `S${symbol}`);
  expect(counts).toMatchObject({ received: 1_034, losses: 10 });
  expect(events.take('S1023', undefined)).toBe(1_023);
});

describe('a message', () => {
  const trade = { s: 'BTCUSDT', p: '42.5', T: 1 };
  it.each<[what: string, message: unknown, count: number, symbol: string | undefined]>([
    ['that is a trade', trade, 1, 'BTCUSDT'],
    ['that is a list of trades', [trade, { ...trade, p: '43' }, null, 'x'], 2, 'BTCUSDT'],
    ['around a trade', { stream: 'btcusdt@trade', data: trade }, 1, 'BTCUSDT'],
    ['around a list', { channel: 'trades', data: [trade, trade, trade] }, 3, 'BTCUSDT'],
    ['around a candle, with the symbol outside', { e: 'kline', E: 1, s: 'ETHUSDT', k: { t: 1, c: '2' } }, 1, 'ETHUSDT'],
    ['that answers a subscription', { result: null, id: 7 }, 0, undefined],
    ['that is a heartbeat', { event: 'ping', time: 1 }, 0, undefined],
    ['that is text', 'ping', 0, undefined],
    ['that is nothing', undefined, 0, undefined],
  ])('%s', (_what, message, count, symbol) => {
    const events = new MessageEvents(message, 'client');
    expect([events.count(), events.symbol()]).toEqual([count, symbol]);
  });

  it('that throws wherever it is touched has none', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(new MessageEvents(proxy, 'client').count()).toBe(0);
  });
});
