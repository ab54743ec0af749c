// Real alerts in the real servers: the program's ticks become slow, Prometheus finds it, Alertmanager has it with its runbook.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { fixture, runRecorded } from '../support/programs.js';
import { eventually } from './eventually.js';
import { runningStack } from './servers.js';

const SERVICE = 'alerts-test';
/** Longer than two evaluations of the rules, which come every 15 s. */
const SLOW_MILLIS = '35000';

/** Telemetry has to come in, and then the rules of two windows and Alertmanager each go at their own pace. */
const EVALUATED_MILLIS = 150_000;

interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly status: { readonly state: string };
}

const stack = runningStack();

async function alertsOf(service: string): Promise<readonly Alert[]> {
  const answer = await fetch(`${stack.alertmanagerUrl}/api/v2/alerts`);
  if (!answer.ok) throw new Error(`Alertmanager answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as Alert[]).filter(({ labels }) => labels['job'] === service);
}

it('has every rule, and none of them fails', async () => {
  const answer = await fetch(`${stack.prometheusUrl}/api/v1/rules`);
  const { data } = (await answer.json()) as { data: { groups: { rules: { name: string; lastError?: string }[] }[] } };
  const rules = data.groups.flatMap((group) => group.rules);
  expect(rules).toHaveLength(18);
  expect(rules.filter(({ lastError = '' }) => lastError !== '')).toEqual([]);
});

it('tells of slow ticks, in the process and in Alertmanager, by the same runbook', async () => {
  const running = runRecorded([fixture('alerts/slow-later.js'), SLOW_MILLIS], {
    environment: {
      OTEL_SERVICE_NAME: SERVICE,
      OTEL_EXPORTER_OTLP_ENDPOINT: stack.collectorUrl,
      OTEL_METRIC_EXPORT_INTERVAL: '1000',
      TICKSCOPE_ALERTS: 'true',
      TICKSCOPE_ALERTS_WITHOUT: 'memory-high,loop-stall,overloaded',
    },
  });
  const burns = (alerts: readonly Alert[]): Alert[] =>
    alerts.filter(({ labels }) => labels['alertname'] === 'TickscopeBudgetBurn');
  const alerts = await eventually(
    () => alertsOf(SERVICE),
    (all) => burns(all).length > 0,
    EVALUATED_MILLIS,
  );
  const [burn] = burns(alerts);
  expect(burn).toMatchObject({
    labels: { severity: 'page', job: SERVICE },
    annotations: { title: 'Too many ticks over 1 ms' },
  });
  const { stderr } = await running;
  const runbook = burn?.annotations['runbook_url'] ?? '';
  expect(stderr).toContain(`alert budget-burn: Too many ticks over 1 ms`);
  expect(stderr).toContain(runbook);
  expect(existsSync(path.join(__dirname, '../../docs/runbooks', path.basename(runbook)))).toBe(true);
}, 180_000);
