// The table of all operations: exact rows, intervals for the heaviest of the names that share a row, and what is left.

import type { HeavyHitter } from '../model/histogram/heavy-hitters.js';
import type { IndicatorRow } from '../model/indicator.js';
import { type OperationKind, OTHER, operationKey } from '../model/operation.js';
import { ExponentialHistogram } from '../model/histogram/exponential-histogram.js';
import type { OperationRow, RecordSegment } from '../model/record/record-segment.js';
import type { ReportIndicator, ReportOperation } from '../model/report/report.js';
import type { Nanoseconds } from '../model/units.js';

/** What the heavy hitters of one kind take out of its shared row. */
interface Taken {
  readonly count: number;
  readonly atLeastNanos: number;
  readonly atMostNanos: number;
}

/**
 * By total time, longest first. What a heavy hitter surely has is taken off its kind's `__other__`, so the names' totals
 * (of an interval, the lower bound) and those of `__other__` add up to all that was measured. Of a heavy hitter only
 * calls and time are known; its other figures stay in `__other__`.
 */
export function operationTable({ operations, heavyHitters, processes }: RecordSegment): ReportOperation[] {
  const hitters = new Map(heavyHitters.entries.map((entry) => [entry.key, entry]));
  const sharedKinds = new Set(operations.filter(({ name }) => name === OTHER).map(({ kind }) => kind));
  const rows = operations.map((row): ReportOperation => {
    if (row.name === OTHER) return remainder(row, takenFrom(row.kind, heavyHitters.entries));
    const key = operationKey(row.kind, row.name);
    const hitter = hitters.get(key);
    hitters.delete(key);
    // A name that is exact in one process may share a row in another, where it weighs what its counter says or, without
    // one, at most the floor. Inside one process a name is always either or.
    const elsewhere = processes.length > 1 && sharedKinds.has(row.kind) ? heavyHitters.floorNanos : 0;
    return withInterval(exactRow(row), hitter, elsewhere);
  });
  for (const [key, hitter] of hitters) rows.push(withInterval(emptyRow(key), hitter, 0));
  return rows.toSorted(
    (left, right) =>
      right.totalNanos - left.totalNanos ||
      (operationKey(left.kind, left.name) < operationKey(right.kind, right.name) ? -1 : 1),
  );
}

function exactRow(row: OperationRow): ReportOperation {
  const durations = ExponentialHistogram.fromData(row.durations);
  return {
    kind: row.kind,
    name: row.name,
    ...(row.location !== undefined && { location: row.location }),
    count: row.count,
    failed: row.failed,
    late: row.late,
    totalNanos: durations.sumNanos,
    selfNanos: row.selfNanos,
    ...(row.loopNanos !== undefined && { loopNanos: row.loopNanos }),
    criticalPathNanos: row.criticalPathByTick.values.reduce((sum, nanos) => sum + nanos, 0) as Nanoseconds,
    p50Nanos: durations.quantile(0.5),
    p95Nanos: durations.quantile(0.95),
    exact: true,
    ...(row.indicator !== undefined && { indicator: indicatorOf(row.indicator) }),
  };
}

function indicatorOf({ library, moreParameters, ...row }: IndicatorRow): ReportIndicator {
  const { parameters, calls, inputLength, maxInputLength, repeated, repeatedInTick } = row;
  return {
    ...(library !== undefined && { library }),
    parameters,
    ...(moreParameters !== undefined && { moreParameters }),
    calls,
    meanInputLength: calls === 0 ? 0 : inputLength / calls,
    maxInputLength,
    repeated,
    repeatedInTick,
  };
}

function emptyRow(key: string): ReportOperation {
  const [kind, name] = key.split('\u0000') as [OperationKind, string];
  const none = 0 as Nanoseconds;
  return {
    kind,
    name,
    count: 0,
    failed: 0,
    late: 0,
    totalNanos: none,
    selfNanos: none,
    criticalPathNanos: none,
    p50Nanos: none,
    p95Nanos: none,
    exact: false,
  };
}

/** @param elsewhereNanos the most that the name can weigh where no counter names it */
function withInterval(row: ReportOperation, hitter: HeavyHitter | undefined, elsewhereNanos: number): ReportOperation {
  if (hitter === undefined && elsewhereNanos === 0) return row;
  const surely = hitter === undefined ? 0 : hitter.totalNanos - hitter.errorNanos;
  const atMost = hitter === undefined ? elsewhereNanos : hitter.totalNanos;
  return {
    ...row,
    count: row.count + (hitter?.count ?? 0),
    totalNanos: (row.totalNanos + atMost) as Nanoseconds,
    exact: false,
    totalAtLeastNanos: (row.totalNanos + surely) as Nanoseconds,
  };
}

function takenFrom(kind: OperationKind, entries: readonly HeavyHitter[]): Taken {
  const ofKind = entries.filter(({ key }) => key.startsWith(operationKey(kind, '')));
  const sum = (pick: (entry: HeavyHitter) => number): number => ofKind.reduce((total, entry) => total + pick(entry), 0);
  return {
    count: sum((entry) => entry.count),
    atLeastNanos: sum((entry) => entry.totalNanos - entry.errorNanos),
    atMostNanos: sum((entry) => entry.totalNanos),
  };
}

/** What is left of a shared row: its total less what the heavy hitters surely have; at least, less what they may have. */
function remainder(row: OperationRow, taken: Taken): ReportOperation {
  const whole = exactRow(row);
  if (taken.count === 0) return whole;
  return {
    ...whole,
    count: whole.count - taken.count,
    totalNanos: (whole.totalNanos - taken.atLeastNanos) as Nanoseconds,
    exact: false,
    totalAtLeastNanos: Math.max(0, whole.totalNanos - taken.atMostNanos) as Nanoseconds,
  };
}
