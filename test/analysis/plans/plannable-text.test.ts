import { hasPlan } from '../../../src/analysis/has-plan.js';
import { plannableText } from '../../../src/analysis/plans/plannable-text.js';
import { dialectOf } from '../../../src/model/sql/dialects.js';
import { Statements } from '../../../src/model/sql/statements.js';

/** As the preload names it. */
function recorded(statement: string): string {
  return new Statements(dialectOf('postgresql')).statementOf(statement).name;
}

it.each([
  ['SELECT price FROM trades WHERE symbol = $1 LIMIT 5', 'SELECT price FROM trades WHERE symbol = $1 LIMIT $2'],
  [
    "SELECT 1 FROM t WHERE a IN ($1, $2, $3) AND b = $4 AND c = 'x'",
    'SELECT $1 FROM t WHERE a IN ($2) AND b = $3 AND c = $4',
  ],
  ['SELECT a FROM t WHERE b = $2 OR c = $2 OR d = $1', 'SELECT a FROM t WHERE b = $1 OR c = $1 OR d = $2'],
  ["SELECT a FROM t WHERE at > now() - interval '1 hour'", 'SELECT a FROM t WHERE at > now() - $1::interval'],
  [
    "SELECT a FROM t WHERE at > timestamp with time zone '2026-01-01' AND x = '5'::int",
    'SELECT a FROM t WHERE at > $1::timestamp with time zone AND x = $2::int',
  ],
  ['SELECT "a?", \'b\' FROM t', 'SELECT "a?", $1 FROM t'],
  ["SELECT a FROM t WHERE b = '; DROP TABLE t; --'", 'SELECT a FROM t WHERE b = $1'],
  ['SELECT a FROM t ORDER BY b, c LIMIT 5 OFFSET 10', 'SELECT a FROM t ORDER BY b, c LIMIT $1 OFFSET $2'],
  ["SELECT a FROM t ORDER BY '5'::int + b", 'SELECT a FROM t ORDER BY $1::int + b'],
])('makes parameters of the values in %s', (statement, expected) => {
  expect(plannableText(recorded(statement))).toEqual({ text: expected });
});

it.each([
  [`SELECT ${'some_column, '.repeat(20)} id FROM trades`, /longer than the 160 characters/],
  ['SELECT symbol, sum(size) FROM trades GROUP BY 1', /by the number of a column/],
  ['SELECT symbol, price FROM trades ORDER BY symbol, 2 DESC', /by the number of a column/],
])('plans nothing that the record does not hold: %s', (statement, reason) => {
  expect(plannableText(recorded(statement))).toEqual({ reason: expect.stringMatching(reason) });
});

it('knows which statements have a plan worth a look', () => {
  const without = [
    'BEGIN',
    'SET x = 1',
    'LISTEN a',
    'INSERT INTO t VALUES ($1)',
    'CREATE TABLE t ()',
    'COPY t FROM STDIN',
    '',
  ];
  expect(without.filter(hasPlan)).toEqual([]);
  const having = [
    'SELECT 1',
    'with x AS (SELECT 1) SELECT 1',
    'UPDATE t SET a = $1',
    '(SELECT 1)',
    'INSERT INTO t SELECT 1',
    'DELETE FROM t',
  ];
  expect(having.filter((each) => !hasPlan(each))).toEqual([]);
});
