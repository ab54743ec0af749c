// Reports of what the real servers have stored, Jaeger and the collector's file: they say what the record of the same run says of the ticks
// that were sent, and no more.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Report, SlowTick } from '../../src/model/report/report.js';
import { tickscope } from '../cli/tickscope.js';
import { fixture, type Recorded, runRecorded } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { eventually } from './eventually.js';
import { runningStack } from './servers.js';

jest.setTimeout(120_000);

const stack = runningStack({ traceFiles: true });
const folder = temporaryFolder();

function run(program: string, service: string, environment: Readonly<Record<string, string>> = {}): Promise<Recorded> {
  return runRecorded([fixture(program)], {
    environment: {
      OTEL_SERVICE_NAME: service,
      OTEL_EXPORTER_OTLP_ENDPOINT: stack.collectorUrl,
      TICKSCOPE_TICK_BUDGET: '1us',
      TICKSCOPE_TICKS_PER_SECOND: '1000',
      ...environment,
    },
  });
}

/** @returns `undefined` where there is no tick (yet) */
async function reportOf(...args: readonly string[]): Promise<Report | undefined> {
  const { stdout } = await tickscope(['report', ...args, '--format', 'json'], { cwd: folder });
  return stdout === '' ? undefined : (JSON.parse(stdout) as Report);
}

/** The file has the requests of all programs, one a line. */
function linesOf(service: string): string {
  const lines = readFileSync(path.join(stack.folder, 'collector/files/traces.jsonl'), 'utf8').split('\n');
  const file = path.join(folder, `${service}.jsonl`);
  writeFileSync(file, lines.filter((line) => line.includes(`"stringValue":"${service}"`)).join('\n'));
  return file;
}

const SOURCES = [
  ['Jaeger', (service: string) => reportOf('--jaeger', stack.jaegerUrl, '--service', service)],
  ["the collector's file", (service: string) => reportOf(linesOf(service))],
] as const;

/** @param ticks that were sent @returns the report once it has them, or the last one */
async function storedReport(ask: (typeof SOURCES)[number][1], service: string, ticks: number): Promise<Report> {
  const report = await eventually(
    () => ask(service),
    (answer) => answer !== undefined && answer.ticks.count >= ticks,
  );
  if (report === undefined) throw new Error(`there is no tick of ${service}`);
  return report;
}

/** Of ticks and what is in them. Pauses and waiting by its owner are in no span. */
function timesOf({ operations }: Report): ReadonlyMap<string, readonly number[]> {
  const inSpans = operations.filter(({ kind }) => kind !== 'wait' && kind !== 'untraced');
  return new Map(
    inSpans.map(({ kind, name, count, failed, late, totalNanos, selfNanos }) => [
      `${kind} ${name}`,
      [count, failed, late, totalNanos, selfNanos],
    ]),
  );
}

/** To the nanosecond, but for operations that outlived their tick: their spans have no exact times, and Jaeger keeps microseconds. */
function expectSameTimes(stored: Report, live: Report): void {
  const [found, expected] = [timesOf(stored), timesOf(live)];
  expect([...found.keys()].toSorted()).toEqual([...expected.keys()].toSorted());
  for (const [name, numbers] of expected) {
    const mostNanos = 1_000 * (numbers[2] ?? 0);
    const wrong = numbers.filter((number, place) => {
      return Math.abs((found.get(name)?.[place] ?? NaN) - number) > (place < 3 ? 0 : mostNanos);
    });
    expect([name, wrong]).toEqual([name, []]);
  }
}

/** By trace. */
function treesOf({ slowest }: Report): ReadonlyMap<string, unknown> {
  const treeOf = ({ durationNanos, symbol, spans }: SlowTick): unknown => ({
    durationNanos,
    symbol,
    // Pauses of garbage collection are no spans, so that places differ; of what outlived the tick see above.
    spans: spans
      .filter(({ kind, late }) => kind !== 'wait' && late !== true)
      .map(({ kind, name, parent, startNanos, durationNanos: nanos }) => [
        ...[kind, name, startNanos, nanos],
        spans[parent]?.name,
      ]),
  });
  return new Map(slowest.map((tick) => [tick.traceId, treeOf(tick)]));
}

