import * as fc from 'fast-check';
import { GROUP_NAMES } from '../../src/aggregate/bounded-names.js';
import { SegmentAccumulator } from '../../src/aggregate/segment-accumulator.js';
import { RuntimeSums } from '../../src/aggregate/runtime-sums.js';
import { type BusyStretches, TickAnalysis } from '../../src/aggregate/tick-analysis.js';
import { bucketIndex } from '../../src/model/histogram/histogram-buckets.js';
import { EXACT_NAMES, KEPT_TICKS_PER_SEGMENT, NAMED_BEYOND_EXACT } from '../../src/model/limits.js';
import { NameTable } from '../../src/model/name-table.js';
import { type OperationKind, OTHER } from '../../src/model/operation.js';
import { OwnerTable } from '../../src/model/owner-table.js';
import type { OperationRow, RecordSegment } from '../../src/model/record/record-segment.js';
import { FLAG_FAILED, FLAG_LATE, FLAG_OUTSIDE_TICK, type TickTrace } from '../../src/model/tick-trace.js';
import type { Bytes, Nanoseconds } from '../../src/model/units.js';
import { HEAD, accumulate, anyStream, keptTick } from './measured-stream.js';
import { SEED } from './random-trace.js';
import { buildTrace } from './trace-builder.js';

const ns = (nanos: number): Nanoseconds => nanos as Nanoseconds;

function rowOf(segment: RecordSegment, kind: OperationKind, name: string): OperationRow | undefined {
  return segment.operations.find((row) => row.kind === kind && row.name === name);
}

/** Of a tick of 20 µs: a strategy 2-14 with ema 4-7 in it, then save 16-19. Microseconds. */
function exampleTick(ids: { tick: number; strategy: number; ema: number; save: number }, failed = false): TickTrace {
  return buildTrace([
    { start: 0, end: 20_000, operationId: ids.tick, failed },
    { parent: 0, start: 2_000, end: 14_000, operationId: ids.strategy },
    { parent: 1, start: 4_000, end: 7_000, operationId: ids.ema },
    { parent: 0, start: 16_000, end: 19_000, operationId: ids.save },
  ]);
}

function exampleIds(names: NameTable): { tick: number; strategy: number; ema: number; save: number } {
  return {
    tick: names.intern('tick', 'onTick'),
    strategy: names.intern('internal', 'Momentum.run'),
    ema: names.intern('indicator', 'ema'),
    save: names.intern('database', 'save'),
  };
}

