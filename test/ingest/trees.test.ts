// What becomes of spans that are missing, come twice, run in a circle, or have other clocks; in every form that is read.

import fc from 'fast-check';
import type { Report } from '../../src/model/report/report.js';
import { renderTerminal } from '../../src/report/terminal.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import {
  BEGIN,
  jaegerJson,
  madeTick,
  type MadeSpan,
  otlpJson,
  otlpProtobuf,
  spanIdOf,
  traceIdOf,
} from './made-traces.js';
import { lossesOf, reportOf } from './read-made.js';

const folder = temporaryFolder();
const FORMS = [
  ['OTLP in JSON', otlpJson],
  ['OTLP in protobuf', otlpProtobuf],
  ['Jaeger’s JSON', jaegerJson],
] as const;

/** By operation: calls, self time and time on the critical path. */
function timesOf({ operations }: Report): Record<string, readonly number[]> {
  return Object.fromEntries(
    operations.map(({ name, count, selfNanos, criticalPathNanos }) => [name, [count, selfNanos, criticalPathNanos]]),
  );
}

const at = (micros: number): bigint => BEGIN + BigInt(micros) * 1_000n;

/** Of a program with another SDK: times in microseconds. */
function span(
  id: number,
  parent: number | undefined,
  start: number,
  end: number,
  more: Partial<MadeSpan> = {},
): MadeSpan {
  return {
    traceId: traceIdOf(0),
    spanId: spanIdOf(id),
    ...(parent !== undefined && { parentId: spanIdOf(parent) }),
    name: `span${id}`,
    startNanos: at(start),
    endNanos: at(end),
    ...more,
  };
}
const root = (start: number, end: number): MadeSpan => span(0, undefined, start, end, { name: 'onTick' });

