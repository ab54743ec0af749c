// Every alert in the real servers: a bot for each cause, healthy at first. Prometheus finds it, Alertmanager has it with its runbook, the
// process says the same, and it is over when the cause is. Nothing else fires, and of a healthy bot nothing at all.
//
// The rules are those that are shipped, on a faster clock: windows of minutes are windows of seconds.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ALERT_IDS, type AlertId } from '../../src/model/alerts.js';
import { type LiveProgram, livePrograms } from './live-program.js';
import { runningStack } from './servers.js';

const PACE = 1 / 30;
const BETWEEN_MILLIS = 250;
const STARTED_AT_ONCE = 4;

/** In minutes of the shipped rules: the windows that have to fill, and for how long the condition has to hold then. */
const MINUTES: Readonly<Record<AlertId, number>> = {
  'ticks-absent': 3 + 2,
  overloaded: 3 + 1,
  'budget-burn': 5,
  'loop-stall': 3,
  'feed-silent': 3,
  'orders-late': 5,
  'database-slow': 3,
  'pool-exhausted': 3,
  'cache-ratio': 5 + 5,
  'memory-high': 3,
  'memory-growth': 29 + 5,
  'telemetry-lost': 3,
  'collector-down': 1,
};
/** For exports, evaluations, three windows of ten seconds of an overloaded process, and a machine that has other work. */
const SLACK_MILLIS = 60_000;

/** What else a cause is: a bot without ticks has silent feeds. */
const ALSO: Readonly<Partial<Record<AlertId, readonly AlertId[]>>> = { 'ticks-absent': ['feed-silent'] };
/** A program that does not get the processor is late with everything: on a machine with other work these are no mistake. */
const OF_TIME: ReadonlySet<string> = new Set(
  ['overloaded', 'budget-burn', 'loop-stall', 'feed-silent', 'orders-late', 'database-slow', 'pool-exhausted'].map(
    ruleName,
  ),
);
/** Of the time, waiting for the processor; a program alone on a machine waits for less than a hundredth. */
const STARVED_SHARE = 0.02;

/** The bots have clients and servers of everything, and are over 100 MB without Tickscope too: this is right of them. Without their compilers they are not. */
const OF_SIZE = ruleName('memory-high');
/** Half an hour is a minute here, and has the start in it, in which every program grows. */
const OF_START = ruleName('memory-growth');
const SMALL = ['--lite-mode', '--max-semi-space-size=1'];

/** By no process of itself, or not in less than half an hour. */
const NOT_IN_PROCESS: ReadonlySet<AlertId> = new Set(['ticks-absent', 'collector-down', 'memory-growth']);
const PLANTED = ALERT_IDS.filter((id) => id !== 'collector-down');

interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
}

const stack = runningStack({ pace: PACE });
const programs = livePrograms();

function ruleName(id: string): string {
  return `Tickscope${id.replaceAll(/(?:^|-)(.)/g, (_match, letter: string) => letter.toUpperCase())}`;
}

