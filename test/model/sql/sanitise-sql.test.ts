// No value of a statement gets into its name.

import fc from 'fast-check';
import { dialectOf } from '../../../src/model/sql/dialects.js';
import { sanitiseSql } from '../../../src/model/sql/sanitise-sql.js';
import { Statements } from '../../../src/model/sql/statements.js';

const POSTGRES = dialectOf('postgresql');

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
  ["SELECT E'a'\n'b\\'secret', 1", 'SELECT ?, ?'],
  ['SELECT $ключ$ secret $ключ$, 0xDEADBEEF, 0b1011, 1secret, 2e+5', 'SELECT ?, ?, ?, ?, ?'],
  [
    'SELECT a FROM t WHERE id IN (-1, +2, NULL, 3::int) AND b = ANY (ARRAY[1, 2])',
    'SELECT a FROM t WHERE id IN (?) AND b = ANY (ARRAY[?])',
  ],
  ['SELECT a FROM t WHERE (b, c) IN ((1, 2), (3, 4))', 'SELECT a FROM t WHERE (b, c) IN (?)'],
  ['SELECT a FROM t WHERE b = :a AND c IN (@x, @y)', 'SELECT a FROM t WHERE b = :a AND c IN (?)'],
])('%s', (text, expected) => {
  expect(sanitiseSql(text, POSTGRES)).toBe(expected);
});

it.each([
  // SQLite takes what it knows no column of for a string.
  ['sqlite', 'SELECT * FROM t WHERE name = "secret"', 'SELECT * FROM t WHERE name = ?'],
  ['sqlite', 'INSERT INTO "t" ("a", "b") VALUES ("secret", "secret")', 'INSERT INTO "t" ("a", "b") VALUES (?, ?)'],
  [
    'sqlite',
    'SELECT "t"."a" AS "b" FROM "main"."t" JOIN "u" ON a IN ("secret", \'secret\')',
    'SELECT "t"."a" AS "b" FROM "main"."t" JOIN "u" ON a IN (?)',
  ],
  [
    'sqlite',
    'UPDATE "t" SET "a" = "secret" WHERE b IS DISTINCT FROM "secret"',
    'UPDATE "t" SET "a" = ? WHERE b IS DISTINCT FROM ?',
  ],
  [
    'sqlite',
    'SELECT a FROM t WHERE b LIKE "secret""secret%" AND c = "cut secret',
    'SELECT a FROM t WHERE b LIKE ? AND c = ?',
  ],
  ['sqlite', "SELECT `it's`, [it's] FROM t WHERE k = 'secret'", "SELECT `it's`, [it's] FROM t WHERE k = ?"],
  ['sqlite', "SELECT /* /* */ 'a */ secret' FROM t", 'SELECT ? FROM t'],
  ['sqlite', 'SELECT \'C:\\\', a FROM t WHERE b = $a AND c = "secret"', 'SELECT ?, a FROM t WHERE b = $a AND c = ?'],
  ['sqlite', 'VACUUM INTO "secret"', 'VACUUM INTO ?'],
  [
    'mysql',
    'SELECT `a` FROM t WHERE b = "it\'s secret" AND c = "a\\"secret"',
    'SELECT `a` FROM t WHERE b = ? AND c = ?',
  ],
  [
    'mysql',
    "SELECT a FROM t WHERE b = 'it\\'s secret' # it's secret\n AND c = _utf8'secret'",
    'SELECT a FROM t WHERE b = ? AND c = ?',
  ],
  ['mariadb', "SELECT 5--1, 'a' -- secret", 'SELECT ?--?, ?'],
  ['mssql', "SELECT [it's] FROM \"t\" WHERE k = N'secret'", 'SELECT [it\'s] FROM "t" WHERE k = ?'],
  // What can be read in two ways is left out.
  ['oracle.db', "SELECT q'[it's secret]' FROM dual", 'SELECT ? …'],
  ['snowflake', "SELECT 'it\\'s secret' FROM t", 'SELECT ? …'],
  ['snowflake', "SELECT a /* b /* c */ 'secret */'", 'SELECT a …'],
  [
    'clickhouse',
    `SELECT ['secret', "secret"] FROM t WHERE TRIM(BOTH FROM "secret") = 1`,
    'SELECT [?, ?] FROM t WHERE TRIM(BOTH FROM ?) = ?',
  ],
])('of %s: %s', (system, text, expected) => {
  expect(sanitiseSql(text, dialectOf(system))).toBe(expected);
});

it.each(['postgresql', 'sqlite', 'mysql', 'mssql', 'something else'])(
  'reads a text of %s that is cut anywhere',
  (system) => {
    const text = `SELECT a FROM t WHERE b = 'secret' AND c = 'it''s secret' AND d IN ('secret', 'secret') /* secret */ AND e = 'secret' -- secret`;
    for (let length = 0; length <= text.length; length++) {
      expect(sanitiseSql(text.slice(0, length), dialectOf(system))).not.toMatch(/sec/);
    }
  },
);

it('keeps no character of any string or number, however it is quoted', () => {
  const secret = fc.stringMatching(/^[q-z]{6,12}$/);
  const quoted = secret.chain((text) =>
    fc
      .constantFrom(`'${text}'`, `'it''s ${text}'`, `E'\\'${text}'`, `$$${text}$$`, `$a$${text}$a$`)
      .map((literal) => ({ text, literal })),
  );
  fc.assert(
    fc.property(quoted, fc.nat(), ({ text, literal }, number) => {
      const name = sanitiseSql(
        `SELECT a FROM b WHERE c = ${literal} AND d = ${number} /* ${text} */ -- ${text}`,
        POSTGRES,
      );
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
    for (const system of ['postgresql', 'sqlite', 'mysql', 'mssql', 'other']) {
      expect(typeof sanitiseSql(text, dialectOf(system))).toBe('string');
    }
  }
});

it('keeps statements apart that differ only beyond the name’s length', () => {
  const statements = new Statements(POSTGRES);
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
  expect(new Statements(POSTGRES).statementOf(text).summary).toBe(summary);
});
