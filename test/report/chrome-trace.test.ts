// Kept ticks as a Chrome trace, read as Perfetto and speedscope read one: begins and ends of one thread are a stack.

import fc from 'fast-check';
import type { SlowTick, SlowTickSpan } from '../../src/model/report/report.js';
import type { Nanoseconds } from '../../src/model/units.js';
import { chromeTraceText } from '../../src/report/chrome-trace.js';
import { golden } from '../golden/golden.js';
import { noTicks, rich } from './sample-reports.js';

interface Moment {
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly name: string;
  readonly ts: number;
  readonly cat?: string;
  readonly args: Readonly<Record<string, unknown>>;
}

interface Slice {
  readonly name: string;
  readonly cat: string | undefined;
  readonly pid: number;
  readonly tid: number;
  readonly fromMicros: number;
  readonly toMicros: number;
  readonly around: string | undefined;
  readonly args: Moment['args'];
}

interface Trace {
  readonly traceEvents: readonly Moment[];
  readonly otherData: Readonly<Record<string, string>>;
}

function traceOf(slowest: readonly SlowTick[]): Trace {
  return JSON.parse(chromeTraceText({ ...noTicks, slowest })) as Trace;
}

/** Throws where an end is not that of what was begun last on its thread, by name and details, or times go back. */
function slicesOf({ traceEvents }: Trace): Slice[] {
  const stacks = new Map<string, Moment[]>();
  const latest = new Map<string, number>();
  const slices: Slice[] = [];
  for (const moment of traceEvents.filter(({ ph }) => ph !== 'M')) {
    const thread = `${moment.pid} ${moment.tid}`;
    const stack = stacks.get(thread) ?? [];
    stacks.set(thread, stack);
    if (moment.ts < (latest.get(thread) ?? 0)) throw new Error(`${moment.name} goes back to ${moment.ts}`);
    latest.set(thread, moment.ts);
    if (moment.ph === 'B') {
      stack.push(moment);
      continue;
    }
    const begin = stack.pop();
    if (begin?.name !== moment.name || JSON.stringify(begin.args) !== JSON.stringify(moment.args))
      throw new Error(`${moment.name} ends, and ${begin?.name} is open`);
    const { name, cat, pid, tid, ts: fromMicros, args } = begin;
    slices.push({ name, cat, pid, tid, fromMicros, toMicros: moment.ts, around: stack.at(-1)?.name, args });
  }
  if ([...stacks.values()].some((stack) => stack.length > 0)) throw new Error('something never ends');
  return slices;
}

function nanos(amount: number): Nanoseconds {
  return amount as Nanoseconds;
}

function span(name: string, parent: number, from: number, to: number): SlowTickSpan {
  return { kind: 'internal', name, parent, startNanos: nanos(from), durationNanos: nanos(to - from) };
}

function tickOf(spans: readonly SlowTickSpan[], startedAt = '2026-11-23T14:03:11.123Z'): SlowTick {
  const [{ name, durationNanos }] = spans as [SlowTickSpan];
  return { traceId: 'a'.repeat(32), name, startedAt, durationNanos, reason: 'slow', spans, path: [] };
}

it('is what it was', () => {
  const text = chromeTraceText(rich);
  expect(text).toBe(golden('report-rich.chrome-trace.json', text));
});

it('puts what is inside inside, and what runs beside on a thread of its own', () => {
  //   tick    |====================|  thread 0
  //   load      |====|                thread 0, in tick
  //   rows        |=|                 thread 0, in load
  //   audit      |========|           thread 1: load has not ended, and is not its parent
  //   ema             |===|           thread 0, in tick
  //   log              |=======|      thread 2: both others are taken
  const spans = [
    span('tick', -1, 0, 20),
    span('load', 0, 2, 7),
    span('audit', 0, 3, 12),
    span('rows', 1, 4, 6),
    span('ema', 0, 8, 12),
    span('log', 0, 9, 17),
  ];
  const slices = slicesOf(traceOf([tickOf(spans)]));
  expect(
    Object.fromEntries(slices.map(({ name, tid, around, args }) => [name, [tid, around, args['within']]])),
  ).toEqual({
    tick: [0, undefined, undefined],
    load: [0, 'tick', undefined],
    rows: [0, 'load', undefined],
    audit: [1, undefined, 'tick'],
    ema: [0, 'tick', undefined],
    log: [2, undefined, 'tick'],
  });
});

