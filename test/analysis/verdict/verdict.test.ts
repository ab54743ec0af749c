import { ArrivalAccumulator } from '../../../src/aggregate/arrival-accumulator.js';
import { buildReport } from '../../../src/analysis/build-report.js';
import type { StoredSegment } from '../../../src/model/record/record-segment.js';
import type { WaitBasis } from '../../../src/model/record/arrival-totals.js';
import type { ReportVerdict } from '../../../src/model/report/report.js';
import type { Nanoseconds } from '../../../src/model/units.js';
import { MICRO, MILLI, type PlannedTick, repeated, segmentOf } from '../segment-builder.js';

/** 100 equal ticks that each waited for so long. */
function waited(tick: PlannedTick, waitNanos: number, basis: WaitBasis = 'stamped', known = 100): StoredSegment {
  const arrivals = new ArrivalAccumulator();
  const duration = Object.values(tick).reduce((sum, nanos) => sum + nanos, 0);
  for (let event = 0; event < known; event++) {
    arrivals.waited(basis, waitNanos as Nanoseconds, duration as Nanoseconds);
  }
  return segmentOf(repeated(100, tick), { arrivals: arrivals.toTotals() });
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
      /^Starts late: 100 of 100 ticks .* p95 is 100 µs, with the wait before the handler 9\.\d+ ms\./,
    );
  });

  it('says of a bound that it is one', () => {
    expect(verdictOf(waited(short, 9 * MILLI, 'bound')).text).toMatch(
      /with the wait before the handler up to 9\.\d+ ms/,
    );
  });

  it('is that they start late where both are too long and the wait is longer', () => {
    expect(verdictOf(waited(long, 9 * MILLI)).kind).toBe('starts-late');
    expect(verdictOf(waited(long, 500 * MICRO)).kind).toBe('takes-long');
  });

  it('is about durations where too few waits are known', () => {
    expect(verdictOf(waited(short, 9 * MILLI, 'stamped', 90)).kind).toBe('within-budget');
  });

  it.each([
    ['takes-long', 'tick onTick'],
    ['takes-long', 'internal fs.writeFileSync'],
    ['takes-long', 'indicator ema'],
    ['takes-long', 'database Trades.insert'],
    ['waits', 'query SELECT 1'],
    ['waits', 'external GET /'],
    ['waits', 'wait pool'],
    ['waits', 'untraced onTick'],
  ])('is "%s" where %s leads', (expected, operation) => {
    const { kind, leader } = verdictOf(segmentOf([{ [operation]: 2 * MILLI }]));
    expect(kind).toBe(expected);
    expect(`${leader?.kind} ${leader?.name}`).toBe(operation);
  });
});
