// The whole way of a fleet: bots under the preload, an agent, two gateways, ClickHouse's engine, the rollups and the ranking. What the
// queries answer is compared with what the bots counted, and with the records that they left.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { bucketUpperNanos } from '../../src/model/histogram/histogram-buckets.js';
import type { ReportOperation } from '../../src/model/report/report.js';
import { type BotLog, COPIES, embeddedDatabase } from '../bot/bot-runs.js';
import { eventually } from '../stack/eventually.js';
import { type Recorded, runRecorded } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { Fleet, validated } from './fleet.js';

interface Ranked {
  readonly kind: string;
  readonly name: string;
  readonly services: number;
  readonly calls: number;
  readonly failed: number;
  readonly late: number;
  readonly critical_path_seconds: number;
  readonly self_seconds: number;
  readonly duration_seconds: number;
  readonly p95_seconds: number;
  readonly scale: number;
}

interface DeskRun extends Recorded {
  readonly service: string;
  readonly log: BotLog;
}

const TICK = 'TradingOrchestrator.onTick';
const TABLES = ['tickscope_1m_process', 'tickscope_1m', 'tickscope_1h'] as const;
const database = embeddedDatabase();
let fleet: Fleet;
const runs: DeskRun[] = [];

beforeAll(async () => {
  fleet = await Fleet.start();
}, 120_000);
afterAll(() => fleet?.stop(), 120_000);

async function runDesk(service: string, ticks: number, habits: string): Promise<void> {
  const timing = path.join(temporaryFolder(), 'timing.json');
  const flags = ['--rate', '50', '--ticks', String(ticks), '--habits', habits, '--timing', timing];
  const recorded = await runRecorded([COPIES.CommonJS, ...flags], {
    environment: {
      DATABASE_URL: database.url,
      OTEL_SERVICE_NAME: service,
      OTEL_EXPORTER_OTLP_ENDPOINT: fleet.url,
      OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'delta',
      OTEL_METRIC_EXPORT_INTERVAL: '500',
      // A segment has room for 64 kept ticks.
      TICKSCOPE_SEGMENT_MILLIS: '500',
      // Every kept tick is looked for.
      TICKSCOPE_TICKS_PER_SECOND: '1000',
    },
  });
  expect(recorded).toMatchObject({ code: 0, stderr: '' });
  expect(recorded.report.losses).toEqual([]);
  runs.push({ ...recorded, service, log: JSON.parse(readFileSync(timing, 'utf8')) as BotLog });
}

function sumOf<Item>(items: readonly Item[], valueOf: (item: Item) => number): number {
  return items.reduce((total, item) => total + valueOf(item), 0);
}

const countedTicks = (): number => sumOf(runs, ({ log }) => log.counts.ticks);
const keptTicks = () => runs.flatMap(({ segments }) => segments.flatMap((segment) => segment.kept));

/** @returns the ranking when all ticks of all bots are in it */
function ranking(table: string): Promise<readonly Ranked[]> {
  return eventually(
    () => fleet.query<Ranked>('ranking.sql', { table, hours: 2 }),
    (rows) => (rows.find(({ name }) => name === TICK)?.calls ?? 0) >= countedTicks() && everyPathIsThere(rows),
  );
}

/** Counters are blocks of their own. */
function everyPathIsThere(rows: readonly Ranked[]): boolean {
  const onPaths = sumOf(rows, (row) => nanos(row.critical_path_seconds));
  return onPaths >= sumOf(runs, ({ report }) => sumOf(report.operations, (row) => row.criticalPathNanos));
}

function nanos(seconds: number): number {
  return Math.round(seconds * 1e9);
}

type Sums = readonly [calls: number, failed: number, late: number, critical: number, self: number, duration: number];

