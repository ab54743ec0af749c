// Which series the calls of databases become, by the names of OpenTelemetry's conventions.

import type { AttributesOf, OperationTotals } from '../../aggregate/metric-totals.js';
import { ExponentialHistogram } from '../../model/histogram/exponential-histogram.js';
import { isPoolWait } from '../../model/operation.js';
import {
  ATTR_DB_POOL_NAME,
  METRIC_DB_CONNECTION_WAIT_TIME,
  METRIC_DB_OPERATION_DURATION,
} from '../../model/semconv/database-conventions.js';
import {
  ATTR_DB_OPERATION_NAME,
  ATTR_DB_QUERY_SUMMARY,
  ATTR_DB_SYSTEM_NAME,
} from '../../model/semconv/semantic-conventions.js';
import type { Series, SeriesAttributes } from './one-series.js';

/** What the conventions have for it. */
const UNKNOWN_SYSTEM = 'other_sql';

interface Calls {
  readonly attributes: SeriesAttributes;
  readonly durations: ExponentialHistogram;
}

/** Statements that are called the same are one series: a metric must not have two of the same attributes. */
export function databaseSeries(
  rows: readonly (OperationTotals | undefined)[],
  attributesOf: AttributesOf | undefined,
): Series[] {
  const calls = new Map<string, Calls>();
  const series: Series[] = [];
  for (const [operationId, row] of rows.entries()) {
    if (row === undefined) continue;
    if (isPoolWait(row.identity)) {
      const attributes = { [ATTR_DB_POOL_NAME]: row.identity.name };
      series.push({ metric: METRIC_DB_CONNECTION_WAIT_TIME, attributes, value: row.durations.toData() });
    }
    if (row.identity.kind !== 'query') continue;
    const attributes = conventional(attributesOf?.(operationId) ?? {});
    const key = JSON.stringify(attributes);
    let sum = calls.get(key);
    if (sum === undefined)
      calls.set(key, (sum = { attributes, durations: new ExponentialHistogram(row.durations.scale) }));
    sum.durations.merge(row.durations);
  }
  for (const { attributes, durations } of calls.values()) {
    series.push({ metric: METRIC_DB_OPERATION_DURATION, attributes, value: durations.toData() });
  }
  return series;
}

function conventional(given: ReturnType<AttributesOf>): SeriesAttributes {
  const text = (key: string, otherwise: string): string => {
    const value = given[key];
    return typeof value === 'string' ? value : otherwise;
  };
  return {
    [ATTR_DB_SYSTEM_NAME]: text(ATTR_DB_SYSTEM_NAME, UNKNOWN_SYSTEM),
    [ATTR_DB_OPERATION_NAME]: text(ATTR_DB_OPERATION_NAME, ''),
    [ATTR_DB_QUERY_SUMMARY]: text(ATTR_DB_QUERY_SUMMARY, ''),
  };
}
