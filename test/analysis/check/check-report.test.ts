import { checkReport } from '../../../src/analysis/check/check-report.js';
import type { Budgets } from '../../../src/model/budgets.js';
import type { Machine } from '../../../src/model/machine.js';
import type { CheckRow } from '../../../src/model/report/check-report.js';
import type { Report } from '../../../src/model/report/report.js';
import { measuredFinding, measuredOperation, measuredReport, someMachine } from '../../report/measured-reports.js';

const budgetsOf = (parts: Partial<Budgets>): Budgets => ({ measures: {}, operations: {}, ...parts });
const statusesOf = (rows: readonly CheckRow[]): string[] => rows.map(({ name, status }) => `${name}: ${status}`);

/** Calls that take nearly the same time, and one in each tick: chance has little part in them. */
const steady = (kind: 'query' | 'tick' | 'external', name: string, path: number): Report['operations'][number] =>
  measuredOperation(kind, name, path, { p50Nanos: 100_000 as never, p95Nanos: 101_000 as never });

describe('a budget of so much', () => {
  it.each([
    ['tickP95', 800_000, 799_999, 'tick p95'],
    ['responseP95', 950_000, 949_999, 'response p95'],
    ['memory', 60e6, 60e6 - 1, 'memory at most'],
    ['processor', 0.4, 0.39, 'processor'],
    ['queriesPerTick', 2, 1.9, 'queries a tick'],
  ] as const)('%s is kept at its limit and not beyond', (id, kept, broken, name) => {
    const operations = [measuredOperation('query', 'SELECT', 1e6), measuredOperation('query', 'INSERT', 1e6)];
    const report = measuredReport({ response: 950_000, standingShare: 0, operations });
    const check = (most: number): ReturnType<typeof checkReport> =>
      checkReport(report, budgetsOf({ measures: { [id]: { most } } }));
    expect(check(kept)).toMatchObject({ status: 'pass', rows: [{ name, value: kept, limit: kept }] });
    expect(check(broken)).toMatchObject({ status: 'fail', rows: [{ name, value: kept, limit: broken }] });
  });

  it('of an operation is about its time on the critical path of the mean tick', () => {
    const report = measuredReport({
      operations: [measuredOperation('query', 'SELECT 1', 300e6, { location: 'db.js:9' })],
    });
    const check = (most: number): ReturnType<typeof checkReport> =>
      checkReport(report, budgetsOf({ operations: { 'query SELECT 1': { most } } }));
    // 300 ms over 1,000 ticks.
    expect(check(300_000).status).toBe('pass');
    expect(check(299_999)).toMatchObject({ status: 'fail', rows: [{ value: 300_000, location: 'db.js:9' }] });
  });

  it('of every operation is for those that are 2 % of the tick, where they have none of their own', () => {
    const operations = [
      measuredOperation('query', 'SELECT', 500e6),
      measuredOperation('tick', 'onTick', 490e6),
      measuredOperation('internal', 'small', 10e6),
    ];
    const budgets = budgetsOf({ operations: { '*': { most: 495_000 }, 'query SELECT': { most: 600_000 } } });
    const { rows } = checkReport(measuredReport({ operations }), budgets);
    expect(statusesOf(rows)).toEqual(['query SELECT: pass', 'tick onTick: pass']);
  });
});

describe('what is not there', () => {
  it.each([
    ['responseP95', /nothing is known of the wait/],
    ['ageP95', /no event had a time/],
    ['processor', /nobody sampled the processor/],
  ] as const)('is not judged, and that is no pass: %s', (id, evidence) => {
    const check = checkReport(measuredReport(), budgetsOf({ measures: { [id]: { most: 1e12 } } }));
    expect(check.status).toBe('not judged');
    expect(check.rows[0]?.evidence).toMatch(evidence);
  });

  it('is misspelt where no report has it, and gone where the baseline does', () => {
    const budgets = budgetsOf({ operations: { 'query SELECT': { increase: 0.1 } } });
    const baseline = measuredReport({ operations: [measuredOperation('query', 'SELECT', 300e6)] });
    expect(checkReport(measuredReport(), budgets, measuredReport()).rows[0]).toMatchObject({ status: 'not judged' });
    expect(checkReport(measuredReport(), budgets, baseline).rows[0]).toMatchObject({ status: 'pass', value: 0 });
  });

  it('is not judged where the baseline does not have it', () => {
    const report = measuredReport({ response: 900_000 });
    const { rows } = checkReport(report, budgetsOf({ measures: { responseP95: { increase: 0.1 } } }), measuredReport());
    expect(rows).toMatchObject([{ status: 'not judged', evidence: 'the baseline does not have it' }]);
  });
});

