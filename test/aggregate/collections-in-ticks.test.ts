// Garbage collections that are heard of when their ticks have closed, against every nanosecond of the ticks counted one by one.

import * as fc from 'fast-check';
import { CLOSED_TICKS, ClosedTicks } from '../../src/aggregate/closed-ticks.js';
import { CollectionsInTicks, type LoopTime } from '../../src/aggregate/collections-in-ticks.js';
import { CriticalPath } from '../../src/aggregate/critical-path.js';
import { EMPTY_SEGMENT } from '../../src/aggregate/empty-segment.js';
import { RuntimeSums } from '../../src/aggregate/runtime-sums.js';
import { SegmentAccumulator } from '../../src/aggregate/segment-accumulator.js';
import { TickAnalysis } from '../../src/aggregate/tick-analysis.js';
import { OwnerTable } from '../../src/model/owner-table.js';
import { NameTable } from '../../src/model/name-table.js';
import type { TickTrace } from '../../src/model/tick-trace.js';
import type { TimeSpan } from '../../src/model/units.js';
import { anyTrace, SEED } from './random-trace.js';
import { buildTrace } from './trace-builder.js';

const SEGMENT = 3;
const asItIs = (nanos: number): number => nanos;

function parts(loopTime?: Partial<LoopTime>, analysis = new TickAnalysis(() => false), owners = new OwnerTable()) {
  const names = new NameTable();
  for (let id = 0; id < 10; id++) names.intern(id === 0 ? 'tick' : 'indicator', `operation ${id}`);
  const sums = new SegmentAccumulator(names, analysis, new RuntimeSums(owners));
  const ticks = new ClosedTicks();
  const nobody: LoopTime = { ownNanosOfPause: () => 0, holdersBetween: () => undefined };
  return { sums, ticks, collections: new CollectionsInTicks(ticks, loopTime && { ...nobody, ...loopTime }) };
}

/** Time on the critical path, by operation and for collections. */
function pathOf(sums: SegmentAccumulator): Record<string, number> {
  const { operations } = sums.toSegment(EMPTY_SEGMENT);
  const rows = operations.map(({ name, criticalPathByTick }) => [
    name,
    criticalPathByTick.values.reduce((sum, nanos) => sum + nanos, 0),
  ]);
  return Object.fromEntries(rows.filter(([, nanos]) => nanos !== 0)) as Record<string, number>;
}

/** Who was on the critical path at each nanosecond of a tick; a collection instead where there was one. */
function pathByNanosecond(trace: TickTrace, pauses: readonly TimeSpan[]): Record<string, number> {
  const path: Record<string, number> = {};
  new CriticalPath().walk(trace, (position, from, to) => {
    for (let nanos = from; nanos < to; nanos++) {
      const isPaused = pauses.some(({ fromNanos, toNanos }) => fromNanos <= nanos && nanos < toNanos);
      const name = isPaused ? 'gc' : `operation ${trace.operationIds[position]}`;
      path[name] = (path[name] ?? 0) + 1;
    }
  });
  return path;
}

/** Pauses one after another, as V8 has them. */
const anyPauses = fc.array(fc.tuple(fc.nat(8), fc.nat(8)), { maxLength: 6 }).map((steps) => {
  let now = 0;
  return steps.map(([gap, length]) => ({ fromNanos: (now += gap), toNanos: (now += length) }));
});

it('takes what they took out of the operations that they fell into, to the nanosecond', () => {
  fc.assert(
    fc.property(anyTrace(), anyPauses, (anyTick, shifted) => {
      const trace: TickTrace = { ...anyTick, isSynchronous: true };
      const start = trace.startNanos[0] as number;
      const end = trace.endNanos[0] as number;
      const pauses = shifted.map(({ fromNanos, toNanos }) => ({
        fromNanos: start + fromNanos,
        toNanos: start + toNanos,
      }));
      const { sums, ticks, collections } = parts();
      // The analysis takes a tick for synchronous only where the drain says so: here the walk decides.
      sums.tickClosed(anyTick, undefined);
      const number = ticks.add(trace, 1, SEGMENT, NaN);
      for (const { fromNanos, toNanos } of pauses) {
        const pause = { fromNanos: Math.max(fromNanos, start), toNanos: Math.min(toNanos, end) };
        collections.collected(number, pause, asItIs, SEGMENT, sums);
      }
      expect(pathOf(sums)).toEqual(pathByNanosecond(trace, pauses));
    }),
    { seed: SEED, numRuns: 1_000 },
  );
});

