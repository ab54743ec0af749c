// Every expression of the dashboards against a real Prometheus: after a run of the bot, and with made-up processes that have
// what a bot has not all at once. Grafana itself is not here; what it would ask is.

import { type Dashboard, generatedDashboards, type Panel } from '../grafana/dashboards.js';
import { COPIES, embeddedDatabase } from '../bot/bot-runs.js';
import { type Recorded, runRecorded } from '../support/programs.js';
import { untilCollectorTells } from './collector-metrics.js';
import { eventually } from './eventually.js';
import { sendLogRecord, sendTooOldPoint, sendTicks } from './made-up-telemetry.js';
import { runningStack, tracesInJaeger, valueInPrometheus } from './servers.js';

interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
  readonly histogram?: unknown;
  readonly histograms?: readonly unknown[];
}

interface View {
  readonly url: string;
  readonly end: number;
  readonly range: number;
  readonly step: number;
  readonly interval: number;
  readonly values?: Readonly<Record<string, string>>;
}

interface Answer {
  readonly query: string;
  readonly series: readonly Series[];
  readonly notes: readonly string[];
}

const { askAnnotations, askPanels, askVariables } = require('../../scripts/grafana/ask-dashboard.js') as {
  askPanels(dashboard: Dashboard, view: View): Promise<{ panel: Panel; answers: Answer[] }[]>;
  askVariables(dashboard: Dashboard, view: View): Promise<Record<string, string[]>>;
  askAnnotations(dashboard: Dashboard, view: View): Promise<Record<string, Series[]>>;
};
const { sendMadeUpProcess } = require('../../scripts/grafana/made-up-processes.js') as {
  sendMadeUpProcess(
    collectorUrl: string,
    life: { service: string; instance: string; started: number; ended: number; interval: number },
  ): Promise<void>;
};

const BOT = 'dashboard-bot';
/** What Prometheus takes of the past is ten minutes: docker-compose.yml, `out_of_order_time_window`. */
const LIFE_SECONDS = 540;
/** The interval of the data source, which is OpenTelemetry's default. */
const SLOWEST_EXPORT_SECONDS = 60;
const EXPORTS = [
  ['5 s', 'every-5', 5],
  ['60 s', 'every-60', 60],
] as const;

const stack = runningStack();
const database = embeddedDatabase();
const dashboards = generatedDashboards();

let bot: Recorded;
let botEnded: number;
let end: number;

function seconds(): number {
  return Math.floor(Date.now() / 1_000);
}

function view(service: string): View {
  const interval = SLOWEST_EXPORT_SECONDS;
  return { url: stack.prometheusUrl, end, range: 1_800, step: interval, interval, values: { service } };
}

beforeAll(async () => {
  await sendTooOldPoint(stack.collectorUrl);
  await sendLogRecord(stack.collectorUrl);
  for (const [, service] of EXPORTS) await sendTicks(stack.collectorUrl, service);
  bot = await runRecorded([COPIES.CommonJS, '--rate', '50', '--ticks', '1000', '--habits', 'all'], {
    environment: {
      DATABASE_URL: database.url,
      OTEL_SERVICE_NAME: BOT,
      OTEL_EXPORTER_OTLP_ENDPOINT: stack.collectorUrl,
      OTEL_METRIC_EXPORT_INTERVAL: '1000',
    },
  });
  botEnded = seconds();
  await untilCollectorTells(stack);
  end = seconds();
  for (const [, service, interval] of EXPORTS) {
    await sendMadeUpProcess(stack.collectorUrl, {
      service,
      instance: `${service}-1`,
      started: end - LIFE_SECONDS,
      ended: end,
      interval,
    });
  }
  await sendMadeUpProcess(stack.collectorUrl, {
    service: 'killed',
    instance: 'killed-1',
    started: end - LIFE_SECONDS,
    ended: end - 30,
    interval: 5,
  });
  // The queue is delivered in its order.
  await eventually(
    () => valueInPrometheus(stack, 'count(timestamp(tickscope_losses_total{job="killed"}))'),
    (count) => count !== undefined,
  );
}, 300_000);

describe.each(dashboards)('%s', (_file, dashboard) => {
  it.each(EXPORTS)(
    'gets data of the kind that each panel needs from a process that sends every %s',
    async (_interval, service) => {
      const asked = await askPanels(dashboard, view(service));
      expect(asked.flatMap(({ panel, answers }) => faultsOf(panel, answers))).toEqual([]);
    },
  );

  it('offers values for each of its variables', async () => {
    const offered = await askVariables(dashboard, view('every-5'));
    for (const [name, values] of Object.entries(offered)) expect([name, values.length > 0]).toEqual([name, true]);
    expect(offered['service']).toEqual(expect.arrayContaining([BOT, 'every-5', 'every-60']));
    expect(offered['instance']).toEqual(['every-5-1']);
  });

  it('marks starts and long stalls', async () => {
    const { Starts = [], 'Stalls of 100 ms': stalls = [] } = await askAnnotations(dashboard, view('every-5'));
    expect(Starts.map(({ metric }) => metric['service_name'])).toEqual(['every-5']);
    expect(Starts[0]?.values).toHaveLength(1);
    expect(stalls.length).toBeGreaterThan(0);
    expect(stalls[0]?.metric).toHaveProperty('tickscope_loop_owner_name');
  });
});