describe('a budget against a baseline', () => {
  const baseline = measuredReport({
    memory: 50e6,
    operations: [steady('query', 'SELECT', 200e6), steady('tick', 'onTick', 200e6)],
  });

  it('is a share of what the baseline has', () => {
    const budgets = budgetsOf({ measures: { memory: { increase: 0.1 } } });
    const check = (memory: number): CheckRow | undefined =>
      checkReport(measuredReport({ memory }), budgets, baseline).rows[0];
    expect(check(55e6)).toMatchObject({ status: 'pass', baseline: 50e6 });
    expect(check(55e6)?.limit).toBeCloseTo(55e6);
    expect(check(56e6)).toMatchObject({ status: 'fail' });
  });

  it('is for operations that both have: one that is new has nothing to be held against', () => {
    const report = measuredReport({
      operations: [
        steady('query', 'SELECT', 230e6),
        steady('tick', 'onTick', 210e6),
        steady('external', 'GET /', 90e6),
      ],
    });
    const { rows, status } = checkReport(report, budgetsOf({ operations: { '*': { increase: 0.1 } } }), baseline);
    expect(statusesOf(rows)).toEqual(['query SELECT: fail', 'tick onTick: pass']);
    expect(status).toBe('fail');
  });

  it('is not judged where it is broken by no more than chance', () => {
    // p95 is 1.6449 deviations from the middle: a spread of ln(4)/1.645. Of 1,000 ticks, the logarithm of p95 is known to
    // 2.113 x 0.8427 / sqrt(1,000) = 5.63 %; of two runs, twice that and a root of 2 are 15.9 %.
    const budgets = budgetsOf({ measures: { tickP95: { increase: 0.05 } } });
    const check = (p95: number): CheckRow | undefined =>
      checkReport(measuredReport({ p50: 200_000, p95 }), budgets, measuredReport({ p50: 200_000, p95: 800_000 }))
        .rows[0];
    expect(check(839_000)).toMatchObject({ status: 'pass' });
    expect(check(900_000)).toMatchObject({ status: 'not judged' });
    expect(check(900_000)?.evidence).toMatch(/differ by up to 16\.\d % by chance alone: run longer/);
    expect(check(940_000)).toMatchObject({ status: 'fail' });
  });

  it('counts how often an operation is called as chance, unless both runs called it as often', () => {
    const budgets = budgetsOf({ operations: { 'query SELECT': { increase: 0.02 } } });
    const check = (count: number): CheckRow | undefined => {
      const row = { ...steady('query', 'SELECT', 210e6), count };
      return checkReport(measuredReport({ operations: [row] }), budgets, baseline).rows[0];
    };
    expect(check(1_000)).toMatchObject({ status: 'fail' });
    // Of 1,010 calls by chance, 3.1 % more or fewer are usual; of two runs, twice 4.4 %.
    expect(check(1_010)).toMatchObject({ status: 'not judged' });
  });
});

it('holds a response time against one that is counted from the same moment alone', () => {
  const report = measuredReport({ response: 900_000 });
  const bound = (p95Nanos: number): Report => ({
    ...report,
    ticks: {
      ...report.ticks,
      response: report.ticks.response.map((spread) => ({ ...spread, basis: 'bound', p95Nanos: p95Nanos as never })),
    },
  });
  const budgets = budgetsOf({ measures: { responseP95: { increase: 0.5 } } });
  expect(checkReport(report, budgets, bound(900_000)).status).toBe('not judged');
  expect(checkReport(bound(900_000), budgets, bound(900_000))).toMatchObject({
    status: 'pass',
    rows: [{ evidence: 'at most: the wait itself was not seen' }],
  });
});

