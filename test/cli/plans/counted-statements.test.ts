import { CountedStatements } from '../../../src/cli/plans/counted-statements.js';
import { dialectOf } from '../../../src/model/sql/dialects.js';
import { Statements } from '../../../src/model/sql/statements.js';

/** As the preload names it. */
function recorded(statement: string): string {
  return new Statements(dialectOf('postgresql')).statementOf(statement).name;
}

const COLUMNS = Array.from({ length: 30 }, (_, place) => `column_${place}`).join(', ');
const LONG = `SELECT ${COLUMNS} FROM trades WHERE symbol = $1`;

it('finds a statement by its text, with values in it or without', () => {
  const counted = new CountedStatements([
    { query: 'SELECT a FROM t WHERE b = $1 LIMIT $2', calls: '4', rows: '8' },
    { query: 'SELECT a FROM t WHERE c IN ($1, $2)', calls: '1', rows: '0' },
    { query: 'SELECT a FROM t WHERE c IN ($1, $2, $3)', calls: '5', rows: '5' },
  ]);
  expect(counted.find(recorded('SELECT a FROM t WHERE b = $1 LIMIT 5'))).toMatchObject({ calls: 4, rowsPerCall: 2 });
  // Of those that differ in the length of a list only, the one that is asked most.
  expect(counted.find(recorded('SELECT a FROM t WHERE c IN ($1)'))?.text).toBe(
    'SELECT a FROM t WHERE c IN ($1, $2, $3)',
  );
  expect(counted.find(recorded('SELECT a FROM t'))).toBeUndefined();
});

it('finds the whole text of a statement that the record has cut', () => {
  const counted = new CountedStatements([{ query: LONG, calls: '4', rows: '8' }]);
  expect(recorded(LONG)).toMatch(/… #[0-9a-f]{8}$/);
  expect(counted.find(recorded(LONG))?.text).toBe(LONG);
});

it('takes the only one that begins so where values in it have changed what it is called, and none of two', () => {
  const asked = recorded(LONG.replace('$1', "'BTC'"));
  expect(new CountedStatements([{ query: LONG, calls: '4', rows: '8' }]).find(asked)?.text).toBe(LONG);
  const two = [LONG, `${LONG} AND price > $2`].map((query) => ({ query, calls: '4', rows: '8' }));
  expect(new CountedStatements(two).find(asked)).toBeUndefined();
});