describe.each(FORMS)('%s', (_form, write) => {
  it('adds kept ticks up', async () => {
    const spans = [
      ...madeTick(0, [500_000, 1_500_000]),
      ...madeTick(1, [700_000], 'random'),
      ...madeTick(2, [], 'failed'),
    ];
    const report = await reportOf(folder, write(spans));
    expect(report.ticks).toMatchObject({ count: 3, bySymbol: [{ name: 'BTC-USD', count: 3 }] });
    expect(timesOf(report)).toEqual({
      onTick: [3, 3_000, 3_000],
      indicator0: [2, 1_200_000, 1_200_000],
      indicator1: [1, 1_500_000, 1_500_000],
    });
    expect(report.source).toMatchObject({
      population: 'kept',
      reasons: { slow: 1, random: 1, failed: 1 },
      spans: 6,
      traces: 3,
    });
    expect(report.program).toMatchObject({ name: 'bot', processes: 1 });
  });

  it('has how long events waited and how old they were, where the ticks say so', async () => {
    const said = (attributes: MadeSpan['attributes']): MadeSpan => ({
      ...root(0, 800),
      attributes: { 'tickscope.operation.kind': 'tick', 'tickscope.duration_nanos': 800_000, ...attributes },
    });
    const ticks = [
      said({ 'tickscope.tick.wait': 0.000_2, 'tickscope.wait.basis': 'stamped', 'tickscope.tick.age': 0.003 }),
      // Longer than both: Tickscope worked in it.
      said({ 'tickscope.tick.wait': 0, 'tickscope.wait.basis': 'bound', 'tickscope.tick.response': 0.000_9 }),
      // None of these is a wait or an age.
      said({ 'tickscope.tick.wait': 0.1, 'tickscope.wait.basis': 'guessed', 'tickscope.tick.age': -1 }),
      said({ 'tickscope.tick.wait': 1e30, 'tickscope.wait.basis': 'bound', 'tickscope.tick.age': 'old' }),
      said({ 'tickscope.tick.wait': 0.1 }),
    ].map((tick, place) => ({ ...tick, traceId: traceIdOf(place) }));
    const { wait, response, age } = (await reportOf(folder, write(ticks))).ticks;
    const longest = wait.map(({ basis, count, maxNanos }) => [basis, count, maxNanos]);
    expect(longest).toEqual([
      ['stamped', 1, 200_000],
      ['bound', 1, 0],
    ]);
    expect(response.map(({ basis, maxNanos }) => [basis, maxNanos])).toEqual([
      ['stamped', 1_000_000],
      ['bound', 900_000],
    ]);
    expect(age).toMatchObject({ count: 1, maxNanos: 3_000_000 });
    // Of all ticks of the process, most of which are not there.
    expect(age).not.toHaveProperty('understatedAtMostNanos');
  });

  it('judges no target by them', async () => {
    const report = await reportOf(folder, write(madeTick(0, [100_000])));
    expect(report.targets.map(({ status, value }) => [status, value])).toEqual(
      report.targets.map(() => ['unknown', undefined]),
    );
    expect(report.verdict.kind).toBe('sample');
    expect(report.whatIf).toBeUndefined();
    expect(report.ranking.every(({ gainNanos }) => gainNanos === undefined)).toBe(true);
  });

  it('takes the spans of a name for ticks', async () => {
    //   onTick  |==========|      0-20
    //   span1     |===|           2-8
    //   span2         |=====|     8-18
    //   span3          |==|       10-14, in span2
    const spans = [root(0, 20), span(1, 0, 2, 8), span(2, 0, 8, 18), span(3, 2, 10, 14), span(9, undefined, 30, 40)];
    const report = await reportOf(folder, write(spans), ['onTick']);
    expect(timesOf(report)).toEqual({
      onTick: [1, 4_000, 4_000],
      span1: [1, 6_000, 6_000],
      span2: [1, 6_000, 6_000],
      span3: [1, 4_000, 4_000],
    });
    expect(report.source).toMatchObject({ population: 'named', roots: ['onTick'], spansOutsideTicks: 1 });
  });

  it('counts a tick inside another one by its name as a part of that', async () => {
    const inner = span(1, 0, 2, 8, { name: 'onTick' });
    const report = await reportOf(folder, write([root(0, 20), inner]), ['onTick']);
    expect(report.ticks.count).toBe(1);
    expect(report.operations.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['tick onTick', 'internal onTick']);
  });

  it('leaves a child that outlives its parent off the path, on one clock', async () => {
    const report = await reportOf(folder, write([root(0, 20), span(1, 0, 2, 10), span(2, 1, 4, 16)]), ['onTick']);
    expect(timesOf(report)).toMatchObject({ span1: [1, 2_000, 8_000] });
    expect(timesOf(report)['span2']?.[2]).toBe(0);
  });

  it('cuts a child of another process to its parent', async () => {
    const other = { service: 'broker' };
    const report = await reportOf(folder, write([root(0, 20), span(1, 0, 2, 10), span(2, 1, 4, 16, other)]), [
      'onTick',
    ]);
    expect(timesOf(report)).toMatchObject({ span1: [1, 2_000, 2_000] });
    expect(timesOf(report)['span2']?.[2]).toBe(6_000);
  });

  it('counts children of another process whose clock puts them beside their parent', async () => {
    const other = { service: 'broker' };
    const report = await reportOf(folder, write([root(50, 70), span(1, 0, 1, 5, other), span(2, 0, 40, 90, other)]), [
      'onTick',
    ]);
    expect(lossesOf(report)).toEqual({ spans_beside_their_parents: 2 });
    expect(timesOf(report)['onTick']).toEqual([1, 20_000, 20_000]);
  });

  it('counts what comes twice once', async () => {
    const spans = madeTick(0, [100_000, 200_000]);
    const report = await reportOf(folder, write([...spans, ...spans]));
    expect(lossesOf(report)).toEqual({ spans_twice: 3 });
    expect(timesOf(report)).toMatchObject({ onTick: [1, 1_000, 1_000], indicator0: [1, 100_000, 100_000] });
  });

  it('counts what is its own ancestor', async () => {
    const circle = [span(1, 2, 2, 8), span(2, 1, 2, 8), span(3, 3, 4, 5)];
    const report = await reportOf(folder, write([root(0, 20), ...circle]), ['onTick']);
    expect(lossesOf(report)).toEqual({ spans_in_a_circle: 3 });
  });

  it('counts spans without ids, and with times that cannot be', async () => {
    const nobody = { ...span(1, 0, 2, 3), spanId: '0'.repeat(16) };
    const nowhere = { ...span(1, 0, 2, 3), traceId: '0'.repeat(32) };
    const backwards = span(2, 0, 9, 5);
    const before1970 = { ...span(3, 0, 2, 3), startNanos: -5_000n, endNanos: 5_000n };
    const report = await reportOf(folder, write([root(0, 20), nobody, nowhere, backwards, before1970]), ['onTick']);
    expect(lossesOf(report)).toEqual({ spans_without_ids: 2, spans_with_impossible_times: 2 });
    expect(report.ticks.count).toBe(1);
  });

  it('counts operations whose tick is not there', async () => {
    const report = await reportOf(folder, write([...madeTick(0, [100_000]), ...madeTick(1, [1, 2]).slice(0, 2)]));
    expect(lossesOf(report)).toEqual({ spans_whose_tick_is_missing: 2 });
  });

  it('says of a tick that spans of it are missing', async () => {
    const report = await reportOf(folder, write(madeTick(0, [100_000, 900_000]).slice(1)));
    expect(lossesOf(report)).toEqual({ ticks_with_missing_spans: 1 });
  });

  it('leaves the spans of other services out of the ticks of Tickscope', async () => {
    const spans = madeTick(0, [100_000, 900_000]);
    const parent = spans[1] as MadeSpan;
    const other: MadeSpan = {
      ...parent,
      spanId: spanIdOf(77),
      parentId: parent.spanId,
      name: 'POST /order',
      service: 'broker',
      attributes: {},
    };
    const report = await reportOf(folder, write([...spans, other]));
    expect(lossesOf(report)).toEqual({ spans_of_others: 1 });
    expect(timesOf(report)).toMatchObject({ indicator1: [1, 900_000, 900_000] });
  });

  it('takes the values out of statements', async () => {
    const attributes = {
      'db.system.name': 'postgresql',
      'db.query.text': "SELECT * FROM keys WHERE secret = 'hunter2'",
    };
    const report = await reportOf(folder, write([root(0, 20), span(1, 0, 2, 8, { kind: 2, attributes })]), ['onTick']);
    expect(JSON.stringify(report)).not.toContain('hunter2');
    expect(report.operations.map(({ kind, name }) => `${kind} ${name}`)).toContain(
      'query SELECT * FROM keys WHERE secret = ?',
    );
  });

  it('counts the tick of another program that was asked from inside a tick as one of its own', async () => {
    const outer = madeTick(0, [900_000]);
    const inner = madeTick(1, [300_000]).map((made) => ({
      ...made,
      traceId: traceIdOf(0),
      spanId: made.spanId.replace(/^0/, 'a'),
      parentId: made.parentId?.replace(/^0/, 'a') ?? (outer[0] as MadeSpan).spanId,
      service: 'desk',
    }));
    const report = await reportOf(folder, write([...outer, ...inner]));
    expect({ ticks: report.ticks.count, losses: lossesOf(report) }).toEqual({ ticks: 2, losses: {} });
    expect(timesOf(report)).toEqual({ onTick: [2, 2_000, 2_000], indicator0: [2, 1_200_000, 1_200_000] });
    expect(report.program).toMatchObject({ name: 'bot, desk', processes: 2 });
  });

  it('says that times are rounded, and takes a child that sticks out by less for awaited', async () => {
    //   onTick  |==========|      0-2,500
    //   span1   |===========|     0-2,700: began later than its whole millisecond
    const report = await reportOf(folder, write([root(0, 2_500), span(1, 0, 0, 2_700)]), ['onTick']);
    expect(timesOf(report)).toEqual({ onTick: [1, 0, 0], span1: [1, 2_500_000, 2_500_000] });
    expect(report.source?.roundedToMillis).toBe(true);
    const text = renderTerminal(report, { columns: 80, colours: false });
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      'Nearly all ticks begin at a whole millisecond, as the OpenTelemetry SDK rounds',
    );
    expect(text).toContain('1 in the source; 0 failed');
  });

  it('takes the exact times of a tick whose spans were moved for a store that keeps microseconds', async () => {
    const moved = madeTick(0, [100_300, 200_700]).map((made, place) => {
      const sinceTick = [1_000, 101_300, 0][place] as number;
      const nanos = [100_300, 200_700, 302_000][place] as number;
      const exact = { 'tickscope.start_nanos': sinceTick, 'tickscope.duration_nanos': nanos };
      // The end leaves a gap of up to a microsecond before the next one.
      return { ...made, endNanos: made.endNanos - 900n, attributes: { ...made.attributes, ...exact } };
    });
    const report = await reportOf(folder, write(moved));
    expect(lossesOf(report)).toEqual({});
    expect(report.slowest[0]?.spans.map(({ startNanos, durationNanos }) => [startNanos, durationNanos])).toEqual([
      [0, 302_000],
      [1_000, 100_300],
      [101_300, 200_700],
    ]);
  });

  it('calls a statement that Tickscope exported by its text, as the record does', async () => {
    const [query, tick] = madeTick(0, [100_000]) as [MadeSpan, MadeSpan];
    const text = 'SELECT * FROM trades WHERE id = ?';
    const attributes = {
      ...query.attributes,
      'tickscope.operation.kind': 'query',
      'db.system.name': 'postgresql',
      'db.query.text': text,
    };
    const report = await reportOf(folder, write([{ ...query, name: 'SELECT trades', kind: 2, attributes }, tick]));
    expect(report.operations.map(({ kind, name }) => `${kind} ${name}`)).toContain(`query ${text}`);
  });

  it('says which spans there are where none is a tick', async () => {
    const spans = [
      root(0, 20),
      { ...root(0, 20), traceId: traceIdOf(5) },
      { ...root(0, 9), traceId: traceIdOf(6), name: 'GET /' },
    ];
    await expect(reportOf(folder, write(spans))).rejects.toThrow(
      /holds 3 spans of 3 traces, and none says that it is a tick: they are not Tickscope’s\. Name the spans that are ticks, for example --root "onTick"\. Root spans there: "onTick" \(2\), "GET \/" \(1\)\.$/,
    );
    await expect(reportOf(folder, write(spans), ['onTrade'])).rejects.toThrow(
      /none of them "onTrade"\. Root spans there: "onTick" \(2\)/,
    );
  });

  it('makes the same of spans in whatever order', async () => {
    const spans = [
      ...madeTick(0, [500_000, 1_500_000]),
      ...madeTick(1, [700_000, 20_000, 30_000]),
      ...madeTick(2, [9_000]),
    ];
    const { operations, slowest, ticks } = await reportOf(folder, write(spans));
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(spans, { minLength: spans.length }), async (shuffled) => {
        expect(await reportOf(folder, write(shuffled))).toMatchObject({ operations, slowest, ticks, losses: [] });
      }),
      { numRuns: 20 },
    );
  });
});
