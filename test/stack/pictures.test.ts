// Each dashboard drawn by a real browser from its own file, with data for everything: no panel is empty, none fails.

import { type Dashboard, generatedDashboards } from '../grafana/dashboards.js';
import { untilCollectorTells } from './collector-metrics.js';
import { eventually } from './eventually.js';
import { sendLogRecord, sendTicks, sendTooOldPoint } from './made-up-telemetry.js';
import { runningStack, valueInPrometheus } from './servers.js';

interface Drawn {
  readonly title: string;
  readonly isEmpty: boolean;
  readonly text: string;
}

interface Browser {
  close(): Promise<void>;
}

const { askPanels } = require('../../scripts/grafana/ask-dashboard.js') as {
  askPanels(dashboard: Dashboard, view: object): Promise<object[]>;
};
const { drawDashboard, startBrowser } = require('../../scripts/grafana/browser.js') as {
  startBrowser(): Promise<Browser>;
  drawDashboard(browser: Browser, answers: object): Promise<{ picture: Buffer; drawn: Drawn[] }>;
};
const { sendMadeUpProcess } = require('../../scripts/grafana/made-up-processes.js') as {
  sendMadeUpProcess(collectorUrl: string, life: object): Promise<void>;
};

const LIFE_SECONDS = 540;
const INTERVAL_SECONDS = 10;
/** Of the data source: windows hold four. */
const SLOWEST_EXPORT_SECONDS = 60;

const stack = runningStack();
const dashboards = generatedDashboards();
let browser: Browser | undefined;
let end: number;

beforeAll(async () => {
  browser = await startBrowser();
  await sendTooOldPoint(stack.collectorUrl);
  await sendLogRecord(stack.collectorUrl);
  await sendTicks(stack.collectorUrl, 'bot');
  await untilCollectorTells(stack);
  end = Math.floor(Date.now() / 1_000);
  const life = {
    service: 'bot',
    instance: 'bot-1',
    started: end - LIFE_SECONDS,
    ended: end,
    interval: INTERVAL_SECONDS,
  };
  await sendMadeUpProcess(stack.collectorUrl, life);
  await eventually(
    () => valueInPrometheus(stack, `count(tickscope_losses_total @ ${end} offset 0s)`),
    (count) => count !== undefined,
  );
}, 180_000);

afterAll(() => browser?.close());

it.each(dashboards)('%s', async (_file, dashboard) => {
  const view = {
    url: stack.prometheusUrl,
    end,
    range: LIFE_SECONDS,
    step: INTERVAL_SECONDS,
    interval: SLOWEST_EXPORT_SECONDS,
  };
  const { picture, drawn } = await drawDashboard(browser!, {
    title: dashboard.title,
    panels: await askPanels(dashboard, view),
    view: { start: end - LIFE_SECONDS, end, step: INTERVAL_SECONDS },
  });
  expect(drawn.map(({ title }) => title)).toEqual(dashboard.panels.map(({ title }) => title));
  expect(drawn.filter(({ isEmpty }) => isEmpty)).toEqual([]);
  // A number that is none, or a label that is missing, would be text like any other.
  expect(drawn.filter(({ text }) => /NaN|undefined|null/.test(text))).toEqual([]);
  expect(picture.subarray(1, 4).toString()).toBe('PNG');
});

it('shows that a panel is empty where there is no data', async () => {
  const [, dashboard] = dashboards.find(([file]) => file === 'database.json')!;
  const view = { url: stack.prometheusUrl, end, range: 60, step: 5, interval: 5, values: { service: 'nobody' } };
  const panels = await askPanels(dashboard, view);
  const { drawn } = await drawDashboard(browser!, { title: '', panels, view: { start: end - 60, end, step: 5 } });
  expect(drawn.every(({ isEmpty }) => isEmpty)).toBe(true);
  expect(drawn[0]?.text).toContain('no queries');
});