it('shows no number of a process that was killed half a minute ago, and counts it as gone', async () => {
  const numbers = async (service: string): Promise<Record<string, readonly Series[]>> => {
    const asked = await Promise.all(dashboards.map(([, dashboard]) => askPanels(dashboard, view(service))));
    const stats = asked.flat().filter(({ panel }) => panel.type === 'stat');
    return Object.fromEntries(stats.map(({ panel, answers }) => [panel.title, answers[0]!.series]));
  };
  const [alive, killed] = [await numbers('every-5'), await numbers('killed')];
  expect(Object.entries(alive).filter(([, series]) => series.length !== 1)).toEqual([]);
  // What was left out and missing stays true.
  const lasting = ['Processes that send', 'Left out by Tickscope', 'Missing events', 'Left out'];
  const shown = Object.keys(killed).filter((title) => killed[title]!.length > 0);
  expect(shown.toSorted()).toEqual(lasting.toSorted());
  expect(killed['Processes that send']?.[0]?.value?.[1]).toBe('0');
  expect(alive['Processes that send']?.[0]?.value?.[1]).toBe('1');
});

it("has the bot's own run on it, as the report has it", async () => {
  const botView = {
    url: stack.prometheusUrl,
    end: botEnded,
    range: 60,
    step: 5,
    interval: 5,
    values: { service: BOT },
  };
  const empty: string[] = [];
  for (const [, dashboard] of dashboards) {
    for (const { panel, answers } of await askPanels(dashboard, botView)) {
      if (answers.every(({ series }) => series.length === 0)) empty.push(panel.title);
    }
  }
  // The bot's events say no time and have no connection, it sends no orders, nothing of it fails, and it is not sampled for sure.
  const absent = [
    'Age of events when their tick ends',
    'p95 by symbol',
    'Legs of orders (p95)',
    'Orders by venue',
    'Operations that failed',
    'Operations nobody awaited',
    'Failed queries and methods',
    'Age of events when they come in (p95)',
    'Silences',
    'Gaps',
    'Reconnects',
    'Left out, by cause',
    'Left out in this time',
    'Ticks in the random share (p95, of the sample)',
    'Not handled',
    'Collector: lost on the way',
    'Ticks delayed by a stall',
    'Ticks in a garbage collection',
  ];
  expect(empty.filter((title) => !absent.includes(title))).toEqual([]);
  expect(bot.report.ticks.count).toBe(1_000);
});

it('leads from a process to its traces: the link is a search that Jaeger answers with that process alone', async () => {
  const panels = dashboards.flatMap(([, { panels: all }]) => all);
  const links = panels.flatMap(({ fieldConfig }) => (fieldConfig.defaults.links ?? []).map(({ url = '' }) => url));
  const byProcess = links.find((url) => url.includes('labels.instance'))!;
  const instance = bot.segments[0]!;
  expect(instance).toBeDefined();
  const [found] = (
    await askPanels(dashboards.find(([file]) => file === 'ticks.json')![1], {
      url: stack.prometheusUrl,
      end: botEnded,
      range: 60,
      step: 5,
      interval: 5,
      values: { service: BOT },
    })
  ).filter(({ panel }) => panel.title === 'By process');
  const labels = found!.answers[0]!.series[0]!.metric;
  const filled = byProcess
    .replaceAll(/\$\{__field\.labels\.(\w+)\}/g, (_, label: string) => labels[label] ?? '')
    .replace('${__from}', `${(botEnded - 300) * 1_000}`)
    .replace('${__to}', `${(botEnded + 60) * 1_000}`);
  const search = filled.slice(filled.indexOf('?'));
  const traces = await eventually(
    () => tracesInJaeger(stack, search),
    (answer) => answer.length > 0,
  );
  expect(traces.length).toBeGreaterThan(0);
  const instances = traces.flatMap(({ processes }) =>
    Object.values(processes).flatMap(({ tags }) => tags.filter(({ key }) => key === 'service.instance.id')),
  );
  expect(new Set(instances.map(({ value }) => value))).toEqual(new Set([labels['instance']]));
}, 60_000);

it("fills Jaeger's Monitor tab from the random share", async () => {
  const query = new URLSearchParams({
    service: 'every-5',
    quantile: '0.95',
    endTs: `${end * 1_000}`,
    lookback: '600000',
    step: '60000',
    ratePer: '600000',
    spanKind: 'internal',
    groupByOperation: 'true',
  });
  const answer = await fetch(`${stack.jaegerUrl}/api/metrics/latencies?${query.toString()}`);
  const { metrics } = (await answer.json()) as { metrics: { labels: { name: string; value: string }[] }[] };
  // Sent are two ticks: one at random, and a slow one.
  expect(metrics.map(({ labels }) => labels.find(({ name }) => name === 'operation')?.value)).toEqual([
    'ordinary tick',
  ]);
});

/** A heatmap needs native histograms and nothing else, all other panels numbers and no histograms. */
function faultsOf({ title, type }: Panel, answers: readonly Answer[]): string[] {
  return answers.flatMap(({ series, notes, query }) => {
    const histograms = series.filter((one) => one.histograms !== undefined || one.histogram !== undefined);
    const numbers = series.flatMap(({ value, values = [] }) => [...values, ...(value === undefined ? [] : [value])]);
    const fine =
      type === 'heatmap'
        ? histograms.length > 0 && histograms.length === series.length
        : histograms.length === 0 && numbers.some(([, number]) => Number.isFinite(Number(number)));
    if (fine && notes.length === 0) return [];
    return [`${title}: ${series.length} series, ${histograms.length} histograms ${notes.join('; ')}: ${query}`];
  });
}
