// Orders: each of a program's counts once, as the program and its venue count them, with the times of its way, and nothing of what it says.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ReportOrder } from '../../src/model/report/order-report.js';
import { fixture, type Recorded, runBare, runRecorded } from '../support/programs.js';
import { OtlpCollector } from '../support/otlp-collector.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const MARKER = 'S3CRET';
const PROGRAM = fixture('external/orders.cjs');

interface Counts {
  readonly count: number;
  readonly failed: number;
  readonly open: number;
}

interface Truth {
  /** By what they do and their symbol. */
  readonly counts: Readonly<Record<string, Counts>>;
  readonly nanos: { readonly decidedAtLeast: number; readonly decidedAtMost: number; readonly whole: number };
  readonly received: Readonly<Record<string, number>>;
}

function truthOf({ stdout, stderr, code }: Recorded): Truth {
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Truth;
}

function countsOf({ report }: Recorded): Record<string, Counts> {
  return Object.fromEntries(
    report.orders.map(({ action, symbol, count, failed, open }) => {
      return [[action, ...(symbol === undefined ? [] : [symbol])].join(' '), { count, failed, open }];
    }),
  );
}

function rowOf({ report }: Recorded, action: string, symbol: string): Required<ReportOrder> {
  return report.orders.find((row) => row.action === action && row.symbol === symbol) as Required<ReportOrder>;
}

it('counts each order of a program once, whatever stands for it, and those that are open', async () => {
  const run = await runRecorded([PROGRAM]);
  const { counts, received } = truthOf(run);
  expect(countsOf(run)).toEqual(counts);
  const placed = Object.entries(counts).filter(([key]) => key.startsWith('place'));
  const requests = Object.entries(received).filter(([key]) => /^POST|messages/.test(key) && !/test|status/.test(key));
  const sum = (numbers: readonly number[]): number => numbers.reduce((left, right) => left + right, 0);
  expect(sum(placed.map(([, { count }]) => count))).toBe(sum(requests.map(([, count]) => count)));
  expect(run.report.orders.map(({ venue }) => venue)).toEqual(run.report.orders.map(() => 'localhost'));
  expect(JSON.stringify([run.segments, run.report])).not.toContain(MARKER);
});

it('tells the legs of their way, within the program’s own stopwatch', async () => {
  const run = await runRecorded([PROGRAM]);
  const { nanos } = truthOf(run);
  const { decisionNanos, sentNanos, acknowledgedNanos } = rowOf(run, 'place', 'ETH/USDT');
  expect([decisionNanos.count, sentNanos.count, acknowledgedNanos.count]).toEqual([5, 5, 5]);
  // The tick waits two milliseconds first, the venue five, and a request that only reads goes before.
  expect(decisionNanos.p50Nanos).toBeGreaterThan(1_900_000);
  expect(sentNanos.p50Nanos).toBeGreaterThan(4_500_000);
  expect(acknowledgedNanos.p50Nanos).toBeGreaterThan(4_500_000);
  const sums = run.segments.flatMap(({ orders }) =>
    orders
      .filter(({ action, symbol }) => action === 'place' && symbol === 'ETH/USDT')
      .map(({ decisions, sendings, acknowledgements }) => [
        decisions.sumNanos,
        sendings.sumNanos + acknowledgements.sumNanos,
      ]),
  );
  const [decided, whole] = [0, 1].map((leg) => sums.reduce((total, row) => total + (row[leg] ?? 0), 0));
  expect(decided).toBeGreaterThan(nanos.decidedAtLeast);
  expect(decided).toBeLessThan(nanos.decidedAtMost);
  expect(whole).toBeLessThanOrEqual(nanos.whole);
});

it('has no decision outside ticks, and the symbol of the tick where an order has none', async () => {
  const run = await runRecorded([PROGRAM]);
  truthOf(run);
  expect(rowOf(run, 'place', 'DOT/USDT').decisionNanos).toBeUndefined();
  expect(rowOf(run, 'place', 'BTC/USDT').decisionNanos.count).toBe(5);
  expect(rowOf(run, 'place', 'SOL/USDT').acknowledgedNanos).toBeUndefined();
});

