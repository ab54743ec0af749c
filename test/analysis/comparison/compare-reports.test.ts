import * as fc from 'fast-check';
import { compareReports } from '../../../src/analysis/comparison/compare-reports.js';
import type { ComparisonReport } from '../../../src/model/report/comparison-report.js';
import type { Report } from '../../../src/model/report/report.js';
import { headline } from '../../../src/report/comparison/headline.js';
import { measuredFinding, measuredOperation, measuredReport, someMachine } from '../../report/measured-reports.js';

const one = (before: Report, after: Report): ComparisonReport =>
  compareReports({ before: [before], after: [after], isPaired: false });

/** Run by run 0 % to 5 % more: what the machine does, and the same to both. */
const LEVELS = [1, 1.03, 1.01, 1.05, 1.02, 1.04, 1.01, 1.03, 1, 1.02, 1.04, 1.05];

const measure = ({ measures }: ComparisonReport, name: string): ComparisonReport['measures'][number] | undefined =>
  measures.find((row) => row.name === name);

describe('one run each', () => {
  const before = measuredReport({
    p95: 800_000,
    memory: 50e6,
    operations: [measuredOperation('query', 'SELECT', 300e6), measuredOperation('tick', 'onTick', 100e6)],
  });
  const after = measuredReport({
    p95: 600_000,
    memory: 55e6,
    operations: [
      measuredOperation('query', 'SELECT', 150e6, { count: 500 }),
      measuredOperation('tick', 'onTick', 110e6),
      measuredOperation('external', 'GET /', 5e6),
    ],
  });
  const found = one(before, after);

  it('has the differences, no interval and no verdict', () => {
    expect(found.basis).toBe('one run each');
    expect(measure(found, 'tick p95')).toEqual({
      name: 'tick p95',
      unit: 'nanoseconds',
      before: 800_000,
      after: 600_000,
      differenceShare: -0.25,
      verdict: 'not judged',
    });
    expect(measure(found, 'memory at most')?.differenceShare).toBeCloseTo(0.1);
    for (const row of [...found.measures, ...found.operations]) {
      expect(row).toMatchObject({ verdict: 'not judged' });
      expect(row).not.toHaveProperty('interval');
      expect(row).not.toHaveProperty('couldHaveSeenShare');
    }
  });

  it('has what moved along the critical path, the most first, with calls a tick', () => {
    // A thousand ticks: 300 to 150 µs, 100 to 110 µs, nothing to 5 µs.
    expect(
      found.operations.map(({ name, movedNanos, callsPerTickBefore, callsPerTickAfter }) => [
        name,
        movedNanos,
        callsPerTickBefore,
        callsPerTickAfter,
      ]),
    ).toEqual([
      ['SELECT', -150_000, 1, 0.5],
      ['onTick', 10_000, 1, 1],
      ['GET /', 5_000, undefined, 1],
    ]);
    expect([found.before.meanTickNanos, found.after.meanTickNanos]).toEqual([400_000, 265_000]);
  });

  it('judges no response time where it is counted from another moment on either side', () => {
    expect(measure(one(measuredReport({ response: 900_000 }), measuredReport()), 'response p95')).toBeUndefined();
    const both = one(measuredReport({ response: 900_000 }), measuredReport({ response: 450_000 }));
    expect(both.measures[0]).toMatchObject({ name: 'response p95', differenceShare: -0.5 });
  });
});

it('moves add up to what the mean tick became longer, whatever the operations and runs are', () => {
  const anyRun = fc
    .tuple(fc.integer({ min: 1, max: 5_000 }), fc.array(fc.nat(1e9), { maxLength: 6 }))
    .map(([ticks, paths]) =>
      measuredReport({
        ticks,
        operations: paths.map((path, place) => measuredOperation('internal', `work ${place}`, path)),
      }),
    );
  const side = fc.array(anyRun, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(side, side, (before, after) => {
      const found = compareReports({ before, after, isPaired: false });
      const moved = found.operations.reduce((total, { movedNanos }) => total + movedNanos, 0);
      expect(moved).toBeCloseTo(found.after.meanTickNanos - found.before.meanTickNanos, 3);
    }),
  );
});

