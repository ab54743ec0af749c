// Which statements of a report are worth a look at their plan: those that ticks wait for, and those that take the database's time.

import { sum } from '../statistics/numbers.js';
import type { Report } from '../../model/report/report.js';
import type { StatementUse } from '../../model/report/plans-report.js';
import type { Nanoseconds, Share } from '../../model/units.js';
import { OTHER } from '../../model/operation.js';
import { hasPlan } from '../has-plan.js';

/** Of the time in slow ticks, or of that of all statements. */
const LEAST_SHARE = 0.01;
const MOST_STATEMENTS = 40;

export interface UsedStatements {
  /** Those that slow ticks wait for most first. */
  readonly uses: readonly StatementUse[];
  /** Others that have a plan too. */
  readonly left: number;
}

/** Whether the report has any statement with a plan. */
export function areStatements({ operations }: Pick<Report, 'operations'>): boolean {
  return operations.some(({ kind, name }) => kind === 'query' && hasPlan(name));
}

export function usedStatements({ operations, ranking }: Pick<Report, 'operations' | 'ranking'>): UsedStatements {
  const shares = new Map(ranking.filter(({ kind }) => kind === 'query').map(({ name, share }) => [name, share]));
  const asked = operations.filter(({ kind, name, count }) => kind === 'query' && name !== OTHER && count > 0);
  const total = sum(asked.map(({ totalNanos }) => totalNanos));
  const plannable = asked.filter(({ name }) => hasPlan(name));
  const used = plannable
    .filter(({ name, totalNanos }) => (shares.get(name) ?? 0) >= LEAST_SHARE || totalNanos >= total * LEAST_SHARE)
    .toSorted(
      (one, other) => (shares.get(other.name) ?? 0) - (shares.get(one.name) ?? 0) || other.totalNanos - one.totalNanos,
    )
    .slice(0, MOST_STATEMENTS);
  return {
    uses: used.map(({ name, count, totalNanos, p50Nanos, loopNanos = 0 }) => ({
      statement: name,
      count,
      meanNanos: Math.round((totalNanos - loopNanos) / count) as Nanoseconds,
      p50Nanos,
      ...(shares.has(name) && { share: shares.get(name) as Share }),
    })),
    left: plannable.length - used.length,
  };
}
