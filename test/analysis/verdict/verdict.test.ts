import { buildReport } from '../../../src/analysis/build-report.js';
import type { StoredSegment } from '../../../src/model/record/record-segment.js';
import type { ReportVerdict } from '../../../src/model/report/verdict-report.js';
import type { Nanoseconds } from '../../../src/model/units.js';
import { MICRO, MILLI, type PlannedTick, repeated, segmentOf, timedRow } from '../segment-builder.js';

/** 100 equal ticks that each waited for so long, while a timer held the loop. */
function waited(tick: PlannedTick, waitNanos: number): StoredSegment {
  const { ticks } = segmentOf(repeated(100, tick));
  const segment = segmentOf(repeated(100, { ...tick, 'wait loop: timer rebalance (bot.js:41)': waitNanos }));
  return { ...segment, ticks: { ...ticks, responses: segment.ticks.durations } };
}

function verdictOf(segment: StoredSegment): ReportVerdict {
  return buildReport([segment], []).verdict;
}

const short = { 'tick onTick': 100 * MICRO };
const long = { 'tick onTick': 2 * MILLI };

describe('the verdict', () => {
  it('is that ticks start late where only the wait before them is long', () => {
    const { kind, text } = verdictOf(waited(short, 9 * MILLI));
    expect(kind).toBe('starts-late');
    expect(text).toMatch(
      /^Starts late: 100 of 100 ticks .* p95 is 100 µs, with the wait before the handler about 9\.\d+ ms\. Waiting while timer rebalance \(bot\.js:41\) held the event loop takes 98\.\d % of/,
    );
  });

  it('says what leads in the ticks where others wait for them', () => {
    const tick = {
      'wait loop: tick onTick': 9 * MILLI,
      'tick onTick': 500 * MICRO,
      'internal fs.writeFileSync': 2 * MILLI,
    };
    expect(verdictOf(segmentOf(repeated(100, tick))).text).toMatch(
      /Waiting while tick onTick held the event loop takes 78\.\d % of the time of slow ticks\. In the ticks themselves, internal fs\.writeFileSync takes most of the time\./,
    );
  });

  it('names what can be changed in the program before what Tickscope takes', () => {
    const tick = { 'wait loop: tickscope': 4 * MILLI, 'tick onTick': 3 * MILLI };
    const { kind, text, leader } = verdictOf(segmentOf(repeated(100, tick)));
    expect([kind, leader?.name]).toEqual(['takes-long', 'onTick']);
    expect(text).toMatch(
      /onTick itself takes 42\.\d % of the time of slow ticks, waiting while tickscope held the event loop 57\.1 %\.$/,
    );
  });

  it('says that Tickscope makes short ticks start late, where it does', () => {
    const { ticks } = segmentOf(repeated(100, short));
    const segment = segmentOf(repeated(100, { ...short, 'wait loop: tickscope': 4 * MILLI }));
    const { kind, leader } = verdictOf({ ...segment, ticks: { ...ticks, responses: segment.ticks.durations } });
    expect([kind, leader?.name]).toEqual(['starts-late', 'loop: tickscope']);
  });

  it('names nothing beside a wait of unknown cause that hardly takes time, nor what Tickscope takes', () => {
    const textOf = (tick: PlannedTick): string =>
      verdictOf(segmentOf(repeated(100, { 'untraced onTick at bot.js:7': 9 * MILLI, ...tick }))).text;
    expect(textOf({ 'wait loop: timer rebalance (bot.js:41)': 200 * MICRO })).not.toContain('Of what is known');
    expect(textOf({ 'wait loop: tickscope': MILLI })).not.toContain('Of what is known');
    expect(textOf({ 'query SELECT 1': MILLI })).toContain('Of what is known, query SELECT 1 leads with 10.0 %');
  });

  it('has its evidence in numbers', () => {
    const ticks = [...repeated(90, short), ...repeated(10, long)];
    const { evidence } = verdictOf(segmentOf(ticks));
    expect(evidence).toMatchObject({ ticks: 100, underTargetShare: 0.9 });
    // Within a bucket of the histogram.
    expect(evidence?.p95Nanos).toBeGreaterThan(1.98 * MILLI);
    expect(evidence?.p95Nanos).toBeLessThan(2.02 * MILLI);
    expect(verdictOf(segmentOf([])).evidence).toBeUndefined();
  });

  it('spells a function as the program does at the begin of a sentence too', () => {
    expect(verdictOf(segmentOf(repeated(100, long))).text).toContain('. onTick itself takes 100.0 % of the time');
    expect(verdictOf(segmentOf(repeated(100, { 'indicator ema': 2 * MILLI }))).text).toContain('. Indicator ema takes');
  });

  it('names the second too where it takes a quarter of the time', () => {
    const textOf = (millis: number): string =>
      verdictOf(segmentOf(repeated(100, { 'internal fs.writeFileSync': 3 * MILLI, 'query SELECT 1': millis * MILLI })))
        .text;
    expect(textOf(2)).toContain('fs.writeFileSync takes 60.0 % of the time of slow ticks, query SELECT 1 40.0 %.');
    expect(textOf(0.9)).toMatch(/fs\.writeFileSync takes 76\.9 % of the time of slow ticks\.$/);
  });

  it('names collections beside a queue of ticks where they take a quarter, and the code that takes most', () => {
    const tick = {
      'wait loop: tick onTick': 5 * MILLI,
      'wait gc': 2.6 * MILLI,
      'tick onTick': 2.4 * MILLI,
    };
    const segment = segmentOf(repeated(100, tick));
    const operations = segment.operations.map((row) =>
      row.kind === 'tick' ? { ...row, selfNanos: (100 * tick['tick onTick']) as Nanoseconds } : row,
    );
    expect(verdictOf({ ...segment, operations }).text).toMatch(
      /held the event loop takes 50\.0 % of the time of slow ticks, garbage collection 26\.0 %\. In the ticks themselves, onTick itself /,
    );
  });

  it('is that they start late where both are too long and the wait is longer', () => {
    expect(verdictOf(waited(long, 9 * MILLI)).kind).toBe('starts-late');
    expect(verdictOf(waited(long, 500 * MICRO)).kind).toBe('takes-long');
  });

  it('starts late where short ticks wait for what a few long ones do, which leads by what p95 gains', () => {
    const { ticks } = segmentOf(repeated(100, short));
    const segment = segmentOf(repeated(100, { 'tick onDepth': 9 * MILLI }));
    const { kind, leader } = verdictOf({ ...segment, ticks: { ...ticks, responses: segment.ticks.durations } });
    expect([kind, leader?.name]).toEqual(['starts-late', 'onDepth']);
  });

  it('is within budget where the wait before is short too', () => {
    expect(verdictOf(waited(short, 200 * MICRO)).kind).toBe('within-budget');
  });

  it('names what may have been given up where waiting for nothing known leads', () => {
    const segment = segmentOf(repeated(100, { 'untraced onTick at bot.js:7': 9 * MILLI }));
    const query = timedRow('query', 'SELECT pg_sleep(?)', repeated(100, 30 * MILLI));
    const givenUp = (late: number): StoredSegment => ({
      ...segment,
      operations: [...segment.operations, { ...query, late }],
    });
    expect(verdictOf(givenUp(90)).text).toMatch(
      /Query SELECT pg_sleep\(\?\) was still running at the end of its tick in 90 cases of 100: it may have been given up\./,
    );
    expect(verdictOf(givenUp(20)).text).not.toContain('given up');
  });

  it.each([
    ['takes-long', 'tick onTick'],
    ['takes-long', 'internal fs.writeFileSync'],
    ['takes-long', 'indicator ema'],
    ['takes-long', 'database Trades.insert'],
    ['waits', 'query SELECT 1'],
    ['waits', 'external GET /'],
    ['waits', 'wait pool'],
    ['takes-long', 'wait gc'],
    ['waits', 'untraced onTick'],
  ])('is "%s" where %s leads', (expected, operation) => {
    const { kind, leader } = verdictOf(segmentOf([{ [operation]: 2 * MILLI }]));
    expect(kind).toBe(expected);
    expect(`${leader?.kind} ${leader?.name}`).toBe(operation);
  });
});
