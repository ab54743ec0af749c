// No value of a statement gets into its name.

import fc from 'fast-check';
import { sanitiseSql } from '../../../src/capture/sql/sanitise-sql.js';
import { Statements } from '../../../src/capture/sql/statements.js';

it.each([
  ['SELECT price FROM trades WHERE id = $1', 'SELECT price FROM trades WHERE id = $1'],
  ['select *\n  from  trades\twhere id = 42;', 'select * from trades where id = ?'],
  ["SELECT 'it''s', E'a\\'b', U&'d\\0061t', x'1F', -1.5e-3, .5, 1_000", 'SELECT ?, ?, ?, ?, -?, ?, ?'],
  ['SELECT $$secret$$, $tag$ $$ secret $tag$ FROM t1', 'SELECT ?, ? FROM t1'],
  ['SELECT /* a /* nested */ secret */ a -- secret\nFROM "my "" table 9"', 'SELECT a FROM "my "" table 9"'],
  ['SELECT a FROM t WHERE id IN ($1, $2, $3)', 'SELECT a FROM t WHERE id IN (?)'],
  ["SELECT a FROM t WHERE id in (1, 'b')", 'SELECT a FROM t WHERE id in (?)'],
  ['INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4), ($5, $6)', 'INSERT INTO t (a, b) VALUES ($1, $2), …'],
  ["SELECT 'cut in the midd", 'SELECT ?'],
  ['SELECT $$cut', 'SELECT ?'],
  ['SELECT ?1, ?2 WHERE a = :a AND b = @b AND c = $c', 'SELECT ?1, ?2 WHERE a = :a AND b = @b AND c = $c'],
  ['', ''],
])('%s', (text, expected) => {
  expect(sanitiseSql(text)).toBe(expected);
});

it('keeps no character of any string or number, however it is quoted', () => {
  const secret = fc.stringMatching(/^[q-z]{6,12}$/);
  const quoted = secret.chain((text) =>
    fc
      .constantFrom(`'${text}'`, `'it''s ${text}'`, `E'\\'${text}'`, `$$${text}$$`, `$a$${text}$a$`)
      .map((literal) => ({ text, literal })),
  );
  fc.assert(
    fc.property(quoted, fc.nat(), ({ text, literal }, number) => {
      const name = sanitiseSql(`SELECT a FROM b WHERE c = ${literal} AND d = ${number} /* ${text} */ -- ${text}`);
      expect(name).toBe('SELECT a FROM b WHERE c = ? AND d = ?');
    }),
    { seed: 7 },
  );
});

it('takes linear time for hostile texts', () => {
  for (const text of [
    '('.repeat(50_000),
    "'".repeat(50_001),
    'IN ('.repeat(10_000),
    'VALUES (' + '?, '.repeat(20_000),
    '/*'.repeat(20_000),
  ]) {
    expect(typeof sanitiseSql(text)).toBe('string');
  }
});

it('keeps statements apart that differ only beyond the name’s length', () => {
  const statements = new Statements();
  const columns = Array.from({ length: 60 }, (_, index) => `column_${String.fromCodePoint(97 + (index % 26))}`).join(
    ', ',
  );
  const one = statements.statementOf(`SELECT ${columns} FROM trades`).name;
  const other = statements.statementOf(`SELECT ${columns} FROM orders`).name;
  expect(one).toHaveLength(160);
  expect(one).not.toBe(other);
  expect(statements.statementOf(`SELECT ${columns} FROM trades`).name).toBe(one);
});

it.each([
  ['SELECT price FROM trades WHERE id = 1', 'SELECT trades'],
  ['insert into "Trades" (id) values (1)', 'INSERT "Trades"'],
  ['UPDATE ONLY public.positions SET a = 1', 'UPDATE public.positions'],
  ['DROP TABLE IF EXISTS trades, orders', 'DROP trades'],
  ['BEGIN', 'BEGIN'],
  ['', ''],
])('sums %s up as %s', (text, summary) => {
  expect(new Statements().statementOf(text).summary).toBe(summary);
});
