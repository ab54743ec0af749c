// Servers that are killed outright while a bot sends: every kept tick is whole in Jaeger, or the report counts what is not.

import type { Report } from '../../src/model/report/report.js';
import { METRIC_TICK_ENDED } from '../../src/model/semconv/semantic-conventions.js';
import { eventually } from './eventually.js';
import { type JaegerTrace, runningStack, type ServerName, tracesInJaeger, valueInPrometheus } from './servers.js';
import { isInside, parentIdOf } from './span-tree.js';
import { type LiveProgram, livePrograms } from './live-program.js';

const TICKS = 400;
/** A tick, two updates of an indicator, a call of a DatabaseService. */
const SPANS_PER_TICK = 4;
const KILLED: readonly ServerName[] = ['jaeger', 'collector', 'prometheus'];
const PART = TICKS / (KILLED.length + 1);

jest.setTimeout(180_000);

const stack = runningStack();
const programs = livePrograms();

/** All of its ticks are kept, and sent. */
function startBot(service: string): LiveProgram {
  return programs.start('stack/told-bot.js', {
    environment: {
      OTEL_SERVICE_NAME: service,
      OTEL_EXPORTER_OTLP_ENDPOINT: stack.collectorUrl,
      OTEL_METRIC_EXPORT_INTERVAL: '1000',
      TICKSCOPE_TICK_BUDGET: '1us',
      TICKSCOPE_TICKS_PER_SECOND: '1000',
    },
  });
}

/** As the bot counts them itself. */
const handledBy = ({ stdout }: LiveProgram): number => Number(/(\d+)\n$/.exec(stdout)?.[1] ?? 0);

/** Spans of kept ticks that the report says were not delivered. */
function spansLost({ losses }: Report): number {
  const causes = /^spans_(?:beyond_queue|not_exported|not_sent_at_exit|rejected)$/;
  return losses.reduce((sum, { cause, count }) => sum + (causes.test(cause) ? count : 0), 0);
}

/** One root, everything else below it, children inside their parents, nothing twice. */
function isWhole({ spans }: JaegerTrace): boolean {
  const byId = new Map(spans.map((span) => [span.spanID, span]));
  const roots = spans.filter((span) => parentIdOf(span) === undefined);
  const isPlaced = spans.every((span) => {
    const parent = byId.get(parentIdOf(span) ?? '');
    return roots.includes(span) || (parent !== undefined && isInside(span, parent));
  });
  return roots.length === 1 && byId.size === spans.length && spans.length === SPANS_PER_TICK && isPlaced;
}

const spansIn = (traces: readonly JaegerTrace[]): number => traces.reduce((sum, { spans }) => sum + spans.length, 0);

/** @returns the traces of a service once they have so many spans, or those that there are after a minute */
function tracesOf(service: string, spans: number): Promise<readonly JaegerTrace[]> {
  return eventually(
    () => tracesInJaeger(stack, `?service=${service}&limit=${2 * TICKS}`),
    (traces) => spansIn(traces) >= spans,
  );
}

it('Jaeger, the collector and Prometheus are killed in turn: all kept ticks are whole, or counted as lost', async () => {
  const service = 'kills';
  const bot = startBot(service);
  for (const [turn, server] of KILLED.entries()) {
    bot.tell(String(PART));
    // In the midst of what is sent, and away while more comes.
    await bot.until(() => handledBy(bot) >= (turn + 0.7) * PART);
    await stack.kill(server);
    await bot.until(() => handledBy(bot) === (turn + 1) * PART);
    await stack.start(server);
  }
  bot.tell(String(PART));
  expect(await bot.end()).toBe(0);
  expect(handledBy(bot)).toBe(TICKS);

  const report = await bot.report();
  expect(report.ticks.count).toBe(TICKS);
  const lost = spansLost(report);
  const traces = await tracesOf(service, SPANS_PER_TICK * TICKS - lost);
  const whole = traces.filter(isWhole).length;
  console.log(`${whole} of ${TICKS} kept ticks are whole in Jaeger; the report counts ${lost} spans as not sent`);
  // Those that were taken, and whose answer the collector was killed before, count as lost and are there.
  expect(SPANS_PER_TICK * TICKS - spansIn(traces)).toBeLessThanOrEqual(lost);
  expect(TICKS - whole).toBeLessThanOrEqual(lost);
  const ended = `sum(${METRIC_TICK_ENDED.replaceAll('.', '_')}_total{service_name="${service}"})`;
  const counted = await eventually(
    () => valueInPrometheus(stack, ended),
    (value) => value === TICKS,
  );
  expect(counted).toBe(TICKS);
});

it('a collector that does not come back: the report counts what was not sent, to the span', async () => {
  const service = 'not-back';
  const [before, after] = [40, 60];
  const bot = startBot(service);
  bot.tell(String(before));
  expect(spansIn(await tracesOf(service, SPANS_PER_TICK * before))).toBe(SPANS_PER_TICK * before);
  await stack.kill('collector');
  bot.tell(String(after));
  expect(await bot.end()).toBe(0);
  await stack.start('collector');

  const traces = await tracesOf(service, SPANS_PER_TICK * before);
  expect([traces.length, traces.filter(isWhole).length]).toEqual([before, before]);
  expect(spansLost(await bot.report())).toBe(SPANS_PER_TICK * after);
  expect(bot.stderr).toContain(`${SPANS_PER_TICK * after} spans were not sent: `);
});