it('is acknowledged by its response where its function does not wait, and by nobody where a message has none', async () => {
  const run = await runRecorded([PROGRAM]);
  truthOf(run);
  const [unawaited, message] = [rowOf(run, 'place', 'LTC/USDT'), rowOf(run, 'place', 'TRX/USDT')];
  expect([unawaited.sentNanos.count, unawaited.acknowledgedNanos.count]).toEqual([5, 5]);
  // The venue waits five milliseconds.
  expect(unawaited.acknowledgedNanos.p50Nanos).toBeGreaterThan(4_500_000);
  expect([message.sentNanos.count, message.acknowledgedNanos]).toEqual([5, undefined]);
});

it('changes nothing of what the program does', async () => {
  const [bare, run] = await Promise.all([runBare([PROGRAM]), runRecorded([PROGRAM])]);
  const [ofBare, ofRun] = [bare, run].map(({ stdout }) => JSON.parse(stdout) as Truth) as [Truth, Truth];
  expect([run.code, run.stderr, ofRun.counts, ofRun.received]).toEqual([
    bare.code,
    bare.stderr,
    ofBare.counts,
    ofBare.received,
  ]);
});

it('sends them as metrics, and nothing that they say', async () => {
  const collector = await OtlpCollector.start();
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' };
  const run = await runRecorded([PROGRAM, 'ends'], { environment });
  await collector.stop();
  const { counts } = truthOf(run);
  expect(JSON.stringify(collector.received)).not.toContain(MARKER);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
  const sent = (name: string): number =>
    sum(
      collector.metrics
        .filter((metric) => metric.name === name)
        .flatMap((metric) => metric.sum?.dataPoints.map(({ asInt }) => Number(asInt)) ?? []),
    );
  const total = (what: keyof Counts): number => sum(Object.values(counts).map((each) => each[what]));
  expect([sent('tickscope.order.started'), sent('tickscope.order.ended'), sent('tickscope.order.failed')]).toEqual([
    total('count'),
    total('count'),
    total('failed'),
  ]);
  const legs = collector.metrics.find(({ name }) => name === 'tickscope.order.duration')?.exponentialHistogram;
  expect(sum(legs?.dataPoints.map(({ count }) => Number(count)) ?? [])).toBe(
    sum(
      run.report.orders
        .flatMap((row) => [row.decisionNanos, row.sentNanos, row.acknowledgedNanos])
        .map((leg) => leg?.count ?? 0),
    ),
  );
});

it('takes what the configuration names, and leaves what it excludes', async () => {
  const folder = temporaryFolder();
  const named = async (settings: object): Promise<[counts: Record<string, number>, orders: string[]]> => {
    const config = path.join(folder, 'tickscope.config.json');
    writeFileSync(config, JSON.stringify(settings));
    const run = await runRecorded([fixture('external/named-orders.cjs')], {
      environment: { TICKSCOPE_CONFIG: config },
    });
    expect([run.code, run.stderr, run.report.coverage.notSeen]).toEqual([0, '', []]);
    const orders = run.report.orders.map(({ action, symbol = '', venue = '', count }) =>
      [count, action, symbol, venue].join(' '),
    );
    return [JSON.parse(run.stdout) as Record<string, number>, orders.toSorted()];
  };
  const [counts, orders] = await named({
    orders: ['Desk.execute', 'Desk.flattenAll'],
    exclude: ['Game.placeOrder'],
  });
  expect(counts).toEqual({ execute: 3, flatten: 3, placeOrder: 3, orders: 3 });
  expect(orders).toEqual(['3 place  localhost', `${3 + 3} place BTC-USD `]);
  const [, byDefault] = await named({});
  expect(byDefault).toEqual(['3 place  localhost', '3 place ETH-USD ']);
});