async function activeAlerts(): Promise<readonly Alert[]> {
  const answer = await fetch(`${stack.alertmanagerUrl}/api/v2/alerts`);
  if (!answer.ok) throw new Error(`Alertmanager answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Alert[];
}

function startBot(cause: string): LiveProgram {
  return programs.start('stack/planted.js', {
    args: [cause],
    nodeArguments: ['--expose-gc', ...(cause.startsWith('memory-') ? SMALL : [])],
    environment: {
      OTEL_SERVICE_NAME: cause,
      OTEL_EXPORTER_OTLP_ENDPOINT: stack.collectorUrl,
      OTEL_METRIC_EXPORT_INTERVAL: '1000',
      ...(cause === 'telemetry-lost' && { OTEL_BSP_MAX_QUEUE_SIZE: '64' }),
      TICKSCOPE_TICKS_PER_SECOND: '1000',
      TICKSCOPE_ALERTS: 'true',
    },
  });
}

/** What was seen of one cause. */
class Watched {
  readonly id: AlertId;
  readonly bot: LiveProgram;
  /** Everything that was active for this program until the cause was over, by name. */
  readonly seen = new Map<string, Alert>();
  firedMillis: number | undefined;
  resolvedMillis: number | undefined;
  #since = performance.now();

  constructor(id: AlertId) {
    this.id = id;
    this.bot = startBot(id);
  }

  get isOver(): boolean {
    const longest = MINUTES[this.id] * 60_000 * PACE + SLACK_MILLIS;
    return this.resolvedMillis !== undefined || performance.now() - this.#since > longest;
  }

  plant(): void {
    this.bot.tell('plant');
    this.#since = performance.now();
  }

  look(alerts: readonly Alert[]): void {
    const own = alerts.filter(({ labels }) => labels['job'] === this.id);
    for (const alert of own) this.seen.set(alert.labels['alertname'] ?? '', alert);
    const isActive = own.some(({ labels }) => labels['alertname'] === ruleName(this.id));
    const millis = performance.now() - this.#since;
    if (this.firedMillis === undefined && isActive && this.#isToldByProcess) {
      this.firedMillis = millis;
      this.#since = performance.now();
      this.bot.tell('mend');
    } else if (this.firedMillis !== undefined && !isActive) this.resolvedMillis = millis;
  }

  get #isToldByProcess(): boolean {
    return NOT_IN_PROCESS.has(this.id) || this.bot.stderr.includes(`tickscope: alert ${this.id}: `);
  }
}

const watched: Watched[] = [];
let healthy: LiveProgram;
/** Ten minutes of the shipped rules. */
const HEALTHY_MILLIS = 10 * 60_000 * PACE;
const ofHealthy = new Set<string>();
const ofCollector: boolean[] = [];

let healthyUntil = 0;
let isStarved = false;

/** What counts of the alerts that were seen of a bot. */
function judged(bot: string, names: Iterable<string>): string[] {
  const isRight = (name: string): boolean =>
    (isStarved && OF_TIME.has(name)) ||
    (name === OF_SIZE && !bot.startsWith('memory-')) ||
    (name === OF_START && bot !== 'memory-growth');
  return [...names].filter((name) => !isRight(name)).toSorted();
}

function lookAtHealthy(alerts: readonly Alert[]): void {
  for (const { labels } of alerts) if (labels['job'] === 'healthy') ofHealthy.add(labels['alertname'] ?? '');
}

async function lookUntil(isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const alerts = await activeAlerts();
    for (const one of watched) if (!one.isOver) one.look(alerts);
    if (performance.now() < healthyUntil) lookAtHealthy(alerts);
    await pause(BETWEEN_MILLIS);
  }
}

async function untilCollectorIs(isDown: boolean): Promise<void> {
  const deadline = performance.now() + SLACK_MILLIS;
  const isSo = async (): Promise<boolean> =>
    (await activeAlerts()).some(({ labels }) => labels['alertname'] === ruleName('collector-down')) === isDown;
  while (!(await isSo()) && performance.now() < deadline) await pause(BETWEEN_MILLIS);
  ofCollector.push(await isSo());
}

beforeAll(async () => {
  const isWarm = (bot: LiveProgram): Promise<void> => bot.until(() => bot.stdout.includes('warm'));
  healthy = startBot('healthy');
  await isWarm(healthy);
  // Not all at once: a start takes a second of the processor.
  for (let from = 0; from < PLANTED.length; from += STARTED_AT_ONCE) {
    const some = PLANTED.slice(from, from + STARTED_AT_ONCE).map((id) => new Watched(id));
    watched.push(...some);
    await Promise.all(some.map(({ bot }) => isWarm(bot)));
  }
  const bots = [healthy, ...watched.map(({ bot }) => bot)];
  for (const one of watched) one.plant();
  const plantedMillis = performance.now();
  const starvedBefore = healthy.starvedMillis;
  healthyUntil = plantedMillis + HEALTHY_MILLIS;
  await lookUntil(() => watched.every((one) => one.isOver));
  const starvedShare = (healthy.starvedMillis - starvedBefore) / (performance.now() - plantedMillis);
  isStarved = starvedShare > STARVED_SHARE;
  await Promise.all(bots.map((bot) => bot.end()));
  await stack.kill('collector');
  await untilCollectorIs(true);
  await stack.start('collector');
  await untilCollectorIs(false);
  const rows = watched.map(({ id, firedMillis = NaN, resolvedMillis = NaN }) => {
    const [fired, resolved] = [firedMillis, resolvedMillis].map((millis) => (millis / 1_000).toFixed(1));
    return `${id.padEnd(16)} ${fired} s, over after ${resolved} s; by its windows ${(MINUTES[id] * 60 * PACE).toFixed(0)} s`;
  });
  const others = isStarved
    ? `; the healthy bot waited ${(100 * starvedShare).toFixed(0)} % of the time for the processor`
    : '';
  console.log(`at 1/${Math.round(1 / PACE)} of the shipped windows${others}, fired after\n${rows.join('\n')}`);
}, 400_000);

describe.each(PLANTED)('%s', (id) => {
  const own = (): Watched => {
    const one = watched.find((each) => each.id === id);
    if (one === undefined) throw new Error(`${id} was not planted`);
    return one;
  };

  it('fires on its cause, with its runbook, and is over after it', () => {
    expect(own()).toMatchObject({
      firedMillis: expect.any(Number) as unknown,
      resolvedMillis: expect.any(Number) as unknown,
    });
    const { labels, annotations } = own().seen.get(ruleName(id)) as Alert;
    expect(labels['severity']).toMatch(/^(?:page|ticket)$/);
    const runbook = annotations['runbook_url'] ?? '';
    expect(existsSync(path.join(__dirname, '../../docs/runbooks', path.basename(runbook)))).toBe(true);
    expect(own().bot.stderr.includes(runbook)).toBe(!NOT_IN_PROCESS.has(id));
  });

  it('fires alone', () => {
    expect(judged(id, own().seen.keys())).toEqual(judged(id, [id, ...(ALSO[id] ?? [])].map(ruleName)));
  });
});

it('a healthy bot has none, in Alertmanager and in the process', () => {
  expect(judged('healthy', ofHealthy)).toEqual([]);
  const inProcess = [...healthy.stderr.matchAll(/^tickscope: alert ([\w-]+): /gm)].map(([, id = '']) => ruleName(id));
  expect(judged('healthy', inProcess)).toEqual([]);
});

it('collector-down fires when it is killed, and is over when it is back', () => {
  expect(ofCollector).toEqual([true, true]);
});