describe('the accumulation of a segment', () => {
  const names = new NameTable();
  const ids = exampleIds(names);
  const bucket = bucketIndex(4, 20_000);

  it('adds a tick to the totals, to its name, to its symbol and to every operation', () => {
    const segment = new SegmentAccumulator(names, new TickAnalysis(() => false));
    segment.tickStarted();
    segment.tickStarted();
    segment.operationEnded(ids.ema, ns(3_000), 0);
    segment.operationEnded(ids.strategy, ns(12_000), FLAG_FAILED);
    segment.operationEnded(ids.save, ns(3_000), 0);
    segment.tickClosed(exampleTick(ids, true), 'BTC-USD');
    const record = segment.toSegment(HEAD);

    expect(record.ticks).toMatchObject({ started: 2, count: 1, failed: 1, underTarget: 1, late: 0 });
    expect(record.ticks.durations).toMatchObject({ scale: 6, count: 1, sumNanos: 20_000 });
    expect(record.groups.map(({ dimension, name, count, failed }) => [dimension, name, count, failed])).toEqual([
      ['name', 'onTick', 1, 1],
      ['symbol', 'BTC-USD', 1, 1],
    ]);
    // On the path: tick 0-2, 14-16, 19-20; strategy 2-4, 7-14; ema 4-7; save 16-19.
    const figures = record.operations.map((row) => ({
      name: row.name,
      count: row.count,
      failed: row.failed,
      total: row.durations.sumNanos,
      own: row.selfNanos,
      path: row.criticalPathByTick,
      calls: row.callsByTick,
    }));
    const once = { offset: bucket, values: [1] };
    expect(figures).toEqual([
      {
        name: 'onTick',
        count: 1,
        failed: 1,
        total: 20_000,
        own: 5_000,
        path: { offset: bucket, values: [5_000] },
        calls: once,
      },
      {
        name: 'Momentum.run',
        count: 1,
        failed: 1,
        total: 12_000,
        own: 9_000,
        path: { offset: bucket, values: [9_000] },
        calls: once,
      },
      {
        name: 'ema',
        count: 1,
        failed: 0,
        total: 3_000,
        own: 3_000,
        path: { offset: bucket, values: [3_000] },
        calls: once,
      },
      {
        name: 'save',
        count: 1,
        failed: 0,
        total: 3_000,
        own: 3_000,
        path: { offset: bucket, values: [3_000] },
        calls: once,
      },
    ]);
    expect(record.overhead.spans).toBe(4);
  });

  it('gives waiting that nobody traced a row of its own, and leaves the running part with its owner', () => {
    // Of every gap only the first microsecond was spent running.
    const busyStretches = {
      heldNanosBetween: () => 0,
      isOneStretch: () => false,
      busyBefore: () => false,
      heldNanosWithin: () => 0,
      syncNanosWithin: (from: number, to: number): number => Math.min(1_000, to - from),
    };
    const segment = new SegmentAccumulator(names, new TickAnalysis((id) => id === ids.strategy, busyStretches));
    segment.tickClosed(exampleTick(ids), undefined);
    const record = segment.toSegment(HEAD);
    // Gaps of the tick 2 + 2 + 1, of the strategy 2 + 7: 3 and 2 µs were running.
    expect(rowOf(record, 'tick', 'onTick')?.criticalPathByTick.values).toEqual([3_000]);
    expect(rowOf(record, 'internal', 'Momentum.run')?.criticalPathByTick.values).toEqual([2_000]);
    expect(rowOf(record, 'untraced', 'onTick')).toMatchObject({
      count: 1,
      selfNanos: 2_000,
      durations: { sumNanos: 2_000 },
      criticalPathByTick: { offset: bucket, values: [2_000] },
      callsByTick: { offset: bucket, values: [1] },
    });
    expect(rowOf(record, 'untraced', 'Momentum.run')?.criticalPathByTick.values).toEqual([7_000]);
    const onPath = record.operations.flatMap((row) => row.criticalPathByTick.values);
    expect(onPath.reduce((sum, nanos) => sum + nanos, 0)).toBe(20_000);
  });

  describe('of a tick whose event waited', () => {
    const owners = new OwnerTable();
    const timer = owners.intern('timer', 'rebalance');
    const loop: BusyStretches = {
      isOneStretch: () => true,
      busyBefore: () => false,
      syncNanosWithin: (from, to) => to - from,
      heldNanosWithin: () => 0,
      heldNanosBetween: (from, to, visit) => {
        visit(timer, to - from - 1_000);
        return to - from - 1_000;
      },
    };
    const close = (waitNanos?: number): RecordSegment => {
      const analysis = new TickAnalysis(() => false, loop);
      const segment = new SegmentAccumulator(names, analysis, new RuntimeSums(owners));
      segment.tickClosed(exampleTick(ids), undefined, waitNanos);
      return segment.toSegment(HEAD);
    };
    const pathsOf = ({ operations }: RecordSegment): unknown[] =>
      operations.map(({ kind, name, criticalPathByTick }) => [kind, name, criticalPathByTick]);

    it('has that on its path too, by who held the loop, and goes by its response time', () => {
      const record = close(30_000);
      const offset = bucketIndex(4, 50_000);
      expect(pathsOf(record)).toEqual([
        ['tick', 'onTick', { offset, values: [5_000] }],
        ['internal', 'Momentum.run', { offset, values: [9_000] }],
        ['indicator', 'ema', { offset, values: [3_000] }],
        ['database', 'save', { offset, values: [3_000] }],
        ['wait', 'start', { offset, values: [1_000] }],
        ['wait', 'loop: timer rebalance', { offset, values: [29_000] }],
      ]);
      expect(record.ticks).toMatchObject({ durations: { sumNanos: 20_000 }, responses: { sumNanos: 50_000 } });
    });

    it.each([[undefined], [NaN], [0]])('goes by its duration where that is not known or nothing: %s', (waitNanos) => {
      const record = close(waitNanos);
      expect(pathsOf(record)).toHaveLength(4);
      expect(record.ticks.responses).toEqual(record.ticks.durations);
    });
  });

  it('counts late operations in their own row and in the ticks, and calls outside any tick', () => {
    const segment = new SegmentAccumulator(names, new TickAnalysis(() => false));
    segment.operationEnded(ids.save, ns(9_000), FLAG_LATE);
    segment.operationEnded(ids.ema, ns(2_000), FLAG_OUTSIDE_TICK);
    segment.outermostClosed(
      buildTrace([
        { start: 0, end: 9_000, operationId: ids.strategy },
        { parent: 0, start: 1_000, end: 3_000, operationId: ids.ema },
      ]),
    );
    const record = segment.toSegment(HEAD);
    expect(record.ticks).toMatchObject({ count: 0, late: 1 });
    expect(rowOf(record, 'database', 'save')).toMatchObject({ count: 1, late: 1, outsideTicks: 0 });
    expect(rowOf(record, 'indicator', 'ema')).toMatchObject({ outsideTicks: 1, selfNanos: 2_000 });
    expect(rowOf(record, 'internal', 'Momentum.run')).toMatchObject({ selfNanos: 7_000 });
    expect(rowOf(record, 'indicator', 'ema')?.callsByTick.values).toEqual([]);
  });

  it('names a location that became known after the first call', () => {
    const own = new NameTable();
    const id = own.intern('indicator', 'rsi');
    const segment = new SegmentAccumulator(own, new TickAnalysis(() => false));
    segment.operationEnded(id, ns(5), 0);
    own.entry(id).location = 'bot.js:31';
    expect(segment.toSegment(HEAD).operations[0]?.location).toBe('bot.js:31');
  });

  it('shares a row among names beyond the exact ones, and weighs them one by one', () => {
    const full = new NameTable();
    for (let at = 0; at < EXACT_NAMES; at++) full.intern('query', `SELECT ${at}`);
    const one = full.intern('query', 'SELECT one');
    const other = full.intern('query', 'SELECT other');
    const tick = full.intern('tick', 'onTick');
    const busyStretches = {
      heldNanosBetween: () => 0,
      isOneStretch: () => false,
      busyBefore: () => false,
      heldNanosWithin: () => 0,
      syncNanosWithin: (): number => 0,
    };
    const segment = new SegmentAccumulator(full, new TickAnalysis(() => false, busyStretches));
    segment.operationEnded(one, ns(300), 0);
    segment.operationEnded(other, ns(500), FLAG_FAILED);
    segment.operationEnded(one, ns(400), 0);
    segment.tickClosed(
      buildTrace([
        { start: 0, end: 1_000, operationId: tick },
        { parent: 0, start: 100, end: 400, operationId: one },
      ]),
      undefined,
    );
    const record = segment.toSegment(HEAD);
    expect(rowOf(record, 'query', OTHER)).toMatchObject({ count: 3, failed: 1, selfNanos: 300 });
    expect(rowOf(record, 'tick', OTHER)).toMatchObject({ count: 1, durations: { sumNanos: 1_000 } });
    expect(rowOf(record, 'untraced', OTHER)).toMatchObject({ count: 1, durations: { sumNanos: 700 } });
    expect(record.groups).toMatchObject([{ dimension: 'name', name: OTHER, count: 1 }]);
    expect(record.heavyHitters.entries.map(({ key, count, totalNanos }) => [key, count, totalNanos])).toEqual([
      ['tick\u0000onTick', 1, 1_000],
      ['query\u0000SELECT one', 2, 700],
      ['untraced\u0000onTick', 1, 700],
      ['query\u0000SELECT other', 1, 500],
    ]);
  });

  it('does not weigh the rest of the rest under the name of its row', () => {
    const full = new NameTable();
    for (let at = 0; at < EXACT_NAMES + NAMED_BEYOND_EXACT; at++) full.intern('query', `SELECT ${at}`);
    const beyond = full.intern('query', 'one too many');
    const segment = new SegmentAccumulator(full, new TickAnalysis(() => false));
    segment.operationEnded(beyond, ns(10), 0);
    const record = segment.toSegment(HEAD);
    expect(rowOf(record, 'query', OTHER)).toMatchObject({ count: 1 });
    expect(record.heavyHitters.entries).toEqual([]);
  });

  it('tells 192 symbols apart, the same ones in every segment of the process', () => {
    const first = new SegmentAccumulator(names, new TickAnalysis(() => false));
    for (let at = 0; at < GROUP_NAMES; at++) first.tickClosed(exampleTick(ids), `S${at}`);
    const second = first.next();
    for (const symbol of ['new', 'S7', 'newer']) second.tickClosed(exampleTick(ids), symbol);
    const bySymbol = second.toSegment(HEAD).groups.filter(({ dimension }) => dimension === 'symbol');
    expect(bySymbol.map(({ name, count }) => [name, count])).toEqual([
      [OTHER, 2],
      ['S7', 1],
    ]);
    expect(first.toSegment(HEAD).ticks.count).toBe(GROUP_NAMES);
    expect(second.toSegment(HEAD).ticks.count).toBe(3);
  });

  it('keeps the 64 slowest trees, in whatever order they come, and counts the others', () => {
    const segment = new SegmentAccumulator(names, new TickAnalysis(() => false));
    for (let at = 0; at < 100; at++) segment.keep(keptTick(at, (at * 37) % 100));
    const record = segment.toSegment(HEAD);
    expect(record.kept).toHaveLength(KEPT_TICKS_PER_SEGMENT);
    expect(Math.min(...record.kept.map(({ durationNanos }) => durationNanos))).toBe(100 - KEPT_TICKS_PER_SEGMENT);
    expect(record.losses).toEqual([{ cause: 'kept_ticks_beyond_segment', count: 36, total: 36 }]);
  });

  it('adds up its own cost and remembers the longest piece of it', () => {
    const segment = new SegmentAccumulator(names, new TickAnalysis(() => false));
    segment.ledger.spanCost(ns(300));
    segment.ledger.spanCost(ns(100));
    // Others had the processor meanwhile.
    segment.ledger.spanCost(ns(3_000_000));
    segment.ledger.worked('closing', 4_000);
    segment.ledger.worked('writing', 80_000);
    segment.ledger.watchingCost(100, 64);
    segment.ledger.worked('exporting', 40_000);
    segment.ledger.worked('closing', 6_000);
    segment.ledger.worked('loading', 700_000);
    segment.ledger.held(90_000);
    segment.ledger.held(50_000);
    segment.ledger.wrote(5_000 as Bytes);
    expect(segment.totals().overhead).toEqual({
      spans: 0,
      sampledSpans: 2,
      sampledSpanNanos: 400,
      closedTicks: 0,
      closingNanos: 10_000,
      writingNanos: 86_400,
      exportingNanos: 40_000,
      loadingNanos: 700_000,
      writtenBytes: 5_000,
      longestHoldNanos: 90_000,
    });
  });

  it('puts the critical paths of all ticks into its rows: they add up to the ticks, bucket by bucket', () => {
    fc.assert(
      fc.property(anyStream(1), (events) => {
        const [record] = accumulate(events, 1) as [RecordSegment];
        const onPath = record.operations.flatMap((row) => row.criticalPathByTick.values);
        expect(onPath.reduce((sum, nanos) => sum + nanos, 0)).toBe(record.ticks.durations.sumNanos);
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it('says beforehand whether a tree would be kept, and counts it as lost where not', () => {
    const segment = new SegmentAccumulator(names, new TickAnalysis(() => false));
    for (let at = 0; at < KEPT_TICKS_PER_SEGMENT; at++) {
      expect(segment.hasRoomFor(ns(0))).toBe(true);
      segment.keep(keptTick(at, 100 + at));
    }
    expect(segment.hasRoomFor(ns(100))).toBe(false);
    expect(segment.hasRoomFor(ns(101))).toBe(true);
    segment.keep(keptTick(99, 101));
    // Refused once, and once pushed out by a slower one.
    expect(segment.toSegment(HEAD).losses).toEqual([{ cause: 'kept_ticks_beyond_segment', count: 2, total: 2 }]);
    expect(segment.toSegment(HEAD).kept.at(-1)?.durationNanos).toBe(101);
  });

  it('gives in parts, row by row, what it gives as a whole', () => {
    fc.assert(
      fc.property(fc.nat(80), (count) => {
        const segment = filled(count);
        const {
          groups,
          feeds,
          orders,
          operations,
          samples,
          owners,
          stalls,
          kept,
          instrumented,
          notSeen,
          losses,
          ...head
        } = segment.toParts(HEAD);
        expect({
          ...head,
          groups: [...groups],
          feeds: [...feeds],
          orders: [...orders],
          operations: [...operations],
          samples: [...samples],
          owners: [...owners],
          stalls: [...stalls],
          kept: [...kept],
          instrumented: [...instrumented],
          notSeen: [...notSeen],
          losses: [...losses],
        }).toEqual(segment.toSegment(HEAD));
      }),
      { seed: SEED, numRuns: 20 },
    );
  });

  function filled(count: number): SegmentAccumulator {
    const segment = new SegmentAccumulator(names, new TickAnalysis(() => false));
    for (let at = 0; at < count; at++) {
      segment.tickClosed(exampleTick(ids), 'ETH-USD');
      segment.strategyCall('Momentum', ns(at), false);
      segment.keep(keptTick(at, at));
      segment.losses.add('calls_too_deep');
    }
    return segment;
  }
});
