// The running segment on a virtual clock: cuts, warm-up, keep decision, refused names, and totals read in between.

import { KeepPolicy } from '../../src/aggregate/keep-policy.js';
import type { RunningSegment, SegmentCoverage } from '../../src/aggregate/running-segment.js';
import { wholeSegment } from '../../src/aggregate/segment-accumulator.js';
import { EXACT_NAMES, NAMED_BEYOND_EXACT } from '../../src/model/limits.js';
import { NameTable } from '../../src/model/name-table.js';
import type { LossRow, RecordSegment } from '../../src/model/record/record-segment.js';
import { WARMUP_NANOS, WARMUP_TICKS } from '../../src/model/targets.js';
import { FLAG_FAILED, FLAG_OUTSIDE_TICK } from '../../src/model/tick-trace.js';
import { type Nanoseconds, SECOND } from '../../src/model/units.js';
import { BUDGET_NANOS, ORIGIN_MILLIS, runningSegment } from './running-parts.js';
import { buildTrace } from './trace-builder.js';

const NO_COVERAGE: SegmentCoverage = {
  caches: [],
  externals: [],
  instrumented: [],
  notSeen: [],
  profiles: [],
  memory: [],
};
const START = (5 * SECOND) as Nanoseconds;
const ns = (nanos: number): Nanoseconds => nanos as Nanoseconds;
const at = (seconds: number): Nanoseconds => ns(START + seconds * SECOND);

const names = new NameTable();
const tickId = names.intern('tick', 'onTick');
const emaId = names.intern('indicator', 'ema');
const strategyId = names.intern('internal', 'Momentum.run', { strategy: 'Momentum' });

function started(): RunningSegment {
  return runningSegment({ names, startNanos: START });
}

/** A tick with an indicator in its second half. */
function tick(running: RunningSegment, nanos = 1_000, failed = false): ReturnType<RunningSegment['reasonToKeep']> {
  const trace = buildTrace([
    { start: 0, end: nanos, operationId: tickId, failed },
    { parent: 0, start: nanos / 2, end: nanos, operationId: emaId },
  ]);
  running.tickStarted();
  running.operationEnded(emaId, ns(nanos / 2), 0);
  running.tickClosed(trace, undefined);
  return running.reasonToKeep(trace);
}

function whole(segment: ReturnType<RunningSegment['cut']>): RecordSegment & { readonly warmup: boolean } {
  return { ...wholeSegment(segment), warmup: segment.warmup };
}

describe('a cut of the running segment', () => {
  it('has what was measured since the cut before, and its times touch', () => {
    const running = started();
    tick(running);
    tick(running);
    const first = whole(running.cut(at(3), NO_COVERAGE));
    tick(running);
    const coverage = { ...NO_COVERAGE, instrumented: [], notSeen: [{ name: 'worker', why: 'not followed' }] };
    const second = whole(running.cut(at(7), coverage));

    expect(first).toMatchObject({
      fromUnixMillis: ORIGIN_MILLIS + 5_000,
      toUnixMillis: ORIGIN_MILLIS + 8_000,
      ticks: { started: 2, count: 2 },
      notSeen: [],
    });
    expect(second).toMatchObject({
      fromUnixMillis: ORIGIN_MILLIS + 8_000,
      toUnixMillis: ORIGIN_MILLIS + 12_000,
      ticks: { started: 1, count: 1 },
      notSeen: coverage.notSeen,
    });
    expect(running.tickCounts).toEqual({ started: 3, ended: 3 });
  });

  it('does not change any more, although its rows are made later', () => {
    const running = started();
    tick(running);
    const cut = running.cut(at(1), NO_COVERAGE);
    tick(running);
    expect(whole(cut).operations.map(({ name, count }) => [name, count])).toEqual([
      ['onTick', 1],
      ['ema', 1],
    ]);
  });

  it('is not made by looking at the segment so far', () => {
    const running = started();
    tick(running);
    expect(whole(running.soFar(at(1), NO_COVERAGE)).ticks.count).toBe(1);
    tick(running);
    expect(whole(running.soFar(at(2), NO_COVERAGE))).toMatchObject({
      fromUnixMillis: ORIGIN_MILLIS + 5_000,
      toUnixMillis: ORIGIN_MILLIS + 7_000,
      ticks: { count: 2 },
    });
  });

  it('counts the calls of a strategy by its name, with their failures', () => {
    const running = started();
    running.operationEnded(strategyId, ns(10), FLAG_OUTSIDE_TICK);
    running.operationEnded(strategyId, ns(20), FLAG_OUTSIDE_TICK | FLAG_FAILED);
    running.operationEnded(emaId, ns(30), FLAG_OUTSIDE_TICK);
    expect(whole(running.cut(at(1), NO_COVERAGE)).groups).toMatchObject([
      { dimension: 'strategy', name: 'Momentum', count: 2, failed: 1 },
    ]);
  });

  it('counts names that the table refused once, in the segment in which they came', () => {
    const full = new NameTable();
    for (let number = 0; number < EXACT_NAMES + NAMED_BEYOND_EXACT; number++) full.intern('query', `SELECT ${number}`);
    const running = runningSegment({ names: full, startNanos: START });
    const lossesAt = (seconds: number): readonly LossRow[] => whole(running.soFar(at(seconds), NO_COVERAGE)).losses;
    const beyond = (count: number, total: number): LossRow[] => [{ cause: 'names_beyond_table', count, total }];
    full.intern('query', 'one too many');
    full.intern('query', 'another');
    expect(lossesAt(1)).toEqual(beyond(2, 2));
    expect(lossesAt(2)).toEqual(beyond(2, 2));
    running.cut(at(3), NO_COVERAGE);
    expect(lossesAt(4)).toEqual(beyond(0, 2));
    full.intern('query', 'a third');
    expect(lossesAt(5)).toEqual(beyond(1, 3));
  });
});

