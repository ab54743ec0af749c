// The processor in programs with the real SDKs. Their clock is virtual, so what has to come out is known to the nanosecond.

import path from 'node:path';
import type { Report } from '../../src/model/report/report.js';
import { fixture, run, runBare } from '../support/programs.js';
import { install, type Sdk, SDKS } from './installed-sdks.js';

interface Tick {
  readonly durationNanos: number;
  readonly isSlow: boolean;
  /** Nanoseconds on the critical path, by kind and name. */
  readonly path: Readonly<Record<string, number>>;
}

interface PlainSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId?: string;
  readonly start: number;
  readonly end: number;
  readonly duration: number;
  readonly events: readonly number[];
}

interface Printed {
  readonly ticks: readonly Tick[];
  readonly spans: readonly PlainSpan[];
  readonly report: Report;
  readonly metrics: readonly {
    readonly scope: string;
    readonly name: string;
    readonly attributes: Readonly<Record<string, string>>;
    readonly value: number | { readonly count: number; readonly sum: number };
  }[];
}

beforeAll(async () => {
  for (const sdk of SDKS) await install(sdk);
}, 120_000);

async function printedBy(sdk: Sdk, ...options: string[]): Promise<Printed> {
  const { stdout, stderr } = await runBare([fixture(`${sdk}/program.cjs`), ...options]);
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Printed;
}

describe.each(SDKS)('with %s', (sdk) => {
  let stock: Printed;
  let corrected: Printed;
  beforeAll(async () => {
    stock = await printedBy(sdk);
    corrected = await printedBy(sdk, '--correct-times');
  });

  it('ranks the operations of slow ticks as they were made', () => {
    const slow = stock.ticks.filter(({ isSlow }) => isSlow);
    const total = sum(slow.map(({ durationNanos }) => durationNanos));
    const shares = Object.entries(sumByName(slow)).map(([name, nanos]) => ({ name, share: nanos / total }));
    const ranking = stock.report.ranking.map(({ kind, name, share }) => ({ name: `${kind} ${name}`, share }));
    expect(ranking).toEqual(shares.toSorted((left, right) => right.share - left.share));
    expect(stock.report.ranking.every(({ callsPerTick, slowTicks }) => callsPerTick === 1 && slowTicks === 50)).toBe(
      true,
    );
  });

  it('offers the same as metrics', () => {
    const own = stock.metrics.filter(({ scope }) => scope === 'tickscope');
    const durations = own.filter(({ name }) => name === 'tickscope.tick.duration');
    const totalNanos = sum(stock.ticks.map(({ durationNanos }) => durationNanos));
    expect(durations).toHaveLength(1);
    expect(durations[0]?.value).toEqual({ count: 400, sum: totalNanos / 1e9 });
    const calls = own.filter(({ name }) => name === 'tickscope.operation.duration');
    const counted = calls.map(({ attributes, value }) => [
      attributes['tickscope.operation.name'],
      typeof value === 'number' ? value : value.count,
    ]);
    expect(Object.fromEntries(counted)).toMatchObject({ strategy: 400, ema: 400, publish: 50 });
    // Nothing samples the process here: what is not known is not sent.
    expect(own.filter(({ name }) => name.startsWith('process.'))).toEqual([]);
  });

  it('counts what was done, and measures it', () => {
    const { ticks, operations, coverage, losses } = stock.report;
    expect(ticks).toMatchObject({ started: 400, count: 400, failed: 4, late: 50 });
    expect(ticks.maxNanos).toBe(Math.max(...stock.ticks.map(({ durationNanos }) => durationNanos)));
    const onPath = Object.fromEntries(
      operations.map(({ kind, name, criticalPathNanos }) => [`${kind} ${name}`, criticalPathNanos]),
    );
    expect(onPath).toEqual({
      ...sumByName(stock.ticks),
      'internal strategy': 0,
      'query INSERT INTO audit VALUES (?)': 0,
      'external publish': 0,
    });
    const calls = Object.fromEntries(operations.map(({ name, count }) => [name, count]));
    expect(calls).toEqual({
      tick: 400,
      strategy: 400,
      ema: 400,
      rsi: 400,
      'SELECT * FROM candles WHERE id = ?': 50,
      'INSERT INTO audit VALUES (?)': 50,
      'GET exchange.test': 50,
      publish: 50,
    });
    expect(coverage.instrumented).toEqual([
      { name: 'trading-loop', rule: 'span-scope', ruleText: 'spans of this scope', count: 1_800 },
    ]);
    expect(losses).toEqual([]);
  });

  it('names the slowest ticks by the trace ids of the exported spans', () => {
    const exported = new Set(stock.spans.map(({ traceId }) => traceId));
    expect(stock.report.slowest).toHaveLength(20);
    expect(stock.report.slowest.every(({ traceId }) => exported.has(traceId))).toBe(true);
  });

  it('leaves the exported times alone', () => {
    expect(stock.spans.every(({ start }) => start % 1e6 === 0)).toBe(true);
    // Why there is something to correct: one that follows the other seems to begin before it has ended.
    expect(overlaps(stock.spans)).toBeGreaterThan(300);
    expect(stock.spans.filter((span) => !isInside(span, stock.spans)).length).toBeGreaterThan(0);
  });

  it('corrects them on request: children inside, siblings in order, durations to the nanosecond', () => {
    const { spans, ticks, report } = corrected;
    expect(report.ranking).toEqual(stock.report.ranking);
    expect(spans.filter((span) => !isInside(span, spans))).toEqual([]);
    expect(overlaps(spans)).toBe(0);
    const roots = spans.filter(({ name }) => name === 'tick');
    expect(roots.map(({ duration }) => duration)).toEqual(ticks.map(({ durationNanos }) => durationNanos));
    expect(spans.every(({ start, end, duration }) => end - start === duration)).toBe(true);
    expect(spans.filter(({ events }) => events.length > 0)).toHaveLength(400);
    expect(spans.every(({ start, end, events }) => events.every((time) => start <= time && time <= end))).toBe(true);
    for (const root of roots) {
      const inOrder = spans
        .filter(({ traceId, name }) => traceId === root.traceId && name !== 'tick')
        .toSorted((left, right) => left.start - right.start || right.end - left.end);
      const offsets = inOrder.map(({ name, start, end }) => [
        name,
        (start - root.start) / 1e3,
        (end - root.start) / 1e3,
      ]);
      expect(offsets).toEqual(timetable(root.duration / 1e3));
    }
  });

  it('moves no tick out of the millisecond in which it began, nor past another', () => {
    const began = (printed: Printed): number[] =>
      printed.spans.filter(({ name }) => name === 'tick').map(({ start }) => start);
    expect(began(corrected).map((nanos) => Math.floor(nanos / 1e6) * 1e6)).toEqual(began(stock));
    expect(began(corrected).toSorted((left, right) => left - right)).toEqual(began(corrected));
  });

  it('is accepted by the compiler', async () => {
    const root = path.join(__dirname, '../..');
    const options = '--ignoreConfig --noEmit --strict --skipLibCheck --module nodenext --target es2023 --types node';
    const { stdout, code } = await run([
      process.execPath,
      path.join(root, 'node_modules/typescript/bin/tsc'),
      ...options.split(' '),
      '--typeRoots',
      path.join(root, 'node_modules/@types'),
      fixture(`${sdk}/types.ts`),
    ]);
    expect([stdout, code]).toEqual(['', 0]);
  });
});

