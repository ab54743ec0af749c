// "Is it the database?" Statements, waiting for a connection, and how many of them a tick has.

import type { Board } from './board.mts';
import { heatPanel, linesPanel, numberPanel, tablePanel } from './panels.mts';
import { average, quantile, rate, series, sum, timesASecond, top, whileAlive } from './queries.mts';
import { QUERY_TARGET_SECONDS } from './targets.mts';

const KIND = 'tickscope.operation.kind';
const NAME = 'tickscope.operation.name';
const QUERIES = series('tickscope.operation.duration', { [KIND]: '="query"' });
const METHODS = series('tickscope.operation.duration', { [KIND]: '="database"' });
const POOL = series('tickscope.operation.duration', { [KIND]: '="wait"', [NAME]: '="pool"' });
const FAILED = series('tickscope.operation.failed', { [KIND]: '=~"query|database"' });
const PATH = 'tickscope.operation.critical_path';
const LEGEND = '{{tickscope_operation_name}}';
const POOL_NAME = 'db.client.connection.pool.name';
const POOL_LEGEND = '{{db_client_connection_pool_name}}';
const TICKS = rate(series('tickscope.tick.ended'));

export const database: Board = {
  title: 'Database',
  uid: 'tickscope-database',
  about: 'Queries of the program: how long, how often, and how long they wait for a connection.',
  variables: ['service', 'instance'],
  panels: [
    numberPanel({
      title: 'Mean query',
      about: 'Target P5: under 10 ms. Over it: the table below has the statement.',
      unit: 's',
      width: 6,
      query: { legend: 'mean', expression: whileAlive(average(QUERIES)) },
      limit: { at: QUERY_TARGET_SECONDS, good: 'below' },
      nothing: 'no queries',
    }),
    numberPanel({
      title: 'Queries in a mean tick',
      about: 'More than a few: look for one statement that runs in a loop, and ask for all rows at once.',
      unit: 'short',
      width: 6,
      query: { legend: 'queries', expression: whileAlive(`${timesASecond(QUERIES)} / ${TICKS}`) },
      nothing: 'no queries',
    }),
    numberPanel({
      title: 'Wait for a connection (p95)',
      about:
        'From asking the pool to getting a connection. Over the time of a query: the pool is too small, or ticks hold connections for long.',
      unit: 's',
      width: 6,
      query: { legend: 'wait', expression: whileAlive(quantile(0.95, POOL)) },
      limit: { at: QUERY_TARGET_SECONDS, good: 'below' },
      nothing: 'nobody waited',
    }),
    numberPanel({
      title: 'Share of the critical path',
      about:
        'Of the time of all ticks, what queries and waiting for a connection took. Over a half: the database is what to mend.',
      unit: 'percentunit',
      width: 6,
      query: {
        legend: 'share',
        expression: whileAlive(
          `(${rate(series(PATH, { [KIND]: '="query"' }))} + (${rate(series(PATH, { [KIND]: '="wait"', [NAME]: '="pool"' }))} or vector(0))) / ${rate(series(PATH))}`,
        ),
      },
      limit: { at: 0.5, good: 'below' },
      nothing: 'no queries',
    }),
    heatPanel({
      title: 'How queries are spread',
      about: 'Brighter for more queries. A second band far above: another plan, a lock, or a cold cache.',
      unit: 's',
      width: 12,
      query: { legend: 'queries', expression: rate(QUERIES) },
    }),
    linesPanel({
      title: 'Mean by statement',
      about: 'The ten slowest statements; the dashed line is target P5. Ask the database to explain the first.',
      unit: 's',
      width: 12,
      logarithmic: true,
      limit: { at: QUERY_TARGET_SECONDS, good: 'below' },
      nothing: 'no queries',
      queries: [{ legend: LEGEND, expression: top(10, average(QUERIES, NAME)) }],
    }),
    linesPanel({
      title: 'p95 by statement',
      about: 'It rises with the size of a table: an index is missing.',
      unit: 's',
      width: 12,
      logarithmic: true,
      nothing: 'no queries',
      queries: [{ legend: LEGEND, expression: top(10, quantile(0.95, QUERIES, NAME)) }],
    }),
    linesPanel({
      title: 'Queries a second',
      about: 'By statement. Several times the rate of ticks: that statement runs in a loop.',
      unit: 'suffix: /s',
      width: 12,
      stacked: true,
      nothing: 'no queries',
      queries: [{ legend: LEGEND, expression: top(10, timesASecond(QUERIES, NAME)) }],
    }),
    linesPanel({
      title: 'Wait for a connection of the pool',
      about: 'It rises with the rate of ticks: enlarge the pool, or make what holds its connections shorter.',
      unit: 's',
      width: 12,
      logarithmic: true,
      nothing: 'nobody waited',
      queries: [
        { legend: 'p50', expression: quantile(0.5, POOL) },
        { legend: 'p95', expression: quantile(0.95, POOL) },
        { legend: 'largest, upper bound', expression: quantile(1, POOL) },
      ],
    }),
    linesPanel({
      title: 'Connections of pools',
      about:
        'Needed: in use and waited for together, the most of ten seconds. Over what the pool may have: ticks wait; far below: the pool can be smaller.',
      unit: 'short',
      width: 12,
      nothing: 'no pool of pg was found',
      queries: [
        { legend: `${POOL_LEGEND}: needed`, expression: sum(series('tickscope.connections.needed'), POOL_NAME) },
        { legend: `${POOL_LEGEND}: may have`, expression: sum(series('db.client.connection.max'), POOL_NAME) },
        { legend: `${POOL_LEGEND}: open`, expression: sum(series('db.client.connection.count'), POOL_NAME) },
      ],
    }),
    linesPanel({
      title: 'Failed queries and methods',
      about: 'Over 0: open a trace of a failed tick in Jaeger, it names the statement.',
      unit: 'suffix: /s',
      width: 12,
      nothing: 'nothing failed',
      queries: [{ legend: LEGEND, expression: top(10, rate(FAILED, NAME)) }],
    }),
    tablePanel({
      title: 'Methods of database services',
      about:
        'What the program calls, queries and its own work together. Much longer than its queries: the time is in the program.',
      unit: 's',
      width: 12,
      nothing: 'no database service was found',
      columns: [
        { legend: 'p95', unit: 's', expression: quantile(0.95, METHODS, NAME) },
        { legend: 'mean', unit: 's', expression: average(METHODS, NAME) },
        { legend: 'calls a second', unit: 'suffix: /s', expression: timesASecond(METHODS, NAME) },
      ],
    }),
    tablePanel({
      title: 'Statements',
      about: 'All of them, without values. Sort by critical path: that is what ticks wait for.',
      unit: 's',
      width: 24,
      nothing: 'no queries',
      columns: [
        { legend: 'critical path a second', unit: 's', expression: rate(series(PATH, { [KIND]: '="query"' }), NAME) },
        { legend: 'mean', unit: 's', expression: average(QUERIES, NAME) },
        { legend: 'calls a second', unit: 'suffix: /s', expression: timesASecond(QUERIES, NAME) },
      ],
    }),
  ],
};
