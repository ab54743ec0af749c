// Bots on real clients of venues, against an exchange in the same process: ticks and orders are those that the bot and the exchange count.

import { fixture, type Recorded, runBare, runRecorded } from '../support/programs.js';
import { installFixture } from '../support/installed-fixture.js';

const MARKER = 'S3CRET';

interface Told {
  readonly done: Readonly<Record<string, number>>;
  readonly received: Readonly<Record<string, number>>;
  readonly nanos?: number;
}

async function both(program: string, nodeArguments: readonly string[] = []): Promise<[told: Told, run: Recorded]> {
  const file = fixture(program);
  const bare = JSON.parse((await runBare([file])).stdout) as Told;
  const run = await runRecorded([file], { nodeArguments });
  expect([run.code, run.stderr]).toEqual([0, '']);
  const told = JSON.parse(run.stdout) as Told;
  // The program does what it does without the preload.
  expect([told.done, told.received]).toEqual([bare.done, bare.received]);
  expect(JSON.stringify([run.segments, run.report])).not.toContain(MARKER);
  return [told, run];
}

/** By what they do: count, failed, and the counts of the legs. */
function ordersOf({ report }: Recorded): Record<string, readonly unknown[]> {
  return Object.fromEntries(
    report.orders.map(({ action, venue, symbol, count, failed, open, ...legs }) => {
      const counts = [legs.decisionNanos, legs.sentNanos, legs.acknowledgedNanos].map((leg) => leg?.count ?? 0);
      return [`${action} ${symbol} ${venue}`, [count, failed, open, ...counts]];
    }),
  );
}

describe.each([
  ['as CommonJS', 'ccxt/required.cjs'],
  ['as ES modules', 'ccxt/imported.mjs'],
])('ccxt, REST and pro, %s', (_how, program) => {
  beforeAll(() => installFixture('ccxt'), 120_000);

  it('has the ticks and orders of the bot and of its exchange', async () => {
    const [{ done, received, nanos = NaN }, run] = await both(program);
    const { place = NaN, change = NaN, cancel = NaN, failed = NaN, trades, tickers } = done;
    expect([trades, tickers]).toEqual([received['trade'], received['ticker']]);
    expect(Object.fromEntries(run.report.ticks.byName.map(({ name, count }) => [name, count]))).toEqual({
      watchTicker: tickers,
      watchTrades: trades,
    });
    expect(ordersOf(run)).toEqual({
      'place BTC/USDT binance': [place, failed, 0, place, place, place - failed],
      'change BTC/USDT binance': [change, 0, 0, change, change, change],
      'cancel BTC/USDT binance': [cancel, 0, 0, cancel, cancel, cancel],
    });
    // One request for each, as the exchange counted them: over REST, and by a message of its WebSocket.
    const sum = (pattern: RegExp): number =>
      Object.entries(received).reduce((total, [what, count]) => (pattern.test(what) ? total + count : total), 0);
    expect([place, change, cancel]).toEqual([
      sum(/^POST .*order$|^order\.place$/),
      sum(/cancelReplace/),
      sum(/^DELETE/),
    ]);
    // Each is over before the program's stopwatch is.
    const total = run.segments
      .flatMap(({ orders }) => orders)
      .reduce((all, { sendings, acknowledgements }) => all + sendings.sumNanos + acknowledgements.sumNanos, 0);
    expect(total).toBeLessThan(nanos);
  });
});

describe.each(['node-binance-api', 'binance'])('%s', (client) => {
  beforeAll(() => installFixture('venue-clients'), 120_000);

  it('has the ticks and orders of the bot and of its exchange', async () => {
    const [{ done, received }, run] = await both(`venue-clients/${client}.cjs`);
    const { ticks, place = NaN, cancel = NaN, failed = NaN } = done;
    expect([run.report.ticks.count, ticks]).toEqual([received['trades'], received['trades']]);
    expect(ordersOf(run)).toEqual({
      'place BTCUSDT localhost': [place, failed, 0, place, place, place - failed],
      'cancel BTCUSDT localhost': [cancel, 0, 0, cancel, cancel, cancel],
    });
    expect(place).toBe(received['POST /api/v3/order']);
    expect(cancel).toBe((received['DELETE /api/v3/order'] ?? 0) + (received['DELETE /api/v3/openOrders'] ?? 0));
  });
});