/** When what happens in a tick of this length, in microseconds since its begin; see the drawing in trading-loop.cjs. */
function timetable(tickMicros: number): unknown[] {
  const calculated = [
    ['strategy', 20, 180],
    ['ema', 20, 120],
    ['rsi', 120, 180],
  ];
  if (tickMicros === 200) return calculated;
  const candlesEnd = tickMicros - 820;
  return [
    ...calculated,
    ['pg.query', 180, candlesEnd],
    ['pg.query', 180, 680],
    ['GET', candlesEnd, candlesEnd + 800],
    ['publish', candlesEnd + 800, candlesEnd + 850],
  ];
}

/** Ticks in which `rsi`, which follows `ema`, seems to begin before that has ended. */
function overlaps(spans: readonly PlainSpan[]): number {
  const endOfEma = new Map(spans.filter(({ name }) => name === 'ema').map(({ parentId, end }) => [parentId, end]));
  return spans.filter(({ name, parentId, start }) => name === 'rsi' && start < (endOfEma.get(parentId) as number))
    .length;
}

/** Of what outlives its tick, the begin has to be inside. */
function isInside(span: PlainSpan, spans: readonly PlainSpan[]): boolean {
  if (span.parentId === undefined) return true;
  const parent = parentOf(span, spans);
  return parent.start <= span.start && (span.name === 'publish' ? span.start : span.end) <= parent.end;
}

const byId = new WeakMap<readonly PlainSpan[], Map<string, PlainSpan>>();

function parentOf({ parentId }: PlainSpan, spans: readonly PlainSpan[]): PlainSpan {
  let index = byId.get(spans);
  if (index === undefined) byId.set(spans, (index = new Map(spans.map((span) => [span.spanId, span]))));
  return index.get(parentId as string) as PlainSpan;
}

function sumByName(ticks: readonly Tick[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const tick of ticks) {
    for (const [name, nanos] of Object.entries(tick.path)) sums[name] = (sums[name] ?? 0) + nanos;
  }
  return sums;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
