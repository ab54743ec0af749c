// By how much two runs of the same program differ by chance alone, as far as one run each can tell: ticks and calls are taken as
// independent. Slow ones come in rows, and machines differ from run to run, so it is no less than this.

import type { OperationName } from '../../model/operation.js';
import type { Report, ReportOperation } from '../../model/report/report.js';

/** Standard deviations: two runs are further apart, in the direction that fails, once in 44 times. */
const DEVIATIONS = 2;
/** Standard deviations of a normal distribution from its middle to its 95th percentile. */
const TO_P95 = 1.645;
/** Of the logarithm of a 95th percentile, for a spread of 1 and one tick: sqrt(0.95 x 0.05) over the density there. */
const P95_ERROR = 2.113;

/** A distribution, by three numbers. */
export interface DurationSpread {
  readonly count: number;
  readonly p50Nanos: number;
  readonly p95Nanos: number;
}

/** Of the 95th percentiles of both, as a share. */
export function chanceOfP95(one: DurationSpread, other: DurationSpread): number {
  const errors = [one, other].map((spread) => (P95_ERROR * logSpread(spread)) / Math.sqrt(spread.count));
  return DEVIATIONS * Math.hypot(...errors);
}

/** Of the time of an operation in the mean tick, as a share. How often it is called is no chance where both were called as often. */
export function chanceOfOperation(one: Report, other: Report, operation: OperationName): number {
  const rows = [one, other].map(({ operations, ticks }) => {
    const row = operations.find(({ kind, name }) => kind === operation.kind && name === operation.name);
    return { row, perTick: (row?.count ?? 0) / ticks.count };
  });
  const isCalledAlike = rows[0]?.perTick === rows[1]?.perTick;
  return DEVIATIONS * Math.hypot(...rows.map(({ row }) => (row === undefined ? 0 : meanError(row, isCalledAlike))));
}

/** Durations as a log-normal distribution has them, and calls as chance spreads them. */
function meanError(row: ReportOperation, isCalledAlike: boolean): number {
  const variance = Math.expm1(logSpread(row) ** 2);
  return Math.sqrt((variance + (isCalledAlike ? 0 : 1)) / row.count);
}

function logSpread({ p50Nanos, p95Nanos }: DurationSpread): number {
  return p50Nanos > 0 && p95Nanos > 0 ? Math.log(p95Nanos / p50Nanos) / TO_P95 : 0;
}