describe('a pause', () => {
  //   tick   |==========|   0-100
  //   query    |====|       20-60, and the tick went on in a callback of 55-100
  const trace = buildTrace([
    { start: 0, end: 100, operationId: 0 },
    { parent: 0, start: 20, end: 60, operationId: 1 },
  ]);
  /** The loop was the tick's until 30 and from 55 on. */
  const ownNanosOfPause = (_trace: number, _section: TimeSpan, { fromNanos, toNanos }: TimeSpan): number =>
    Math.max(0, Math.min(30, toNanos) - fromNanos) + Math.max(0, toNanos - Math.max(55, fromNanos));

  it('in what others did while a tick waited is not taken out of it', () => {
    const { sums, ticks, collections } = parts({ ownNanosOfPause });
    sums.tickClosed(trace, undefined);
    const number = ticks.add(trace, 1, SEGMENT, NaN);
    collections.collected(number, { fromNanos: 25, toNanos: 58 }, asItIs, SEGMENT, sums);
    expect(pathOf(sums)).toEqual({ 'operation 0': 60, 'operation 1': 32, gc: 8 });
  });

  it('in a tick that waited is left where nobody watched the loop', () => {
    const { sums, ticks, collections } = parts();
    sums.tickClosed(trace, undefined);
    const number = ticks.add(trace, 1, SEGMENT, NaN);
    collections.collected(number, { fromNanos: 0, toNanos: 100 }, asItIs, SEGMENT, sums);
    expect(pathOf(sums)).toEqual({ 'operation 0': 60, 'operation 1': 40 });
  });

  it('is not taken out of a segment that has been cut, nor twice', () => {
    const { sums, ticks, collections } = parts({
      ownNanosOfPause: (_trace, _section, { fromNanos, toNanos }) => toNanos - fromNanos,
    });
    sums.tickClosed(trace, undefined);
    const number = ticks.add(trace, 1, SEGMENT, NaN);
    collections.collected(number, { fromNanos: 10, toNanos: 20 }, asItIs, SEGMENT + 1, sums);
    expect(pathOf(sums)).toEqual({ 'operation 0': 60, 'operation 1': 40 });
    collections.collected(number, { fromNanos: 20, toNanos: 60 }, asItIs, SEGMENT, sums);
    collections.collected(number, { fromNanos: 20, toNanos: 60 }, asItIs, SEGMENT, sums);
    expect(pathOf(sums)).toEqual({ 'operation 0': 60, gc: 40 });
  });
});

describe('a pause before a tick', () => {
  //   rebalance |=====|        0-60
  //   poll            |==|     60-90
  //   tick               |==|  90-100, and its event was there since 0
  const [REBALANCE, POLL] = [60, 30];
  const pieces = [
    { name: 'rebalance', fromNanos: 0, toNanos: REBALANCE },
    { name: 'poll', fromNanos: REBALANCE, toNanos: REBALANCE + POLL },
  ];
  const trace = buildTrace([{ start: 90, end: 100, operationId: 0 }]);

  function waited(): ReturnType<typeof parts> & { number: number } {
    const owners = new OwnerTable();
    const ids = pieces.map(({ name }) => owners.intern('timer', name));
    const holdersBetween: LoopTime['holdersBetween'] = (from, to, visit) => {
      for (const [place, { fromNanos, toNanos }] of pieces.entries()) {
        const nanos = Math.min(to, toNanos) - Math.max(from, fromNanos);
        if (nanos > 0) visit(ids[place] as number, nanos);
      }
    };
    const heldNanosBetween = (from: number, to: number, visit: (ownerId: number, nanos: number) => void): number => {
      holdersBetween(from, to, visit);
      return REBALANCE + POLL;
    };
    const stretches = {
      isOneStretch: () => true,
      busyBefore: () => false,
      syncNanosWithin: () => 0,
      heldNanosWithin: () => 0,
      heldNanosBetween,
    };
    const made = parts({ holdersBetween }, new TickAnalysis(() => false, stretches), owners);
    made.sums.tickClosed(trace, undefined, REBALANCE + POLL);
    return { ...made, number: made.ticks.add(trace, 1, SEGMENT, REBALANCE + POLL) };
  }

  it('is taken from those who held the loop meanwhile, and no more than they were blamed for', () => {
    const { sums, collections, number } = waited();
    collections.collectedBefore(number, { fromNanos: 50, toNanos: 70 }, SEGMENT, sums);
    expect(pathOf(sums)).toEqual({
      'operation 0': 10,
      'loop: timer rebalance': 50,
      'loop: timer poll': 20,
      gc: 20,
    });
    collections.collectedBefore(number, { fromNanos: 0, toNanos: 60 }, SEGMENT, sums);
    expect(pathOf(sums)).toEqual({ 'operation 0': 10, 'loop: timer poll': 20, gc: 70 });
  });

  it('is left where the segment has been cut, and where the tick is forgotten', () => {
    const { sums, ticks, collections, number } = waited();
    const before = pathOf(sums);
    collections.collectedBefore(number, { fromNanos: 0, toNanos: 90 }, SEGMENT + 1, sums);
    for (let tick = 0; tick < CLOSED_TICKS; tick++) ticks.add(trace, 1, SEGMENT, NaN);
    collections.collectedBefore(number, { fromNanos: 0, toNanos: 90 }, SEGMENT, sums);
    expect(pathOf(sums)).toEqual(before);
  });
});

it('remembers the last ticks, as many as there is room for', () => {
  const ticks = new ClosedTicks();
  const small = buildTrace([{ start: 5, end: 8, operationId: 4 }]);
  const large = buildTrace(
    Array.from({ length: 2_000 }, (_, at) => ({ ...(at > 0 && { parent: 0 }), start: at, end: 2_000, operationId: 7 })),
  );
  for (let number = 0; number < CLOSED_TICKS + 10; number++) expect(ticks.add(small, number, 0, NaN)).toBe(number);
  expect([ticks.get(9), ticks.get(10)?.traceNumber, ticks.get(10)?.responseNanos]).toEqual([undefined, 10, 3]);
  for (let number = 0; number < 5; number++) ticks.add(large, 1, 0, 7);
  // Five times 2,000 operations are more than 8,192: the first of the five and everything before it are gone.
  const next = CLOSED_TICKS + 10;
  expect([next - 1, next, next + 1].map((number) => ticks.get(number)?.responseNanos)).toEqual([
    undefined,
    undefined,
    2_007,
  ]);
});