/** What all records together say of each operation. */
function sumsOfReports(): Record<string, Sums> {
  const sums: Record<string, Sums> = {};
  const sumsOf = (row: ReportOperation): Sums => [
    row.count,
    row.failed,
    row.late,
    row.criticalPathNanos,
    row.selfNanos,
    row.totalNanos,
  ];
  for (const row of runs.flatMap(({ report }) => report.operations)) {
    const name = `${row.kind} ${row.name}`;
    const before = sums[name];
    sums[name] = sumsOf(row).map((value, index) => value + (before?.[index] ?? 0)) as unknown as Sums;
  }
  return sums;
}

function sumsOfRanking(rows: readonly Ranked[]): Record<string, Sums> {
  return Object.fromEntries(
    rows.map((row) => [
      `${row.kind} ${row.name}`,
      [
        row.calls,
        row.failed,
        row.late,
        nanos(row.critical_path_seconds),
        nanos(row.self_seconds),
        nanos(row.duration_seconds),
      ],
    ]),
  );
}

function uncounted(): Promise<readonly { service: string; cumulative_points: number; points_twice: number }[]> {
  return fleet.query('uncounted.sql', { hours: 2 });
}

it.each(['agent.yaml', 'gateway.yaml'])('the collector takes %s as it stands', async (file) => {
  await expect(validated(file)).resolves.toBeDefined();
});