describe('pairs of runs', () => {
  const runs = (factor: number, queryFactor: number): Report[] =>
    LEVELS.map((level, place) =>
      measuredReport({
        p50: 200_000 * level,
        // Another percent here and there, so that the differences are not all the same.
        p95: 800_000 * level * factor * (1 + (place % 3) / 100),
        operations: [
          measuredOperation('query', 'SELECT', 300e6 * level * queryFactor),
          measuredOperation('tick', 'onTick', 100e6 * level),
          measuredOperation('internal', 'tiny', 1e6 * level * queryFactor),
        ],
      }),
    );
  const found = compareReports({ before: runs(1, 1), after: runs(1.2, 1.5), isPaired: true });

  it('calls what changed slower and says by how much, and the rest unchanged with what could have been seen', () => {
    expect(found).toMatchObject({ basis: 'pairs', before: { runs: 12, ticks: 12_000 } });
    const p95 = measure(found, 'tick p95');
    expect(p95).toMatchObject({ verdict: 'slower' });
    expect(p95?.differenceShare).toBeCloseTo(0.2, 9);
    expect(measure(found, 'tick p50')).toMatchObject({ verdict: 'no change shown' });
    // 3 % is the least, and either value may lie anywhere in its bucket, which is 1.09 % wide.
    expect(measure(found, 'tick p50')?.couldHaveSeenShare).toBeCloseTo(1.03 * 1.0109 - 1, 3);
    const [query] = found.operations;
    expect(query).toMatchObject({ name: 'SELECT', verdict: 'slower' });
    expect(query?.differenceShare).toBeCloseTo(0.5, 9);
  });

  it('has limits of percentiles that are as wide as a bucket at least', () => {
    const { lowerShare, upperShare } = measure(found, 'tick p95')?.interval ?? { lowerShare: 0, upperShare: 0 };
    expect(lowerShare).toBeCloseTo(1.2 / 2 ** (1 / 64) - 1, 9);
    expect(upperShare).toBeCloseTo(1.2 * 2 ** (1 / 64) - 1, 9);
  });

  it('does not judge an operation that is less than 2 % of the tick, which would make the rest harder to show', () => {
    expect(found.operations.find(({ name }) => name === 'tiny')).toMatchObject({ verdict: 'not judged' });
    // p50, p95, queries, memory, SELECT and onTick. 2 x 6 / 2^n is at most 5 % from eight pairs on.
    expect([found.family, found.neededRuns]).toEqual([6, 8]);
  });

  it('has no verdict about times and memory where the sides ran on different machines, and one about counts', () => {
    const onOther = runs(1.2, 1.5).map((report) => ({
      ...report,
      program: { ...report.program, machines: [{ ...someMachine, model: 'Other CPU' }] },
      operations: report.operations.map((row) => ({ ...row, count: 2 * row.count })),
    }));
    const other = compareReports({ before: runs(1, 1), after: onOther, isPaired: true });
    expect(other.measures.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['tick p50', 'not judged'],
      ['tick p95', 'not judged'],
      ['ticks under 1 ms', 'not judged'],
      ['queries a tick', 'more'],
      ['memory at most', 'not judged'],
    ]);
    expect(measure(other, 'tick p95')?.differenceShare).toBeCloseTo(0.2, 9);
    expect(other.operations.map(({ verdict }) => verdict)).toEqual(['not judged', 'not judged', 'not judged']);
    expect(other.notes).toContain(
      'another machine: Some CPU, 4 cores, linux x64 before, Other CPU, 4 cores, linux x64 after; nothing but counts is judged',
    );
    expect(headline(other).text).toBe(
      "Not judged: another machine after than before. tick p95 +20.0 % in these runs, and that may be the machine's.",
    );
  });

  it('is judged where a side does not say what it ran on, and that is said', () => {
    const unknown = runs(1.2, 1.5).map((report) => ({
      ...report,
      program: { ...report.program, machines: undefined },
    }));
    const unsure = compareReports({ before: runs(1, 1), after: unknown as unknown as Report[], isPaired: true });
    expect(measure(unsure, 'tick p95')).toMatchObject({ verdict: 'slower' });
    expect(unsure.notes).toEqual([expect.stringMatching(/^unknown machine after: /)]);
  });

  it('says more and less of what is no time', () => {
    const memory = (bytes: number): Report[] => LEVELS.map((level) => measuredReport({ memory: bytes * level }));
    const more = compareReports({ before: memory(50e6), after: memory(60e6), isPaired: true });
    expect(measure(more, 'memory at most')).toMatchObject({ verdict: 'more' });
  });

  it('judges nothing that is missing in a run: where it is gone, a comparison of the rest would say nothing changed', () => {
    const after = runs(1, 1).map((report, place) =>
      place === 3 ? { ...report, operations: report.operations.slice(1) } : report,
    );
    const [query] = compareReports({ before: runs(1, 1), after, isPaired: true }).operations;
    expect(query).toMatchObject({ name: 'SELECT', verdict: 'not judged' });
  });

  it('judges nothing with too few pairs, and says how many it takes', () => {
    const few = compareReports({ before: runs(1, 1).slice(0, 7), after: runs(2, 2).slice(0, 7), isPaired: true });
    expect(few.neededRuns).toBe(8);
    expect(new Set([...few.measures, ...few.operations].map(({ verdict }) => verdict))).toEqual(
      new Set(['not judged']),
    );
    const enough = compareReports({ before: runs(1, 1).slice(0, 8), after: runs(2, 2).slice(0, 8), isPaired: true });
    expect(measure(enough, 'tick p95')).toMatchObject({ verdict: 'slower' });
  });
});

