// The calls of databases as the conventions' metrics.

import type { OperationTotals } from '../../../src/aggregate/metric-totals.js';
import { databaseSeries } from '../../../src/export/metrics/database-series.js';
import { ExponentialHistogram } from '../../../src/model/histogram/exponential-histogram.js';
import type { OperationKind } from '../../../src/model/operation.js';
import type { Nanoseconds } from '../../../src/model/units.js';

function row(kind: OperationKind, name: string, ...durations: readonly number[]): OperationTotals {
  const histogram = new ExponentialHistogram(4);
  for (const nanos of durations) histogram.record(nanos as Nanoseconds);
  return {
    ...{ identity: { kind, name }, durations: histogram },
    ...{ failed: 0, late: 0, selfNanos: 0, criticalPathNanos: 0 },
  };
}

it('adds statements up that are called the same, and takes nothing but queries and waits for a pool', () => {
  const trades = { 'db.system.name': 'postgresql', 'db.operation.name': 'SELECT', 'db.query.summary': 'SELECT trades' };
  const attributes = [
    {},
    { ...trades, 'db.query.text': 'SELECT a FROM trades' },
    { ...trades, 'db.query.text': 'SELECT b FROM trades' },
  ];
  const rows = [
    row('tick', 'onTick', 9),
    row('query', 'SELECT a FROM trades', 10, 20),
    row('query', 'SELECT b FROM trades', 30),
    row('query', 'find', 40),
    undefined,
    row('wait', 'pool', 50),
    row('wait', 'gc', 60),
  ];
  const series = databaseSeries(rows, (operationId) => attributes[operationId] ?? {});
  expect(
    series.map(({ value, ...one }) => ({ ...one, value: typeof value === 'number' ? value : value.sumNanos })),
  ).toEqual([
    { metric: 'db.client.connection.wait_time', attributes: { 'db.client.connection.pool.name': 'pool' }, value: 50 },
    { metric: 'db.client.operation.duration', attributes: trades, value: 60 },
    {
      metric: 'db.client.operation.duration',
      attributes: { 'db.system.name': 'other_sql', 'db.operation.name': '', 'db.query.summary': '' },
      value: 40,
    },
  ]);
});
