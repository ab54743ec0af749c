// Statements that have another plan than in an earlier look, and what has become of their time.
//
// A plan that has changed is no fault by itself: tables grow, and the planner follows. So the time of both records stands beside it.

import type { PlanChange, PlannedStatement, StatementUse } from '../../model/report/plans-report.js';

/** Of fewer calls on either side nothing is said of their time. */
const LEAST_CALLS = 20;
/** Less may be other values, another load, or pages that were not in memory. */
const LEAST_RATIO = 1.5;

/** @returns those that got slower first, and of these what they take longer in all */
export function planChanges(
  before: readonly PlannedStatement[],
  now: readonly PlannedStatement[],
): readonly PlanChange[] {
  const earlier = new Map(before.map((each) => [each.statement, each]));
  return now
    .flatMap((planned) => {
      const old = earlier.get(planned.statement);
      return old === undefined || old.shape === planned.shape ? [] : [changeOf(old, planned)];
    })
    .toSorted((one, other) => addedNanos(other) - addedNanos(one));
}

function changeOf(before: PlannedStatement, now: PlannedStatement): PlanChange {
  return { statement: now.statement, before: lookOf(before), now: lookOf(now), time: timeOf(before, now) };
}

function lookOf({ count, p50Nanos, shape, plan }: PlannedStatement): PlanChange['now'] {
  return { count, p50Nanos, shape, plan };
}

function timeOf(before: StatementUse, now: StatementUse): PlanChange['time'] {
  if (Math.min(before.count, now.count) < LEAST_CALLS) return 'too few calls';
  if (isLonger(now, before)) return 'slower';
  return isLonger(before, now) ? 'faster' : 'alike';
}

/** The mean has less of what the program's own work adds, and the median less of single calls: both have to say so. */
function isLonger(one: StatementUse, other: StatementUse): boolean {
  return one.p50Nanos >= LEAST_RATIO * other.p50Nanos && one.meanNanos >= LEAST_RATIO * other.meanNanos;
}

function addedNanos({ before, now, time }: PlanChange): number {
  return time === 'too few calls' ? 0 : (now.p50Nanos - before.p50Nanos) * now.count;
}