it('has what takes no time, and what begins where another ends', () => {
  const spans = [
    span('tick', -1, 0, 9),
    span('mark', 0, 0, 0),
    span('a', 0, 0, 4),
    span('b', 0, 4, 9),
    span('c', 3, 9, 9),
  ];
  expect(
    slicesOf(traceOf([tickOf(spans)]))
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(['a', 'b', 'c', 'mark', 'tick']);
});

/** A tick of up to 30 operations, each anywhere in the time of the tick, as asynchronous code may be. */
const anyTick = fc
  .array(fc.record({ parent: fc.nat(), start: fc.nat(1_000_000), length: fc.nat(1_000_000) }), { maxLength: 30 })
  .map((drawn) => {
    const inOrder = drawn.toSorted((left, right) => left.start - right.start);
    return tickOf([
      span('tick', -1, 0, 2_000_000),
      ...inOrder.map(({ parent, start, length }, place) =>
        span(`op ${place}`, parent % (place + 1), start, start + length),
      ),
    ]);
  });

it('has every operation once, with its own times, whatever the tree', () => {
  fc.assert(
    fc.property(anyTick, (tick) => {
      const slices = slicesOf(traceOf([tick]));
      const timesOf = (name: string, from: number, to: number): string => `${name} ${from} ${to}`;
      expect(slices.map(({ name, fromMicros, toMicros }) => timesOf(name, fromMicros, toMicros)).toSorted()).toEqual(
        tick.spans
          .map(({ name, startNanos, durationNanos }) =>
            timesOf(name, startNanos / 1_000, (startNanos + durationNanos) / 1_000),
          )
          .toSorted(),
      );
      // Nothing stands inside of what is not around it.
      for (const { name, around } of slices) {
        const { parent } = tick.spans.find((each) => each.name === name) as SlowTickSpan;
        expect([undefined, tick.spans[parent]?.name]).toContain(around);
      }
    }),
  );
});

it('tells one tick from another, and when each began', () => {
  const early = tickOf([span('onTick', -1, 0, 2_500_000)], '2026-11-23T14:03:11.100Z');
  const late = { ...tickOf([span('onTick', -1, 0, 1_000_000)], '2026-11-23T14:03:12.000Z'), symbol: 'BTC/USDT' };
  const trace = traceOf([late, early]);
  expect(trace.otherData).toEqual({ program: 'collector.js', startedAt: '2026-11-23T14:03:11.100Z' });
  const titles = trace.traceEvents.filter(({ name }) => name === 'process_name');
  expect(titles.map(({ pid, args }) => [pid, args['name']])).toEqual([
    [1, '1.00 ms onTick BTC/USDT'],
    [2, '2.50 ms onTick'],
  ]);
  expect(slicesOf(trace).map(({ pid, fromMicros, toMicros }) => [pid, fromMicros, toMicros])).toEqual([
    [1, 900_000, 901_000],
    [2, 0, 2_500],
  ]);
});

it('is one line of JSON whatever names hold', () => {
  const name = '"</script>\u001b[31m\n\u202e';
  const text = chromeTraceText({ ...noTicks, slowest: [tickOf([span(name, -1, 0, 1)])] });
  expect(text.trimEnd()).toMatch(/^\P{Cc}+$/u);
  expect(slicesOf(JSON.parse(text) as Trace)).toMatchObject([{ name }]);
});
