// Strings in the dialect of MySQL, as its reference manual has them (9.1.1, 9.2, 9.7).

import { sanitiseSql } from '../../../src/model/sql/sanitise-sql.js';
import { dialectOf } from '../../../src/model/sql/dialects.js';

it.each([
  ['SELECT "secret"', 'SELECT ?'],
  [`SELECT 'it\\'s secret', 1`, 'SELECT ?, ?'],
  [`SELECT 'it''s secret'`, 'SELECT ?'],
  [`SELECT "say \\"secret\\""`, 'SELECT ?'],
  ['SELECT `sec"ret`, "secret" FROM `t`', 'SELECT `sec"ret`, ? FROM `t`'],
  ["SELECT 1 # a 'secret\n, 2", 'SELECT ? , ?'],
  ["SELECT 1 -- a 'secret\n, 2", 'SELECT ? , ?'],
  ["SELECT 5--'6'", 'SELECT ?--?'],
  ["SELECT /* 'secret */ 3", 'SELECT ?'],
  ["SELECT 'cut off secret", 'SELECT ?'],
  [`SELECT _utf8mb4'secret', N'secret', x'53'`, 'SELECT ?, ?, ?'],
  ['UPDATE t SET a = ? WHERE b IN (1, 2, 3)', 'UPDATE t SET a = ? WHERE b IN (?)'],
])('leaves no value of %s', (text, expected) => {
  const statement = sanitiseSql(text, dialectOf('mysql'));
  expect(statement).toBe(expected);
  expect(statement).not.toMatch(/(?<!`)secret/);
});
