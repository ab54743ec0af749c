// What operations take of the tick in each run, and in all runs of a side together.

import type { ReportOperation } from '../../model/report/report.js';
import { sum } from '../statistics/numbers.js';
import { LEAST_PATH_SHARE, type OperationIndex, operationIndex, pathPerTick } from './operation-index.js';
import type { ComparedRuns, RunValues } from './run-values.js';

/** Each judged measure makes all others harder to show. */
const MOST_JUDGED = 12;

export interface OperationValues {
  readonly row: ReportOperation;
  readonly values: RunValues;
  readonly pathBefore: number;
  readonly pathAfter: number;
  readonly callsBefore: number | undefined;
  readonly callsAfter: number | undefined;
}

/** Every operation that any run has. */
export function operationsOf({ before, after }: ComparedRuns): OperationValues[] {
  const [old, now] = [before.map(operationIndex), after.map(operationIndex)];
  const rows = new Map<string, ReportOperation>();
  // The place in the code is that of the new version.
  for (const { byKey } of [...now, ...old]) for (const [key, row] of byKey) if (!rows.has(key)) rows.set(key, row);
  return [...rows].map(([key, row]) => ({
    row,
    values: { before: old.map(pathIn(key)), after: now.map(pathIn(key)) },
    pathBefore: pooledPerTick(old, key, 'criticalPathNanos') ?? 0,
    pathAfter: pooledPerTick(now, key, 'criticalPathNanos') ?? 0,
    callsBefore: pooledPerTick(old, key, 'count'),
    callsAfter: pooledPerTick(now, key, 'count'),
  }));
}

function pathIn(key: string): (run: OperationIndex) => number {
  return ({ byKey, ticks }) => pathPerTick(byKey.get(key), ticks);
}

/** Over all ticks of a side, so that what operations add adds up to what the mean tick became longer. */
function pooledPerTick(
  runs: readonly OperationIndex[],
  key: string,
  field: 'criticalPathNanos' | 'count',
): number | undefined {
  const rows = runs.flatMap(({ byKey }) => byKey.get(key) ?? []);
  const ticks = sum(runs.map((run) => run.ticks));
  return rows.length === 0 || ticks === 0 ? undefined : sum(rows.map((row) => row[field])) / ticks;
}

/** @returns the operations whose change is judged, largest first */
export function largestOf(operations: readonly OperationValues[]): OperationValues[] {
  const wholeBefore = sum(operations.map(({ pathBefore }) => pathBefore));
  const wholeAfter = sum(operations.map(({ pathAfter }) => pathAfter));
  const shareOf = ({ pathBefore, pathAfter }: OperationValues): number =>
    Math.max(pathBefore / (wholeBefore || 1), pathAfter / (wholeAfter || 1));
  return operations
    .filter((operation) => shareOf(operation) >= LEAST_PATH_SHARE)
    .toSorted((one, other) => shareOf(other) - shareOf(one))
    .slice(0, MOST_JUDGED);
}