describe('a machine that had other work', () => {
  const noisy = measuredReport({ p95: 5e6, memory: 200e6, standingShare: 0.4, response: 1e6 });
  const budgets = budgetsOf({
    measures: { tickP95: { most: 1e6 }, responseP95: { most: 9e9 }, memory: { most: 1e8 } },
  });

  it('has no times that are judged, neither as kept nor as broken', () => {
    const check = checkReport(noisy, budgets);
    expect(statusesOf(check.rows)).toEqual([
      'tick p95: not judged',
      'response p95: not judged',
      'memory at most: fail',
    ]);
    expect(check.doubts).toEqual([expect.stringContaining('the machine had other work')]);
  });

  it('is neither passed nor failed where nothing else fails', () => {
    const check = checkReport(noisy, { ...budgets, measures: { responseP95: { most: 9e9 } } });
    expect(check.status).toBe('not judged');
  });

  it('is said of a baseline too', () => {
    const relative = budgetsOf({ measures: { tickP95: { increase: 0.5 } } });
    expect(checkReport(measuredReport({ p95: 5e6 }), relative, noisy)).toMatchObject({
      status: 'not judged',
      doubts: [expect.stringMatching(/^in the baseline, 40\.0 %/)],
    });
  });
});

describe('a baseline of another machine', () => {
  const budgets = budgetsOf({
    measures: {
      tickP95: { increase: 1 },
      memory: { increase: 1 },
      queriesPerTick: { increase: 1 },
      responseP95: { most: 1e6 },
    },
    operations: { 'query SELECT': { increase: 1 }, 'tick onTick': { most: 1e6 } },
  });
  const operations = [steady('query', 'SELECT', 200e6), steady('tick', 'onTick', 200e6)];
  const report = measuredReport({ response: 900_000, operations });
  const against = (machine: Machine | null): ReturnType<typeof checkReport> =>
    checkReport(report, budgets, measuredReport({ response: 900_000, operations, machine }));

  it('is not held against the run, but for counts; limits that are no baseline are', () => {
    const check = against({ ...someMachine, model: 'Other CPU' });
    expect(statusesOf(check.rows)).toEqual([
      'tick p95: not judged',
      'response p95: pass',
      'memory at most: not judged',
      'queries a tick: pass',
      'query SELECT: not judged',
      'tick onTick: pass',
    ]);
    expect(check.status).toBe('not judged');
    expect(check.doubts).toEqual([
      'the baseline is of another machine (Other CPU, 4 cores, linux x64) than the run (Some CPU, 4 cores, linux x64): measure it anew on the machine of the run',
    ]);
    expect(check.rows[0]?.evidence).toBe(check.doubts[0]);
  });

  it.each([
    ['cores', { ...someMachine, cores: 8 }],
    ['architecture', { ...someMachine, architecture: 'arm64' }],
    ['platform', { ...someMachine, platform: 'darwin' }],
  ])('is one with other %s too', (_what, machine) => {
    expect(against(machine).status).toBe('not judged');
  });

  it('is one that does not say where it was measured: it may be', () => {
    expect(against(null)).toMatchObject({
      status: 'not judged',
      doubts: [expect.stringMatching(/^the baseline does not say which machine it was measured on/)],
    });
    const run = measuredReport({ response: 900_000, operations, machine: null });
    expect(checkReport(run, budgets, report).doubts).toEqual([
      expect.stringMatching(/^the run does not say which machine it ran on/),
    ]);
  });

  it('is none where it is of the same kind, or where nothing is relative to it', () => {
    expect(against({ ...someMachine }).status).toBe('pass');
    const most = budgetsOf({ measures: { tickP95: { most: 1e6 } } });
    expect(checkReport(report, most, measuredReport({ machine: null, standingShare: 0.5 }))).toMatchObject({
      status: 'pass',
      doubts: [],
    });
  });
});

describe('findings', () => {
  const report = measuredReport({
    findings: [measuredFinding('held-loop', 'bot.js:3'), measuredFinding('cache-misses')],
  });

  it('fail where they are not allowed, each by itself', () => {
    expect(statusesOf(checkReport(report, budgetsOf({ findings: [] })).rows)).toEqual([
      'finding held-loop: fail',
      'finding cache-misses: fail',
    ]);
    expect(statusesOf(checkReport(report, budgetsOf({ findings: ['held-loop'] })).rows)).toEqual([
      'finding cache-misses: fail',
    ]);
  });

  it('pass where all are allowed, and are not asked for where the budgets do not speak of them', () => {
    expect(checkReport(report, budgetsOf({ findings: ['held-loop', 'cache-misses'] })).status).toBe('pass');
    expect(checkReport(report, budgetsOf({})).rows).toEqual([]);
  });
});
