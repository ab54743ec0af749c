// The operations of a report by their keys: a report may have thousands, and each is looked for in every run.

import { operationKey } from '../../model/operation.js';
import type { Report, ReportOperation } from '../../model/report/report.js';

/** Of the time on the critical paths of all ticks: an operation with less is hardly any of a tick. */
export const LEAST_PATH_SHARE = 0.02;

export interface OperationIndex {
  /** By `operationKey`. */
  readonly byKey: ReadonlyMap<string, ReportOperation>;
  /** Ticks that ended. */
  readonly ticks: number;
}

export function operationIndex({ operations, ticks }: Report): OperationIndex {
  return { byKey: new Map(operations.map((row) => [operationKey(row.kind, row.name), row])), ticks: ticks.count };
}

/** Nanoseconds on the critical path, mean over all ticks; 0 where the operation did not run. */
export function pathPerTick(row: ReportOperation | undefined, ticks: number): number {
  return row === undefined || ticks === 0 ? 0 : row.criticalPathNanos / ticks;
}
