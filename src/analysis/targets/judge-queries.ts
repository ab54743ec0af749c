// P5: how long statements take on average.

import { formatDuration } from '../../model/format-units.js';
import { isPoolWait, OTHER } from '../../model/operation.js';
import type { OperationRow, RecordSegment } from '../../model/record/record-segment.js';
import type { ReportTarget } from '../../model/report/report.js';
import { QUERY_TARGET_NANOS } from '../../model/targets.js';
import type { Nanoseconds } from '../../model/units.js';
import { countedText } from '../wording.js';
import { lengthText } from './target-evidence.js';

/** Rows for single statements, the slowest first. */
export const MOST_STATEMENTS = 10;

/**
 * P5: overall, then statement by statement. Neither waiting for a pool connection is part of a statement, nor the time in which the
 * program held its event loop while the answer can have been there.
 */
export function judgeQueries({ operations, ...segment }: RecordSegment): [ReportTarget, ...ReportTarget[]] {
  const target = { id: 'P5', limit: QUERY_TARGET_NANOS, unit: 'nanoseconds' } as const;
  const statements = operations.filter(({ kind, count }) => kind === 'query' && count > 0);
  const calls = statements.reduce((sum, row) => sum + row.count, 0);
  if (calls === 0) {
    const evidence = 'no query was seen after the warm-up: none ran, or its driver is not instrumented (see coverage)';
    return [{ ...target, scope: 'overall', status: 'unknown', evidence }];
  }
  const value = Math.round(statements.reduce((sum, row) => sum + databaseNanos(row), 0) / calls) as Nanoseconds;
  const loopNanos = statements.reduce((sum, row) => sum + (row.loopNanos ?? 0), 0);
  const names = statements.filter(({ name }) => name !== OTHER);
  const overall: ReportTarget = {
    ...target,
    scope: 'overall',
    status: value < QUERY_TARGET_NANOS ? 'pass' : 'fail',
    value,
    evidence:
      `${formatDuration(value)} on average over ${countedText(calls, 'call')} of ` +
      `${countedText(names.length, 'statement')}, in ${lengthText(segment)}${loopText(loopNanos, calls)}; ${poolWaitText(operations)}`,
  };
  const bySlowest = names.toSorted(
    (left, right) => meanDatabaseNanos(right) - meanDatabaseNanos(left) || (left.name < right.name ? -1 : 1),
  );
  const rows = bySlowest.slice(0, MOST_STATEMENTS).map((row): ReportTarget => {
    const mean = meanDatabaseNanos(row);
    return {
      ...target,
      scope: row.name,
      status: mean < QUERY_TARGET_NANOS ? 'pass' : 'fail',
      value: mean,
      evidence: `${formatDuration(mean)} on average over ${countedText(row.count, 'call')}, slowest ${formatDuration(row.durations.maxNanos)}${loopText(row.loopNanos ?? 0, row.count)}`,
    };
  });
  return [overall, ...rows];
}

function poolWaitText(operations: readonly OperationRow[]): string {
  const pool = operations.find(isPoolWait);
  return pool === undefined || pool.count === 0
    ? 'no waiting for a pool connection was seen'
    : `apart from it, ${formatDuration(meanNanos(pool))} on average over ${countedText(pool.count, 'wait')} for a pool connection`;
}

/** The time of a statement's calls without that in which the event loop was held. */
function databaseNanos({ durations, loopNanos = 0 as Nanoseconds }: OperationRow): number {
  return durations.sumNanos - loopNanos;
}

function meanDatabaseNanos(row: OperationRow): Nanoseconds {
  return Math.round(databaseNanos(row) / row.count) as Nanoseconds;
}

function loopText(nanos: number, calls: number): string {
  const mean = Math.round(nanos / calls) as Nanoseconds;
  return mean === 0 ? '' : `, and ${formatDuration(mean)} more while the program held its event loop`;
}

function meanNanos({ count, durations }: OperationRow): Nanoseconds {
  return Math.round(durations.sumNanos / count) as Nanoseconds;
}
