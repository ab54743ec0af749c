// What becomes of orders, from their steps in the log: however large the ring is, and whenever it is read.

import type { OrderRow } from '../../../src/model/record/order-rows.js';
import type { OrderName } from '../../../src/model/orders.js';
import { AT_THE_END, DrawnLog, READINGS } from './drawn-log.js';

const TICK = 7;
const LOAD = 3;
const PLACE: OrderName = { action: 'place', venue: 'binance', symbol: 'BTC/USDT' };
const UNNAMED: OrderName = { action: 'place' };

interface Legs {
  readonly name: string;
  readonly count: number;
  readonly ended: number;
  readonly failed: number;
  readonly legs: readonly (readonly [count: number, sumNanos: number])[];
}

function legsOf({ action, venue, symbol, count, ended, failed, ...row }: OrderRow): Legs {
  const legs = [row.decisions, row.sendings, row.acknowledgements].map((leg) => [leg.count, leg.sumNanos] as const);
  return { name: [action, symbol, venue].join(' '), count, ended, failed, legs };
}

/** The same in every reading. */
function orders(draw: (log: DrawnLog) => void, readings = Object.values(READINGS)): Legs[] {
  const results = readings.map((reading) => {
    const log = new DrawnLog(reading);
    draw(log);
    log.read();
    log.drain.orders.finish();
    return [...log.calls.orders.values()].map((each) => legsOf(each.toRow()));
  });
  for (const result of results) expect(result).toEqual(results[0]);
  return results[0] as Legs[];
}

it('goes from the begin of its tick to its decision, its first request and its end', () => {
  expect(
    orders((log) => {
      const tick = log.tick(100, TICK);
      const load = log.asyncOperation(200, LOAD, tick);
      const order = log.order(1_100, PLACE, load);
      log.orderSent(1_400, order, PLACE);
      log.orderSent(1_500, order, PLACE);
      log.orderEnds(6_400, order, PLACE);
      log.end(7_000, load);
      log.end(8_000, tick);
    }),
  ).toEqual([
    {
      name: 'place BTC/USDT binance',
      count: 1,
      ended: 1,
      failed: 0,
      legs: [
        [1, 1_000],
        [1, 300],
        [1, 5_000],
      ],
    },
  ]);
});

it('has no decision outside ticks, and no time until something goes out where nothing does', () => {
  expect(
    orders((log) => {
      const order = log.order(100, PLACE);
      log.orderEnds(400, order, PLACE);
      const load = log.asyncOperation(500, LOAD);
      const inTree = log.order(600, PLACE, load);
      log.orderEnds(800, inTree, PLACE);
      log.end(900, load);
    }),
  ).toEqual([
    {
      name: 'place BTC/USDT binance',
      count: 2,
      ended: 2,
      failed: 0,
      legs: [
        [0, 0],
        [0, 0],
        [2, 500],
      ],
    },
  ]);
});

it('is acknowledged only where it does not fail, also where that shows later', () => {
  expect(
    orders((log) => {
      log.orderEnds(400, log.order(100, PLACE), PLACE, true);
      const order = log.order(500, PLACE);
      log.orderEnds(600, order, PLACE);
      log.orderEnds(700, order, PLACE, true);
    }),
  ).toMatchObject([{ count: 2, ended: 2, failed: 2, legs: [{}, {}, [1, 100]] }]);
});

it('counts when it is known where it goes, and at the end where that never is', () => {
  const named = { ...UNNAMED, venue: 'kraken' };
  expect(
    orders((log) => {
      const tick = log.tick(0, TICK, { scope: 0 }, 'ETH/USDT');
      const sent = log.order(10, UNNAMED, tick);
      const neverSent = log.order(20, UNNAMED, tick);
      const open = log.order(30, UNNAMED, tick);
      log.orderSent(40, sent, named);
      log.orderEnds(50, neverSent, UNNAMED);
      log.orderSent(60, open, named);
      log.order(70, UNNAMED, tick);
      log.end(80, tick);
    }),
  ).toMatchObject([
    { name: 'place ETH/USDT kraken', count: 2, ended: 0 },
    { name: 'place ETH/USDT ', count: 2, ended: 1 },
  ]);
});

it('knows the begin of a tick that has closed, as long as the ring does', () => {
  const draw = (log: DrawnLog): void => {
    const tick = log.tick(1_000, TICK);
    const load = log.asyncOperation(2_000, LOAD, tick);
    log.end(3_000, tick);
    log.read();
    log.order(9_000, PLACE, load);
  };
  expect(orders(draw, [AT_THE_END])).toMatchObject([{ count: 1, legs: [[1, 8_000], {}, {}] }]);
});

it('belongs to the tick and not to the one that only handed on', () => {
  expect(
    orders((log) => {
      const relay = log.relay(0, 5);
      log.order(100, PLACE, relay);
      const tick = log.tick(1_000, TICK, relay);
      log.order(1_500, PLACE, tick);
      log.end(2_000, tick);
      log.end(3_000, relay);
    }),
  ).toMatchObject([{ count: 2, legs: [[1, 500], {}, {}] }]);
});

it('follows 4,096 at once, and counts those before as open', () => {
  const [row] = orders(
    (log) => {
      const all = Array.from({ length: 4_100 }, (_, at) => log.order(at, UNNAMED));
      log.read();
      for (const order of all) log.orderEnds(9_000, order, UNNAMED);
    },
    [AT_THE_END],
  );
  expect(row).toMatchObject({ count: 4_100, ended: 4_096 });
});