/** A report of some ticks says so, and judges nothing by them. */
function expectNoJudgement(stored: Report): void {
  expect(stored.verdict.kind).toBe('sample');
  expect(stored.source?.population).toBe('kept');
  expect(new Set(stored.targets.map(({ status }) => status))).toEqual(new Set(['unknown']));
  expect(stored).not.toHaveProperty('whatIf');
  expect({ notes: stored.notes, losses: stored.losses }).toEqual({ notes: [], losses: [] });
}

describe.each([
  ['ticks with operations in them', 'capture/traced-ticks.js', 'in-ticks'],
  ['ticks that wait for each other', 'arrivals/burst.js', 'burst'],
])('of %s, all of which were sent', (_what, program, service) => {
  let live: Report;
  beforeAll(async () => {
    ({ report: live } = await run(program, service));
  });

  it.each(SOURCES)('%s has their times', async (_source, ask) => {
    const stored = await storedReport(ask, service, live.ticks.count);
    expectNoJudgement(stored);
    expect(stored.histograms.ticks).toEqual(live.histograms.ticks);
    expectSameTimes(stored, live);
    const trees = treesOf(stored);
    for (const [traceId, tree] of treesOf(live)) expect(trees.get(traceId)).toEqual(tree);
  });

  it.each(SOURCES)('%s has their waits, response times and ages', async (_source, ask) => {
    const { ticks } = await storedReport(ask, service, live.ticks.count);
    // A span has one wait of a tick, the better known; the record has both.
    const isStamped = live.ticks.wait[0]?.basis === 'stamped';
    const known = (rows: Report['ticks']['wait']): unknown =>
      isStamped ? rows.filter(({ basis }) => basis === 'stamped') : rows;
    expect(ticks.wait).toEqual(known(live.ticks.wait));
    expect(ticks.response).toEqual(known(live.ticks.response));
    expect(live.ticks.age ?? {}).toMatchObject(ticks.age ?? {});
    expect(ticks.age?.count).toBe(live.ticks.age?.count);
  });
});

describe('of a burst of which some ticks were sent', () => {
  /** The default: so many in a second. */
  const PER_SECOND = 20;
  const service = 'some';
  let live: Report;
  let sent: number;
  beforeAll(async () => {
    ({ report: live } = await run('arrivals/burst.js', service, { TICKSCOPE_TICKS_PER_SECOND: String(PER_SECOND) }));
    sent = live.ticks.count - (live.losses.find(({ cause }) => cause === 'ticks_beyond_rate')?.count ?? 0);
  });

  it('no more were sent than there may be in a second, and the rest is counted', () => {
    expect(live.ticks.count).toBe(200);
    expect(sent).toBeGreaterThan(0);
    const seconds = Math.ceil(live.program.durationNanos / 1e9);
    expect(sent).toBeLessThanOrEqual(PER_SECOND * (1 + seconds));
  });

  it.each(SOURCES)('%s has those, and says that they are some', async (_source, ask) => {
    const stored = await storedReport(ask, service, sent);
    expectNoJudgement(stored);
    expect(stored.ticks.count).toBe(sent);
    const [wait] = stored.ticks.wait;
    expect(wait).toMatchObject({ basis: 'stamped', count: sent });
    expect(wait?.maxNanos).toBeLessThanOrEqual(live.ticks.wait[0]!.maxNanos);
    const trees = treesOf(stored);
    const inBoth = [...treesOf(live)].filter(([traceId]) => trees.has(traceId));
    expect(inBoth.map(([traceId]) => trees.get(traceId))).toEqual(inBoth.map(([, tree]) => tree));
  });
});
