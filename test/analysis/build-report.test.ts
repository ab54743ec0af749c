import * as fc from 'fast-check';
import { SLOWEST_TICKS, buildReport } from '../../src/analysis/build-report.js';
import { GroupAccumulator } from '../../src/aggregate/group-accumulator.js';
import type { StoredSegment } from '../../src/model/record/record-segment.js';
import { slowestFirst } from '../../src/aggregate/kept-selection.js';
import type { Bytes, Nanoseconds, UnixMilliseconds } from '../../src/model/units.js';
import { accumulate, anyStream, keptTick } from '../aggregate/measured-stream.js';
import { SEED } from '../aggregate/random-trace.js';
import {
  BEGIN,
  MICRO,
  MILLI,
  type PlannedSample,
  repeated,
  sampleOf,
  samplesOf,
  segmentOf,
  timedRow,
  warmupOf,
} from './segment-builder.js';

const fast = { 'tick onTick': 100 * MICRO, 'indicator ema': 300 * MICRO };
const slow = { 'tick onTick': 400 * MICRO, 'query INSERT INTO trades': 1_600 * MICRO };

describe('the report', () => {
  it('says what to do where there is no tick, and even where there is nothing', () => {
    const report = buildReport([], ['run-7f3a.tks is empty']);
    expect(report.verdict.kind).toBe('no-ticks');
    expect(report.verdict.text).toMatch(/names like onTick.* with an object that carries a price and a time or symbol/);
    expect(report).toMatchObject({
      schema: 'tickscope.report/1',
      program: { name: 'unknown', processes: 0, warmupTicks: 0 },
      ticks: { count: 0, underTargetShare: 0 },
      ranking: [],
      operations: [],
      notes: ['run-7f3a.tks is empty'],
    });
    expect(new Set(report.targets.map(({ status }) => status))).toEqual(new Set(['unknown']));
  });

  it('tells ticks that never end from no ticks', () => {
    const segment = segmentOf([]);
    const report = buildReport([{ ...segment, ticks: { ...segment.ticks, started: 12 } }], []);
    expect(report.verdict).toEqual({
      kind: 'no-ticks',
      text: '12 ticks began and none has ended: what the handler awaits never settles, or the record is too short.',
    });
  });

  it('names p95, the budget and who leads', () => {
    const over = buildReport([segmentOf([...repeated(80, fast), ...repeated(20, slow)])], []);
    expect(over.verdict).toMatchObject({
      kind: 'waits',
      text:
        'Waits: 80 of 100 ticks (80.0 %) took less than 1 ms, 95 % should; p95 is 2.00 ms. ' +
        'Query INSERT INTO trades takes 80.0 % of the time of slow ticks.',
      leader: { kind: 'query', name: 'INSERT INTO trades' },
    });
    const within = buildReport([segmentOf(repeated(100, fast))], []);
    expect(within.verdict).toMatchObject({
      kind: 'within-budget',
      text:
        'Within budget: 100 of 100 ticks (100.0 %) took less than 1 ms, 95 % should; p95 is 400 µs. ' +
        'Indicator ema takes 75.0 % of the time of slow ticks, onTick itself 25.0 %.',
      leader: { kind: 'indicator', name: 'ema' },
    });
  });

  it('names what is known beside a wait of unknown cause that leads', () => {
    const untraced = { 'untraced onTick': 1_200 * MICRO };
    const leading = { ...untraced, 'tick onTick': 200 * MICRO, 'query INSERT INTO trades': 600 * MICRO };
    const { verdict } = buildReport([segmentOf(repeated(100, leading))], []);
    expect(verdict.text).toMatch(
      /Waiting inside onTick, for something that is not instrumented, takes 60\.0 % of the time of slow ticks\. Of what is known, query INSERT INTO trades leads with 30\.0 %\.$/,
    );
  });

  it('names no second one where nothing but the wait of unknown cause is known, or where it does not lead', () => {
    const only = buildReport([segmentOf(repeated(100, { 'untraced onTick': 1_200 * MICRO }))], []);
    expect(only.verdict.text).toMatch(/is not instrumented, takes 100\.0 % of the time of slow ticks\.$/);
    const second = buildReport([segmentOf(repeated(100, { ...slow, 'untraced onTick': 500 * MICRO }))], []);
    expect(second.verdict.text).toMatch(/Query INSERT INTO trades takes 64\.0 % of the time of slow ticks\.$/);
  });

  it('judges the budget after the warm-up, shows the warm-up in everything else', () => {
    const warmup = warmupOf(segmentOf(repeated(100, slow)));
    const report = buildReport([warmup, segmentOf(repeated(100, fast))], []);
    expect(report.verdict.kind).toBe('within-budget');
    expect(report.verdict.text).toContain('100 of 100 ticks (100.0 %)');
    expect(report.targets[0]).toMatchObject({ id: 'P1', status: 'pass', value: 1 });
    expect(report.program.warmupTicks).toBe(100);
    expect(report.ticks).toMatchObject({ count: 200, underTargetShare: 0.5, received: 200, dropped: 0 });
  });

  it('does not judge by the few ticks that came after the warm-up', () => {
    const warmup = warmupOf(segmentOf([...repeated(900, fast), ...repeated(100, slow)]));
    const { targets, verdict } = buildReport([warmup, segmentOf([...repeated(14, fast), slow])], []);
    expect(targets[0]).toMatchObject({ id: 'P1', status: 'unknown' });
    expect(verdict.kind).toBe('waits');
    expect(verdict.evidence).toMatchObject({ ticks: 1_015, onlyWarmup: true });
    expect(verdict.text).toMatch(/Only 15 ticks came after the warm-up, too few to judge the target\.$/);
  });

  it('says so where only the warm-up was seen', () => {
    const report = buildReport([warmupOf(segmentOf(repeated(50, slow)))], []);
    expect(report.targets[0]?.status).toBe('unknown');
    expect(report.verdict.kind).toBe('waits');
    expect(report.verdict.text).toMatch(/Only the warm-up was seen, so the target is not judged\.$/);
  });

  it('blames nobody for waiting while ticks arrive faster than they end', () => {
    const samples = samplesOf(40, () => ({ started: 1_250, ended: 960 }));
    const report = buildReport([segmentOf(repeated(10, slow), { samples })], []);
    expect(report.verdict.kind).toBe('cannot-keep-up');
    expect(report.verdict.text).toMatch(
      /^Cannot keep up: ticks arrive faster than they end, 1,250 started against 960 ended per second over 40\.0 s, in bot\.js \(pid 4711\)\. Operations that wait are not to blame/,
    );
  });

  it('adds up what two processes measured', () => {
    const other: Partial<StoredSegment> = {
      processes: [
        {
          id: 'p2',
          pid: 4712,
          name: 'collector.js',
          nodeVersion: 'v24.21.0',
          startedAtUnixMillis: (BEGIN - 5_000) as UnixMilliseconds,
        },
      ],
      toUnixMillis: (BEGIN + 90_000) as UnixMilliseconds,
      samples: samplesOf(3, (second) => ({ process: 'p2', rssBytes: (10 - second) * MILLI })),
    };
    const samples = samplesOf(3, (second) => ({ rssBytes: (50 + second) * MILLI }));
    const report = buildReport([segmentOf([fast], { samples }), segmentOf([slow], other)], []);
    expect(report.program).toEqual({
      name: 'bot.js, collector.js',
      processes: 2,
      node: 'v24.21.0',
      startedAt: '2025-12-31T23:59:55.000Z',
      durationNanos: 90_000_000_000,
      warmupTicks: 0,
      byProcess: [
        { name: 'bot.js', pid: 4711, ticksStarted: 1, ticksEnded: 1 },
        { name: 'collector.js', pid: 4712, ticksStarted: 1, ticksEnded: 1 },
      ],
    });
    expect(report.memory).toEqual({ rssBytes: 60 * MILLI, peakRssBytes: 62 * MILLI });
    expect(report.ticks.byName).toMatchObject([{ name: 'onTick', count: 2, totalNanos: 2_400 * MICRO }]);
  });

  it('groups by name, symbol and strategy, the most time first', () => {
    const group = (dimension: 'symbol' | 'strategy', name: string, nanos: number, failed = false): GroupAccumulator => {
      const accumulator = new GroupAccumulator(dimension, name);
      accumulator.record(nanos as Nanoseconds, failed);
      return accumulator;
    };
    const groups = [
      group('symbol', 'ETH-USD', 300 * MICRO),
      group('symbol', 'BTC-USD', 2 * MILLI, true),
      group('strategy', 'Momentum', 50 * MICRO),
    ].map((accumulator) => accumulator.toRow());
    const { ticks } = buildReport([segmentOf([fast], { groups })], []);
    expect(ticks.bySymbol).toEqual([
      {
        name: 'BTC-USD',
        count: 1,
        failed: 1,
        totalNanos: 2_000_000,
        p50Nanos: 2_000_000,
        p95Nanos: 2_000_000,
        underTargetShare: 0,
      },
      {
        name: 'ETH-USD',
        count: 1,
        failed: 0,
        totalNanos: 300_000,
        p50Nanos: 300_000,
        p95Nanos: 300_000,
        underTargetShare: 1,
      },
    ]);
    expect(ticks.byStrategy).toMatchObject([{ name: 'Momentum', totalNanos: 50_000 }]);
    expect(ticks.byName).toEqual([]);
  });

  it('shows the 20 slowest of the kept ticks', () => {
    const kept = Array.from({ length: 30 }, (_, at) => keptTick(at, (at * 11) % 30));
    const report = buildReport(
      [segmentOf([fast], { kept: kept.slice(0, 10) }), segmentOf([], { kept: kept.slice(10) })],
      [],
    );
    expect(report.slowest).toHaveLength(SLOWEST_TICKS);
    expect(report.slowest.map(({ traceId }) => traceId)).toEqual(
      kept
        .toSorted(slowestFirst)
        .slice(0, SLOWEST_TICKS)
        .map(({ traceId }) => traceId),
    );
    expect(report.slowest[0]).toEqual({
      traceId: kept.find(({ durationNanos }) => durationNanos === 29)?.traceId,
      name: 'onTick',
      startedAt: '2023-11-14T22:13:20.000Z',
      durationNanos: 29,
      reason: 'slow',
      spans: [],
      path: [],
    });
  });

  it('states its own cost: per span, per tick, and of the processor', () => {
    const report = buildReport(
      [
        segmentOf([fast], {
          samples: samplesOf(10, () => ({})),
          overhead: {
            spans: 2_300,
            sampledSpans: 10,
            sampledSpanNanos: 4_000 as Nanoseconds,
            closedTicks: 100,
            closingNanos: 150_000 as Nanoseconds,
            writingNanos: 900_000 as Nanoseconds,
            exportingNanos: 30_000 as Nanoseconds,
            loadingNanos: 2_000_000 as Nanoseconds,
            writtenBytes: 12_345 as Bytes,
            longestHoldNanos: 250_000 as Nanoseconds,
          },
        }),
      ],
      [],
    );
    // 400 ns a span, 23 spans a tick, 1,500 ns to close it; 920,000 + 150,000 + 930,000 + 2,000,000 ns of 10 s.
    expect(report.overhead).toEqual({
      nanosPerSpan: 400,
      nanosPerTick: 1_500 + 23 * 400,
      // Its one operation; a tick takes 400 µs.
      insideTickNanos: 400,
      insideTickShare: 0.001,
      exportNanos: 30_000,
      loadingNanos: 2_000_000,
      cpuShare: 0.0004,
      // Each of the ten samples used 0.1 s.
      busyShare: 0.004,
      bytes: 12_345,
      longestHoldNanos: 250_000,
    });
  });

  it('says what of its cost is in the durations of ticks: of those that P1 judges, and without what is no operation', () => {
    const cost = { ...segmentOf([]).overhead, sampledSpans: 2, sampledSpanNanos: 1_000 as Nanoseconds };
    const warm = segmentOf([...repeated(3, { ...slow, 'untraced onTick': 600 * MICRO, 'internal log': 0 }), fast]);
    const first = warmupOf(segmentOf(repeated(50, { 'tick onTick': 9 * MILLI, 'indicator ema': MILLI })));
    const { overhead } = buildReport([first, { ...warm, overhead: cost }], []);
    // 500 ns for each of 3 x 2 + 1 operations in 4 ticks, of 3 x 2,600 + 400 µs.
    expect(overhead.insideTickNanos).toBe(875);
    expect(overhead.insideTickShare).toBeCloseTo(3_500 / 8_200_000, 12);
    expect(overhead).not.toHaveProperty('loadingNanos');
  });

  it('is never more than all of what it is a part of, whatever the samples of it were', () => {
    const cost = { ...segmentOf([]).overhead, spans: 1e9, sampledSpans: 1, sampledSpanNanos: 400_000 as Nanoseconds };
    expect(buildReport([{ ...segmentOf([fast]), overhead: cost }], []).overhead.cpuShare).toBe(1);
  });

  it('states no cost where none was measured', () => {
    expect(buildReport([segmentOf([fast])], []).overhead).toMatchObject({
      nanosPerSpan: 0,
      nanosPerTick: 0,
      insideTickNanos: 0,
      exportNanos: 0,
      cpuShare: 0,
    });
  });

  it('says how much memory is private where every process tells it; of a worker it is that of its process', () => {
    const memoryOf = (...samples: PlannedSample[]): unknown =>
      buildReport([segmentOf([fast], { samples: samples.map(sampleOf) })], []).memory;
    const main = { second: 2, rssBytes: 90 * MILLI, privateBytes: 40 * MILLI };
    const worker = { process: 'p1.1', second: 2, rssBytes: 0 };
    const other = { process: 'p2', second: 2, rssBytes: 50 * MILLI };
    expect(memoryOf(main, worker)).toMatchObject({ rssBytes: 90 * MILLI, privateBytes: 40 * MILLI });
    expect(memoryOf(main, { ...other, privateBytes: 10 * MILLI })).toMatchObject({ privateBytes: 50 * MILLI });
    expect(memoryOf(main, other)).not.toHaveProperty('privateBytes');
  });

  it('measures memory growth after the warm-up only', () => {
    const jump = warmupOf(
      segmentOf([], { samples: samplesOf(20, (second) => ({ started: 500, rssBytes: second * 20 * MILLI })) }),
    );
    const flat = segmentOf([], { samples: samplesOf(20, () => ({ started: 500, rssBytes: 90 * MILLI })) });
    expect(buildReport([jump, flat], []).memory.rssGrowthBytesPerThousandTicks).toBe(0);
    expect(buildReport([jump], []).memory.rssGrowthBytesPerThousandTicks).toBeUndefined();
  });

  it('takes a configured name for found where one of the processes has it', () => {
    const pattern = 'Router.digest';
    const missing = { name: pattern, pattern, why: 'no function of that name was loaded' };
    const other = { name: 'Router', pattern: 'Router', why: 'no function of that name was loaded' };
    const event = { name: pattern, event: pattern, why: 'no listener of an event of that name was added' };
    const unrelated = { name: pattern, why: 'minified' };
    const found = { name: pattern, location: 'bot.js:1', rule: 'configured-tick', pattern, count: 3 } as const;
    const segments = [
      segmentOf([fast], { notSeen: [missing, other, event, unrelated] }),
      segmentOf([fast], { instrumented: [found] }),
    ];
    expect(buildReport(segments, []).coverage).toEqual({
      instrumented: [{ ...found, ruleText: 'tick, configured: "Router.digest"' }],
      notSeen: [unrelated, other, event],
    });
    expect(buildReport(segments.slice(0, 1), []).coverage.notSeen).toHaveLength(4);
  });

  it('passes coverage, losses and queries on', () => {
    const parts = {
      instrumented: [{ name: 'Bot.onTick', rule: 'tick-name' as const, count: 3 }],
      notSeen: [{ name: 'bundle.js', why: 'minified' }],
      losses: [
        { cause: 'calls_too_deep', count: 4 },
        { cause: 'of_a_later_version', count: 1 },
        { cause: 'constructor', count: 1 },
      ],
      operations: [timedRow('query', 'SELECT 1', [20 * MILLI])],
    };
    const report = buildReport([segmentOf([fast], parts), segmentOf([fast], parts)], []);
    expect(report.coverage.instrumented).toEqual([
      { name: 'Bot.onTick', rule: 'tick-name', ruleText: 'tick: name and argument', count: 6 },
    ]);
    expect(report.coverage.notSeen).toEqual(parts.notSeen);
    expect(report.losses).toEqual([
      { cause: 'calls_too_deep', count: 8, text: 'calls more than 128 deep in others: not measured' },
      { cause: 'constructor', count: 2, text: 'constructor' },
      { cause: 'of_a_later_version', count: 2, text: 'of_a_later_version' },
    ]);
    expect(report.targets.filter(({ id }) => id === 'P5').map(({ scope, status }) => [scope, status])).toEqual([
      ['overall', 'fail'],
      ['SELECT 1', 'fail'],
    ]);
  });

  it('is the same for any split and order of the segments, and leaves them as they are', () => {
    fc.assert(
      fc.property(anyStream(3), (events) => {
        const stored = accumulate(events, 3).map((segment): StoredSegment => ({ ...segment, warmup: false }));
        const before = structuredClone(stored);
        const whole = accumulate(events, 1).map((segment): StoredSegment => ({ ...segment, warmup: false }));
        const report = buildReport(stored, []);
        expect(report).toEqual(buildReport(whole, []));
        expect(report).toEqual(buildReport(stored.toReversed(), []));
        expect(stored).toEqual(before);
        // What JSON cannot carry has no place in a report.
        expect(JSON.parse(JSON.stringify(report))).toEqual(report);
      }),
      { seed: SEED, numRuns: 100 },
    );
  });
});
