import { buildReport } from '../../src/analysis/build-report.js';
import { mergeRecordSegments } from '../../src/aggregate/merge-record-segments.js';
import { ExponentialHistogram } from '../../src/model/histogram/exponential-histogram.js';
import type { RecordSegment } from '../../src/model/record/record-segment.js';
import type { RankedOperation, ReportWhatIf } from '../../src/model/report/ranking-report.js';
import type { Report } from '../../src/model/report/report.js';
import { errorOf, p95Of, predictedRepairs } from '../harness/accuracy.js';
import { measured } from '../harness/measured-run.js';
import type { Program } from '../harness/program.js';
import { type ProgramKind, randomProgram } from '../harness/random-program.js';
import { simulate } from '../harness/simulate.js';

function reportOf(segment: RecordSegment): Report {
  return buildReport([{ ...segment, warmup: false }], []);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The quick form of `npm run accuracy`, whose tables are in docs/explanation/accuracy.md. */
describe('what p95 would be, against the same program with the operation really faster', () => {
  it.each<ProgramKind>(['sequential', 'parallel'])(
    '%s: within 1 %% in the mean, and within 3 %% in every system',
    (kind) => {
      const systems = [1, 2].map((seed) =>
        predictedRepairs({ program: randomProgram(kind, seed), seed, ticks: 600, fasterShares: [0.5] }).map(errorOf),
      );
      expect(mean(systems.flat())).toBeLessThan(0.01);
      for (const errors of systems) expect(mean(errors)).toBeLessThan(0.03);
    },
  );
});

/** `Promise.all` over two statements, and own code that matters less than the share of the hidden one. */
const program: Program = {
  handler: [
    {
      does: 'all',
      branches: [
        [{ does: 'fetch', operation: 'fetch candles', time: { medianNanos: 600_000, spread: 0.2 } }],
        [{ does: 'fetch', operation: 'fetch book', time: { medianNanos: 550_000, spread: 0.2 } }],
      ],
    },
    { does: 'call', operation: 'rank', body: [{ does: 'compute', time: { medianNanos: 400_000, spread: 0.2 } }] },
  ],
  timers: [],
  everyNanos: 50_000_000,
  random: false,
};

describe('the report of what if', () => {
  const run = simulate(program, 1, 1_000);
  const report = reportOf(measured(run));
  const { ranking } = report;
  const whatIf = report.whatIf as ReportWhatIf;

  it('ranks by what p95 gains from half of the own time, not by the share', () => {
    const [first, second] = ranking as [RankedOperation, RankedOperation];
    expect(first.name).toBe('rank');
    expect(second.name).toBe('fetch candles');
    expect(second.share).toBeGreaterThan(first.share);
    expect(first.gainNanos).toBeGreaterThan(second.gainNanos as number);
  });

  it('says what p95 would be at a quarter, half, three quarters and all', () => {
    const rank = whatIf.operations.find(({ name }) => name === 'rank');
    expect(rank?.predictions.map(({ fasterShare }) => fasterShare)).toEqual([0.25, 0.5, 0.75, 1]);
    for (const { fasterShare, p95Nanos } of rank?.predictions ?? []) {
      const repaired = simulate(program, 1, 1_000, { operation: 'rank', untraced: false, faster: fasterShare });
      expect(Math.abs(p95Nanos / p95Of(repaired, false) - 1)).toBeLessThan(0.01);
    }
  });

  it('starts from the p95 that stands on top of the report, of so many ticks', () => {
    expect(whatIf).toMatchObject({ of: 'duration', ticks: 1_000, p95Nanos: report.ticks.p95Nanos });
  });

  it('is of response time where the waits are known', () => {
    const busy: Program = {
      handler: [{ does: 'compute', time: { medianNanos: 9_000_000, spread: 0.2 } }],
      timers: [],
      everyNanos: 12_000_000,
      random: true,
    };
    const queued = simulate(busy, 1, 1_000);
    expect(p95Of(queued, true)).toBeGreaterThan(2 * p95Of(queued, false));
    const ofResponse = reportOf(measured(queued, true)).whatIf as ReportWhatIf;
    expect(ofResponse.of).toBe('response');
    expect(Math.abs(ofResponse.p95Nanos / p95Of(queued, true) - 1)).toBeLessThan(0.02);
  });

  it('is the same whether the record was merged or not', () => {
    const halves = [run.ticks.slice(0, 400), run.ticks.slice(400)].map((ticks) => measured({ ...run, ticks }));
    const merged = reportOf(mergeRecordSegments(halves) as RecordSegment);
    expect(merged.whatIf).toEqual(whatIf);
    expect(merged.ranking).toEqual(ranking);
  });

  it('is absent of fewer than 100 ticks, and of a record that has none of it: then the share decides', () => {
    const few = reportOf(measured({ ...run, ticks: run.ticks.slice(0, 99) }));
    const { whatIf: _, ...old } = measured(run);
    for (const { whatIf: absent, ranking: byShare } of [few, reportOf(old)]) {
      expect(absent).toBeUndefined();
      expect(byShare[0]).toMatchObject({ name: 'fetch candles' });
      expect(byShare[0]).not.toHaveProperty('gainNanos');
    }
  });

  it('is absent where more than one tick in a hundred was left out', () => {
    const segment = measured(run);
    const ticks = segment.whatIf as NonNullable<RecordSegment['whatIf']>;
    expect(reportOf({ ...segment, whatIf: { ...ticks, leftOut: 10 } }).whatIf).toBeDefined();
    expect(reportOf({ ...segment, whatIf: { ...ticks, leftOut: 11 } }).whatIf).toBeUndefined();
  });

  it('takes the shifts of some segments for those of all, and none where they are of fewer than half of the ticks', () => {
    const segment = measured(run);
    const withMissed = (missed: number): RecordSegment => ({
      ...segment,
      operations: segment.operations.map((row) =>
        row.name === 'rank' && row.whatIf !== undefined
          ? { ...row, whatIf: { ...row.whatIf, ticks: row.whatIf.ticks + missed, missed } }
          : row,
      ),
    });
    const gain = (missed: number): number | undefined =>
      reportOf(withMissed(missed)).ranking.find(({ name }) => name === 'rank')?.gainNanos;
    expect(gain(100)).toBeGreaterThan(gain(0) as number);
    expect(gain(1_001)).toBeUndefined();
  });

  it('never says that p95 would grow', () => {
    for (const { predictions } of whatIf.operations) {
      for (const { p95Nanos } of predictions) expect(p95Nanos).toBeLessThanOrEqual(whatIf.p95Nanos);
    }
    expect(ExponentialHistogram.fromData(report.histograms.ticks).count).toBe(1_000);
  });
});