it('needs as many runs that are not paired as have a rare enough way to call them before', () => {
  const runs = (factor: number, count: number): Report[] =>
    LEVELS.slice(0, count).map((level) => measuredReport({ p50: 2e5 * factor * level, p95: 8e5 * factor * level }));
  const compared = (count: number): ComparisonReport =>
    compareReports({ before: runs(1, count), after: runs(2, count), isPaired: false });
  // p50, p95 and memory. Of 8 runs there are 70 ways to choose 4, of 10 there are 252: 2 x 3 / 252 is below 5 %.
  expect([compared(4).family, compared(4).neededRuns]).toEqual([3, 5]);
  expect(measure(compared(4), 'tick p95')).toMatchObject({ verdict: 'not judged' });
  expect(measure(compared(5), 'tick p95')).toMatchObject({ verdict: 'slower', differenceShare: expect.any(Number) });
});

describe('findings', () => {
  const withFindings = (...findings: readonly (readonly [string, string?])[]): Report =>
    measuredReport({ findings: findings.map(([id, location]) => measuredFinding(id, location)) });
  const changed = (before: Report, after: Report): { new: string[]; gone: string[] } => {
    const { findings } = one(before, after);
    const textOf = ({ id, location = '' }: { id: string; location?: string }): string => `${id} ${location}`;
    return { new: findings.new.map(textOf), gone: findings.gone.map(textOf) };
  };

  it('are new or gone by detector and file; lines move', () => {
    const before = withFindings(['held-loop', 'bot.js:12'], ['queries-in-a-loop', 'db.js:40:3'], ['growing-memory']);
    const after = withFindings(['held-loop', 'bot.js:19'], ['cache-misses'], ['growing-memory']);
    expect(changed(before, after)).toEqual({ new: ['cache-misses '], gone: ['queries-in-a-loop db.js:40:3'] });
  });

  it('of one file are as many as there are more, those at other places first', () => {
    const before = withFindings(['held-loop', 'bot.js:12']);
    const after = withFindings(['held-loop', 'bot.js:12'], ['held-loop', 'bot.js:80']);
    expect(changed(before, after)).toEqual({ new: ['held-loop bot.js:80'], gone: [] });
    expect(changed(after, before)).toEqual({ new: [], gone: ['held-loop bot.js:80'] });
  });

  it('of several runs are those that most of them have', () => {
    const found = compareReports({
      before: [withFindings(['held-loop']), withFindings(), withFindings()],
      after: [withFindings(['cache-misses']), withFindings(['cache-misses']), withFindings()],
      isPaired: false,
    });
    expect(found.findings.gone).toEqual([]);
    expect(found.findings.new).toMatchObject([{ id: 'cache-misses' }]);
  });
});

describe('notes', () => {
  const noted = (before: Report, after: Report): readonly string[] => one(before, after).notes;

  it('are none where both sides can be compared', () => {
    expect(noted(measuredReport(), measuredReport({ p95: 5e6 }))).toEqual([]);
  });

  it('tell of another program, other inputs, too few ticks and a machine with other work', () => {
    const other = measuredReport({ program: 'other.js', ticks: 50, standingShare: 0.41 });
    expect(noted(measuredReport(), other)).toEqual([
      'another program: bot.js before, other.js after',
      expect.stringMatching(/^a run has 1,000 ticks before and 50 after, 95\.0 % apart/),
      'after: 50 ticks ended, and it takes 100 to say how long they take',
      'after: 41.0 % of the time in which the event loop was busy, nothing of the program ran: the machine had other work',
    ]);
  });

  it('tell of several runs in how many it was so, once, and how it was in the worst', () => {
    const runs = [0.31, 0.1, 0.44, 0.25].map((standingShare) => measuredReport({ standingShare }));
    const after = runs.map(() => measuredReport());
    expect(compareReports({ before: [measuredReport(), ...runs], after, isPaired: false }).notes).toEqual([
      'before: in 3 of 5 runs, at worst: 44.0 % of the time in which the event loop was busy, nothing of the program ran: the machine had other work',
    ]);
  });

  it('do not blame the machine where the program is known to stand still itself', () => {
    const findings = [measuredFinding('synchronous-calls')];
    expect(noted(measuredReport({ findings }), measuredReport({ findings, standingShare: 0.6 }))).toEqual([]);
  });
});
