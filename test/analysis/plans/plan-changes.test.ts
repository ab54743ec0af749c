import { planChanges } from '../../../src/analysis/plans/plan-changes.js';
import type { PlannedStatement } from '../../../src/model/report/plans-report.js';
import type { Nanoseconds } from '../../../src/model/units.js';

interface Figures {
  readonly shape?: string;
  readonly count?: number;
  readonly p50?: number;
  readonly mean?: number;
}

function planned(statement: string, { shape = 'old', count = 20, p50 = 100, mean = p50 }: Figures): PlannedStatement {
  return {
    statement,
    count,
    meanNanos: mean as Nanoseconds,
    p50Nanos: p50 as Nanoseconds,
    shape,
    cost: 1,
    plan: [shape],
    remarks: [],
  };
}

/** What is said of a statement that got another plan. */
function timeOf(before: Figures, now: Figures): string | undefined {
  return planChanges([planned('SELECT 1', before)], [planned('SELECT 1', { shape: 'new', ...now })])[0]?.time;
}

it('says that a statement got slower where median and mean both are by half or more', () => {
  expect(timeOf({}, { p50: 150 })).toBe('slower');
  expect(timeOf({}, { p50: 149 })).toBe('alike');
  expect(timeOf({}, { p50: 150, mean: 149 })).toBe('alike');
  expect(timeOf({}, { p50: 149, mean: 1_000 })).toBe('alike');
  expect(timeOf({ p50: 150 }, {})).toBe('faster');
});

it('says nothing of the time of few calls', () => {
  expect(timeOf({ count: 19 }, { p50: 1_000 })).toBe('too few calls');
  expect(timeOf({}, { p50: 1_000, count: 19 })).toBe('too few calls');
});

it('says nothing where the plan is the same, however long it takes, or where there was none', () => {
  expect(planChanges([planned('SELECT 1', {})], [planned('SELECT 1', { p50: 10_000 })])).toEqual([]);
  expect(planChanges([planned('SELECT 1', {})], [planned('SELECT 2', { shape: 'new' })])).toEqual([]);
});

it('begins with what takes most time more', () => {
  const names = ['faster', 'slower', 'oftener', 'alike'];
  const now = [
    planned('faster', { shape: 'new', p50: 10 }),
    planned('slower', { shape: 'new', p50: 1_000 }),
    planned('oftener', { shape: 'new', p50: 200, count: 1_000 }),
    planned('alike', { shape: 'new' }),
  ];
  const changes = planChanges(
    names.map((name) => planned(name, {})),
    now,
  );
  expect(changes.map(({ statement }) => statement)).toEqual(['oftener', 'slower', 'alike', 'faster']);
});
