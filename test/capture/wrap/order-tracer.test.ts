// What is one order: the outermost call, until it ends in whichever way, and none where nothing comes of it.

import { symbolOfOrder } from '../../../src/capture/instrumentations/tick/event/order-symbol.js';
import { type LiveOrder, Orders } from '../../../src/capture/recorder/orders.js';
import type { OrderMatch } from '../../../src/capture/rules/match.js';
import type { OpenCall } from '../../../src/capture/wrap/call-tracer.js';
import { Operation } from '../../../src/capture/wrap/operation.js';
import { OrderTracer } from '../../../src/capture/wrap/order-tracer.js';
import { NameTable } from '../../../src/model/name-table.js';
import { RecordedLog } from '../recorder/recorded-log.js';

class Desk {
  readonly log = new RecordedLog();
  readonly later: (() => void)[] = [];
  readonly orders = new Orders(this.log.recorder, (work) => this.later.push(work));
  readonly #names = new NameTable();

  tracer(match: OrderMatch): OrderTracer {
    const operation = new Operation(this.#names, 'internal', 'placeOrder');
    return new OrderTracer(this.log.recorder, this.orders, operation, match, symbolOfOrder);
  }

  /** Begins a call of the program; `inside` runs code in it. */
  begin(match: OrderMatch = { action: 'place' }, args: readonly unknown[] = []): OpenCall | undefined {
    return this.tracer(match).start(args, true);
  }

  get around(): LiveOrder {
    return this.orders.around as LiveOrder;
  }

  /** By their actions: count, ended, failed, and the counts of what was sent and acknowledged. */
  get told(): Record<string, readonly number[]> {
    this.log.drain();
    return Object.fromEntries(
      [...this.log.calls.orders.values()].map(({ name, count, ended, failed, sendings, acknowledgements }) => {
        return [
          [name.action, name.symbol, name.venue].join(' '),
          [count, ended, failed, sendings.count, acknowledgements.count],
        ];
      }),
    );
  }
}

const NAMED: OrderMatch = { action: 'place', venueKey: 'id' };

it('is the outermost call, with the venue of whichever knows it', () => {
  const desk = new Desk();
  const outer = desk.begin({ action: 'change' }, ['BTC/USDT']) as OpenCall;
  desk.log.inside(outer, () => {
    const read = desk.log.asyncOperation(3);
    desk.log.inside(read, () => expect(desk.tracer(NAMED).start([], true, { id: 'binance' })).toBeUndefined());
    read.end(false);
  });
  outer.returned();
  outer.end(false);
  desk.later.splice(0).forEach((work) => work());
  expect(desk.begin()).toBeDefined();
  expect(desk.told).toEqual({ 'change BTC/USDT binance': [1, 1, 0, 0, 1] });
});

it('is one of its own where a handler of events asks for it within another one', () => {
  const desk = new Desk();
  const outer = desk.begin() as OpenCall;
  desk.log.inside(outer, () => {
    const tick = desk.log.tick(7);
    expect(desk.orders.around).toBeUndefined();
    desk.begin({ action: 'cancel' })?.end(false);
    tick.end(false);
    expect(desk.orders.around).toBeDefined();
  });
  outer.end(false);
  expect(desk.told).toEqual({ 'cancel  ': [1, 1, 0, 0, 1], 'place  ': [1, 1, 0, 0, 1] });
});

it.each<[what: string, end: (call: OpenCall, desk: Desk) => void, told: Record<string, readonly number[]>]>([
  ['none where it returns at once and asks nobody', (call) => call.end(false), {}],
  ['none where it throws before it asks anybody', (call) => call.end(true), {}],
  [
    'one where it goes on',
    (call) => {
      call.returned();
      call.end(true);
    },
    { 'place  ': [1, 1, 1, 0, 0] },
  ],
  [
    'one that ends with its last request, where nobody waits for that',
    (call, desk) => {
      const order = desk.log.inside(call, () => desk.around);
      order.goesTo('kraken');
      order.requestBegins();
      order.requestBegins();
      call.end(false);
      order.sent();
      order.requestEnds(false);
      expect(desk.told).toEqual({ 'place  kraken': [1, 0, 0, 1, 0] });
      order.requestEnds(false);
    },
    { 'place  kraken': [1, 1, 0, 1, 1] },
  ],
  [
    'one that ends unanswered, where it has only sent a message',
    (call, desk) => {
      desk.log.inside(call, () => desk.around).sent();
      call.end(false);
    },
    { 'place  ': [1, 1, 0, 1, 0] },
  ],
])('is %s', (_what, end, told) => {
  const desk = new Desk();
  end(desk.begin({ action: 'place', mayBeNone: true }) as OpenCall, desk);
  desk.later.splice(0).forEach((work) => work());
  expect(desk.told).toEqual(told);
});

it('has failed where its promise turns out to be rejected, in the same turn or later', () => {
  const desk = new Desk();
  const [first, second] = [desk.begin(), desk.begin()] as [OpenCall, OpenCall];
  for (const call of [first, second]) {
    call.returned();
    call.end(false);
  }
  first.turnedOutFailed?.();
  desk.later.splice(0).forEach((work) => work());
  second.turnedOutFailed?.();
  // That of the second one had been counted.
  expect(desk.told).toEqual({ 'place  ': [2, 2, 2, 0, 1] });
});

it('reads no venue from what throws, or is no name', () => {
  const desk = new Desk();
  const throwing = {
    get id(): string {
      throw new Error('no');
    },
  };
  for (const self of [throwing, { id: 'a key with = and /' }, { id: 7 }, undefined]) {
    desk.tracer(NAMED).start([], true, self)?.end(false);
  }
  expect(desk.told).toEqual({ 'place  ': [4, 4, 0, 0, 4] });
});
