// Which events, loops, pulls and callbacks the rules take.

import { ProgramRules } from '../../../../src/capture/rules/program-rules.js';
import { DEFAULT_RULES } from '../default-rules.js';
import { isEventName } from '../../../../src/capture/instrumentations/tick/listeners/event-names.js';
import { FoundEvent } from '../../../../src/capture/instrumentations/tick/event/find-event.js';
import { findEventInMessage } from '../../../../src/capture/instrumentations/tick/event/find-event-in-message.js';
import { isPlainEvent } from '../../../../src/capture/instrumentations/tick/event/is-event.js';

const rules = new ProgramRules(DEFAULT_RULES);

it.each([
  'trade',
  'Ticker',
  'l2update',
  'market:data',
  'marketUpdate',
  'trade.BTC-USD',
  'binance:ticker',
  'update',
  'orderBook',
])('an event called %s may be a market event', (name) => expect(isEventName(name)).toBe(true));

it.each([
  'data',
  'traded',
  'message',
  'job.update',
  'update.done',
  'progress',
  'barrier',
  'pricelist',
  `trade:${'x'.repeat(100)}`,
])('an event called %s is none', (name) => expect(isEventName(name)).toBe(false));

const loop = (variable: string, iterated: string, fileName = 'app.js', className?: string): string | undefined =>
  rules.loop({ variable, iterated, fileName, className })?.name;

it('takes loops that speak of the market, by what they bind, iterate, or stand in', () => {
  expect(loop('trade', 'source')).toBe('for await (trade of source)');
  expect(loop('{ price }', 'source')).toBeDefined();
  expect(loop('t', 'replay()')).toBeDefined();
  expect(loop('event', 'events', 'app.js', 'TradingBot')).toBeDefined();
  expect(loop('event', 'events', 'market-feed.js')).toBeDefined();
  expect(loop('line', 'lines')).toBeUndefined();
  expect(loop('chunk', 'request')).toBeUndefined();
});

it.each(['watchTrades', 'watchTicker', 'watchTickers', 'watchOHLCVForSymbols', 'watchOrderBook'])(
  'pulls by %s',
  (method) => expect(rules.pull(method)?.name).toBe(method),
);

it.each(['watchMyTrades', 'watchBalance', 'watchOrders', 'watch', 'watchFile', 'watchers'])(
  'does not pull by %s',
  (method) => expect(rules.pull(method)).toBeUndefined(),
);

const callback = (name: string, firstText?: string): string | undefined =>
  rules.callback({ name, firstText, functionName: undefined })?.name;

it('takes callbacks of exchange clients and listeners that are written in the call', () => {
  expect(callback('on', 'trade')).toBe("on('trade')");
  expect(callback('onStockTrade')).toBe('onStockTrade(...)');
  expect(callback('trades')).toBe('trades(...)');
  expect(callback('subscribeToTicker')).toBe('subscribeToTicker(...)');
  expect(callback('on', 'job')).toBeUndefined();
  expect(callback('forEach')).toBeUndefined();
  expect(callback('map')).toBeUndefined();
  expect(callback('onClick')).toBeUndefined();
});

const TRADE = { s: 'X', p: '1' };

it.each<[what: string, message: unknown, event: unknown]>([
  ['a trade itself', TRADE, TRADE],
  ['an envelope', { stream: 'x', data: TRADE }, TRADE],
  ['a list in an envelope', { arg: { channel: 'x' }, data: [TRADE, TRADE] }, TRADE],
  ['a list in a list', { events: [{ tickers: [TRADE] }] }, TRADE],
  ['a tuple', [42, TRADE, 'trade'], TRADE],
  ['a heartbeat', { type: 'heartbeat', time: 1 }, undefined],
  ['a confirmation', { result: null, id: 1 }, undefined],
  ['something too deep inside', { a: { b: { c: TRADE } } }, undefined],
  [
    'something behind too many members',
    { a: {}, b: {}, c: {}, d: {}, e: {}, f: {}, g: {}, h: {}, i: TRADE },
    undefined,
  ],
  ['a text', 'pong', undefined],
])('finds the event in %s', (_what, message, event) => {
  const found = new FoundEvent();
  expect(findEventInMessage(message, isPlainEvent, found)).toBe(event !== undefined);
  expect(found.event).toBe(event);
});

it.each<[what: string, message: object, list: unknown]>([
  ['a list in an envelope', { ts: 1, data: [TRADE, TRADE] }, [TRADE, TRADE]],
  ['a list in a list', { timestamp: 1, events: [{ tickers: [TRADE] }] }, [TRADE]],
  ['candle rows', { arg: {}, data: [[1_700_000_000_000, 1, 2, 1, 2, 10]] }, [[1_700_000_000_000, 1, 2, 1, 2, 10]]],
  ['one candle row', { data: [1_700_000_000_000, 1, 2, 1, 2, 10] }, undefined],
  ['an envelope with the symbol', { symbol: 'X', data: { price: 1, size: 2 } }, undefined],
])('keeps the message around %s, which may have symbol or time', (_what, message, list) => {
  const found = new FoundEvent();
  expect(findEventInMessage(message, isPlainEvent, found)).toBe(true);
  expect(found.envelope).toBe(message);
  expect(found.list).toEqual(list);
});

it('takes a tuple for no list of events, and a list without an envelope for its own', () => {
  const found = new FoundEvent();
  findEventInMessage([42, TRADE, 'trade'], isPlainEvent, found);
  expect(found).toMatchObject({ event: TRADE, envelope: TRADE, list: undefined });
  findEventInMessage([TRADE, TRADE], isPlainEvent, found);
  expect(found).toMatchObject({ event: TRADE, envelope: TRADE, list: [TRADE, TRADE] });
});

it('finds nothing in a message that throws when its keys are listed', () => {
  const hostile = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error('hands off');
      },
    },
  );
  expect(findEventInMessage(hostile, isPlainEvent, new FoundEvent())).toBe(false);
});