describe('the warm-up', () => {
  it('has its ticks with the thousandth, and not before', () => {
    const running = started();
    for (let number = 1; number < WARMUP_TICKS; number++) tick(running);
    expect(running.hasWarmupTicks).toBe(false);
    tick(running);
    expect(running.hasWarmupTicks).toBe(true);
    expect(whole(running.cut(at(1), NO_COVERAGE))).toMatchObject({ warmup: true, ticks: { count: WARMUP_TICKS } });
    running.endWarmup();
    tick(running);
    expect(running.hasWarmupTicks).toBe(false);
    expect(whole(running.cut(at(2), NO_COVERAGE))).toMatchObject({ warmup: false, ticks: { count: 1 } });
  });

  it('has its time ten seconds after the start, whatever the clock showed then', () => {
    const running = started();
    expect(running.hasWarmupTime(ns(START + WARMUP_NANOS - 1))).toBe(false);
    expect(running.hasWarmupTime(ns(START + WARMUP_NANOS))).toBe(true);
    running.endWarmup();
    expect(running.hasWarmupTime(ns(START + WARMUP_NANOS))).toBe(false);
  });

  it('can have several segments', () => {
    const running = started();
    expect([running.cut(at(1), NO_COVERAGE).warmup, running.cut(at(2), NO_COVERAGE).warmup]).toEqual([true, true]);
    expect(running.isWarmup).toBe(true);
  });
});

describe('the keep decision', () => {
  it('keeps failed and slow ticks, the reason of a failed one first', () => {
    const running = started();
    expect(tick(running, BUDGET_NANOS - 2)).toBeUndefined();
    expect(tick(running, BUDGET_NANOS)).toBe('slow');
    expect(tick(running, 1_000, true)).toBe('failed');
    expect(tick(running, BUDGET_NANOS, true)).toBe('failed');
    expect(Object.fromEntries(running.totals(at(1)).ticksKept)).toEqual({ slow: 1, failed: 2 });
  });

  it('keeps the slowest of a program that stays below its budget, from its p99 on', () => {
    const running = started();
    // 256 ticks: the histogram's p99 is that of 1,000 ns, within the width of a bucket of scale 6 (1.1 %).
    for (let number = 0; number < 256; number++) tick(running, 1_000);
    expect(tick(running, 900)).toBeUndefined();
    expect(tick(running, 1_020)).toBe('slow');
  });

  it('keeps one ordinary tick in 128 at random, on average', () => {
    let draws = 0;
    const oneIn128 = new KeepPolicy(BUDGET_NANOS, () => (draws++ % 128) / 128);
    const running = runningSegment({ names, startNanos: START, keepPolicy: oneIn128 });
    // Below the 256 ticks with which the p99 comes into play.
    const kept = Array.from({ length: 255 }, () => tick(running)).filter((reason) => reason !== undefined);
    expect(kept).toEqual(['random', 'random']);
  });

  it('counts over all segments', () => {
    const running = started();
    tick(running, BUDGET_NANOS);
    running.cut(at(1), NO_COVERAGE);
    tick(running, BUDGET_NANOS);
    expect(running.totals(at(2)).ticksKept.get('slow')).toBe(2);
  });
});

describe('the totals', () => {
  it.each([0, 1, 2, 100])('are those of the whole process, %i rows of a cut segment absorbed', (rows) => {
    const running = started();
    tick(running);
    tick(running, 3_000, true);
    running.cut(at(1), NO_COVERAGE);
    running.absorbSlice(rows);
    tick(running, 5_000);
    const { ticksStarted, operations, fromUnixMillis, toUnixMillis } = running.totals(at(2));
    expect(ticksStarted).toBe(3);
    expect(operations[tickId]).toMatchObject({ failed: 1, durations: { count: 3, sumNanos: 9_000 } });
    expect(operations[emaId]).toMatchObject({ failed: 0, durations: { count: 3, sumNanos: 4_500 } });
    expect([fromUnixMillis, toUnixMillis]).toEqual([ORIGIN_MILLIS + 5_000, ORIGIN_MILLIS + 7_000]);
  });

  it('stay as they were read, and reading them ends no segment', () => {
    const running = started();
    tick(running);
    const before = running.totals(at(1));
    tick(running);
    expect(before.operations[tickId]).toMatchObject({ durations: { count: 1 } });
    expect(whole(running.cut(at(2), NO_COVERAGE)).ticks.count).toBe(2);
  });
});

describe('a handled event', () => {
  it('adds its waits and its age, each where its time is known', () => {
    const running = started();
    const event = { startNanos: 1_000, stampedNanos: 700, earliestNanos: 200, eventUnixMillis: ORIGIN_MILLIS };
    running.eventHandled(event, ns(50));
    running.eventHandled({ ...event, stampedNanos: NaN, eventUnixMillis: NaN }, ns(50));
    // Stamped after the tick had started: that is no wait.
    running.eventHandled({ ...event, stampedNanos: 2_000, earliestNanos: NaN, eventUnixMillis: NaN }, ns(50));
    const { waits, responses, ages } = running.accumulator.arrivals.toTotals();
    expect(waits.stamped).toMatchObject({ count: 2, sumNanos: 300 });
    expect(responses.stamped).toMatchObject({ count: 2, sumNanos: 400 });
    expect(waits.bound).toMatchObject({ count: 2, sumNanos: 1_600 });
    expect(ages).toMatchObject({ count: 1, sumNanos: 0 });
  });
});