describe('two desks', () => {
  beforeAll(async () => {
    await runDesk('desk-a', 151, 'query-per-position');
    await runDesk('desk-b', 101, 'redundant-indicators');
  }, 180_000);

  it.each(TABLES)(
    'the ranking by %s has the sums of both reports, to the nanosecond',
    async (table) => {
      const rows = await ranking(table);
      expect(sumsOfRanking(rows)).toEqual(sumsOfReports());
      expect(rows.find(({ name }) => name === TICK)).toMatchObject({ services: 2, calls: 252 });
    },
    90_000,
  );

  it('counts what the bots counted', async () => {
    const rows = await ranking('tickscope_1m');
    const callsOf = (wanted: string): number => sumOf(rows, ({ kind, calls }) => (kind === wanted ? calls : 0));
    expect(callsOf('tick')).toBe(countedTicks());
    expect(callsOf('query')).toBe(sumOf(runs, ({ log }) => log.counts.statements));
    const indicators = runs.flatMap(({ log }) => Object.values(log.counts.indicatorCalls));
    expect(callsOf('indicator')).toBe(sumOf(indicators, (calls) => calls));
  }, 90_000);

  it('shares the ticks out among operations without a rest', async () => {
    const rows = await ranking('tickscope_1m');
    const tick = rows.find(({ name }) => name === TICK);
    expect(sumOf(rows, (row) => nanos(row.critical_path_seconds))).toBe(nanos(tick!.duration_seconds));
  }, 90_000);

  it('ranks by the time on critical paths', async () => {
    const seconds = (await ranking('tickscope_1m')).map((row) => row.critical_path_seconds);
    expect(seconds).toEqual(seconds.toSorted((left, right) => right - left));
    expect(seconds[0]).toBeGreaterThan(0);
  }, 90_000);

  it('has the p95 of all ticks in the bucket that the records have it in', async () => {
    const rows = await ranking('tickscope_1h');
    const { p95_seconds: answered, scale } = rows.find(({ name }) => name === TICK)!;
    const half = 2 ** (0.5 / 2 ** scale);
    const recorded = p95UpperNanos() / 1e9;
    expect(answered / half).toBeLessThan(recorded);
    expect(recorded).toBeLessThanOrEqual(answered * half * (1 + 1e-12));
  }, 90_000);

  it('names the process', async () => {
    await ranking('tickscope_1m_process');
    const rows = await fleet.query<{ service: string; calls: number; process: string; duration_seconds: number }>(
      'processes.sql',
      { kind: 'tick', name: TICK, hours: 2 },
    );
    const found = rows.map((row) => [row.service, [row.calls, nanos(row.duration_seconds)]]);
    const expected = runs.map(({ service, log, report }) => [
      service,
      [log.counts.ticks, report.histograms.ticks.sumNanos],
    ]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
    expect(new Set(rows.map(({ process }) => process)).size).toBe(2);
  }, 90_000);

  it('sends all spans of a trace through one gateway, and traces through both', async () => {
    await expectEveryKeptTick();
    const ports = await fleet.ask<{ port: number; traces: number }>(
      'SELECT port, uniqExact(trace) AS traces FROM arrivals.spans GROUP BY port ORDER BY port',
    );
    expect(ports.map(({ port }) => port)).toEqual(fleet.portsOfGateways.toSorted((left, right) => left - right));
    expect(sumOf(ports, ({ traces }) => traces)).toBe(keptTicks().length);
  }, 90_000);

  it('finds nothing that it counted twice or not at all', async () => {
    const rows = await uncounted();
    expect(rows).toEqual(runs.map(({ service }) => ({ service, cumulative_points: 0, points_twice: 0 })));
  });
});

describe('answers that were lost', () => {
  const SERVICE = 'desk-c';
  const LOST = ['otel_metrics_exponential_histogram', 'otel_metrics_sum', 'otel_traces'];

  beforeAll(async () => {
    for (const table of LOST) await fleet.loseAnswer(table, SERVICE);
    await runDesk(SERVICE, 101, 'query-per-position');
  }, 120_000);

  it('are sent again, and counted once', async () => {
    expect(sumsOfRanking(await ranking('tickscope_1m'))).toEqual(sumsOfReports());
    await expectEveryKeptTick();
    const lost = await fleet.ask<{ table: string }>('SELECT table FROM arrivals.blocks WHERE lost ORDER BY table');
    expect(lost.map(({ table }) => table)).toEqual(LOST);
    const [spans] = await fleet.ask<{ stored: number; different: number }>(
      `SELECT count() AS stored, uniqExact(SpanId) AS different FROM otel.otel_traces WHERE ServiceName = '${SERVICE}'`,
    );
    expect(spans?.stored).toBe(spans?.different);
    expect((await uncounted()).map((row) => row.points_twice)).toEqual([0, 0, 0]);
  }, 90_000);
});

describe('a gateway that is killed', () => {
  const SERVICE = 'desk-d';

  it('loses nothing, and what it counts twice is told', async () => {
    const ended = runDesk(SERVICE, 301, 'query-per-position');
    // The one that has the metrics of this process.
    const blocks = await eventually(
      () =>
        fleet.ask<{ port: number }>(
          `SELECT port FROM arrivals.blocks WHERE service = '${SERVICE}' AND table = 'otel_metrics_sum'`,
        ),
      (rows) => rows.length > 0,
    );
    const index = fleet.portsOfGateways.indexOf(blocks[0]!.port) as 0 | 1;
    // So that it has taken something that ClickHouse has not.
    await fleet.takeBlocksOf(index, false);
    const refused = await eventually(
      () =>
        fleet.ask<{ table: string }>(
          `SELECT DISTINCT table FROM arrivals.refused
           WHERE service = '${SERVICE}' AND table IN ('otel_metrics_exponential_histogram', 'otel_traces')`,
        ),
      (tables) => tables.length === 2,
    );
    expect(refused).toHaveLength(2);
    await fleet.killGateway(index);
    await fleet.takeBlocksOf(index, true);
    await ended;
    await fleet.startGateway(index);
    await expectEveryKeptTick();
    const expected = Object.fromEntries(
      Object.entries(sumsOfReports()).map(([name, [calls, , , , , duration]]) => [name, [calls, duration] as const]),
    );
    const callsIn = (sums: Record<string, readonly [number, number]>): number =>
      sumOf(Object.values(sums), ([calls]) => calls);
    const once = await eventually(
      () => storedDurations('DISTINCT'),
      (sums) => callsIn(sums) >= callsIn(expected),
    );
    expect(once).toEqual(expected);
    // The rollups have every row that is stored, and twice what is stored twice.
    const rolledUp = Object.entries(sumsOfRanking(await ranking('tickscope_1m')));
    expect(Object.fromEntries(rolledUp.map(([name, [calls, , , , , duration]]) => [name, [calls, duration]]))).toEqual(
      await storedDurations('ALL'),
    );
  }, 240_000);

  it('has no collector refuse anything, or give anything up', async () => {
    const failures = await eventually(
      () =>
        fleet.ask<{ metric: string; service: string; value: number }>(
          `SELECT ServiceName AS service, MetricName AS metric, max(Value) AS value FROM otel.otel_metrics_sum
           WHERE match(MetricName, '^otelcol_(receiver_accepted|receiver_refused|exporter_send_failed|exporter_enqueue_failed)')
           GROUP BY service, metric ORDER BY service, metric`,
        ),
      (rows) => new Set(rows.map(({ service }) => service)).size === 3,
    );
    const accepted = failures.filter(({ metric }) => metric.startsWith('otelcol_receiver_accepted_spans'));
    expect(accepted.map(({ service }) => service)).toEqual(['agent', 'gateway0', 'gateway1']);
    expect(failures.filter(({ metric, value }) => !metric.includes('accepted') && value > 0)).toEqual([]);
  }, 120_000);
});

/** Calls and nanoseconds of every operation in the table that the exporter writes, by name: each point once, or each row. */
async function storedDurations(which: 'ALL' | 'DISTINCT'): Promise<Record<string, readonly [number, number]>> {
  const rows = await fleet.ask<{ name: string; calls: number; duration: number }>(
    `SELECT concat(Attributes['tickscope.operation.kind'], ' ', Attributes['tickscope.operation.name']) AS name,
       sum(Count) AS calls, sum(toUInt64(round(Sum * 1e9))) AS duration
     FROM (SELECT ${which === 'ALL' ? '' : which} ResourceAttributes, Attributes, StartTimeUnix, TimeUnix, Count, Sum
       FROM otel.otel_metrics_exponential_histogram WHERE MetricName = 'tickscope.operation.duration')
     GROUP BY name`,
  );
  return Object.fromEntries(rows.map(({ name, calls, duration }) => [name, [calls, duration]]));
}

/** The kept ticks of all records, whole. */
async function expectEveryKeptTick(): Promise<void> {
  const expected = keptTicks().map(({ traceId, operations }) => [traceId, operations.length]);
  const found = await eventually(
    () =>
      fleet.ask<{ trace: string; spans: number; gateways: number }>(
        'SELECT trace, uniqExact(span) AS spans, uniqExact(port) AS gateways FROM arrivals.spans GROUP BY trace',
      ),
    (rows) => sumOf(rows, ({ spans }) => spans) >= sumOf(expected, ([, spans]) => Number(spans)),
  );
  expect(Object.fromEntries(found.map(({ trace, spans }) => [trace, spans]))).toEqual(Object.fromEntries(expected));
  expect(found.filter(({ gateways }) => gateways !== 1)).toEqual([]);
}

/** @returns the end of the bucket that has the p95 of all ticks */
function p95UpperNanos(): number {
  const histograms = runs.map(({ report }) => report.histograms.ticks);
  const counts = new Map<number, number>();
  for (const { scale, buckets } of histograms) {
    for (const [position, count] of buckets.values.entries()) {
      const upper = bucketUpperNanos(scale, buckets.offset + position);
      counts.set(upper, (counts.get(upper) ?? 0) + count);
    }
  }
  let left = 0.95 * sumOf(histograms, ({ count }) => count);
  for (const [upper, count] of [...counts].toSorted(([one], [other]) => one - other)) {
    left -= count;
    if (left <= 0) return upper;
  }
  throw new Error('no ticks');
}
