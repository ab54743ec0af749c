import { writesOf } from '../../../src/analysis/plans/write-counts.js';
import { type WantedIndex, weighIndexes } from '../../../src/analysis/plans/weigh-indexes.js';
import type { Nanoseconds } from '../../../src/model/units.js';
import { table } from './drawn-plan.js';

const PAGE = 4;
const trades = table('trades', { indexes: [['id'], ['symbol', 'id']] });

function wanted(
  columns: readonly string[],
  count: number,
  costs: readonly [before: number, after?: number],
): WantedIndex {
  const [costBefore, costAfter] = costs;
  return {
    index: { table: trades, columns },
    use: { statement: `by ${columns.join()}`, count, meanNanos: 1e6 as Nanoseconds, p50Nanos: 1e6 as Nanoseconds },
    costBefore,
    ...(costAfter !== undefined && { costAfter }),
  };
}

function weighed(wants: readonly WantedIndex[], name: string, count: number): ReturnType<typeof weighIndexes> {
  return weighIndexes(wants, new Map([['public.trades', writesOf({ name, count }, undefined)]]), PAGE);
}

it('advises an index that saves twice of what writes pay: two pages a row', () => {
  // Ten times 1,000 - 200 is 8,000; 500 rows of two pages at 4 are 4,000.
  const insert = 'INSERT INTO trades (id) VALUES ($1)';
  const { indexes, refused } = weighed([wanted(['symbol'], 10, [1_000, 200])], insert, 500);
  expect(indexes).toMatchObject([
    { create: 'CREATE INDEX CONCURRENTLY ON public.trades (symbol);', saved: 8_000, paid: 4_000, rowsWritten: 500 },
  ]);
  expect(refused.size).toBe(0);
  const busy = weighed([wanted(['symbol'], 10, [1_000, 200])], insert, 501);
  expect(busy.indexes).toEqual([]);
  expect(busy.refused.get('by symbol')).toBe(
    "An index on public.trades (symbol) would save 8,000 of the planner's cost in this record, and writing 501 rows to the table would cost 4,008 more: none is advised.",
  );
});

it('adds up what several statements save by one index', () => {
  const { indexes } = weighed([wanted(['symbol'], 1, [500, 100]), wanted(['symbol'], 2, [900, 100])], 'SELECT 1', 1);
  expect(indexes).toHaveLength(1);
  expect(indexes[0]?.saved).toBe(400 + 1_600);
  expect(indexes[0]?.uses.map(({ count }) => count)).toEqual([2, 1]);
});

it('counts an update of a column of the index in every index of the table', () => {
  const set = 'UPDATE trades SET price = $1, symbol = $2 WHERE id = $3';
  expect(weighed([wanted(['symbol'], 100, [1_000, 200])], set, 100).indexes[0]?.paid).toBe(100 * 3 * 2 * PAGE);
  expect(weighed([wanted(['size'], 100, [1_000, 200])], set, 100).indexes[0]?.paid).toBe(100 * 2 * PAGE);
});

it('says of a guess neither what it saves nor what it pays, and weighs it all the same', () => {
  const [advice] = weighed([wanted(['symbol'], 10, [1_000])], 'SELECT 1', 1).indexes;
  expect(advice).toMatchObject({ confidence: 'guessed', rowsWritten: 0 });
  expect(advice).not.toHaveProperty('saved');
  expect(weighed([wanted(['symbol'], 10, [1_000])], 'DELETE FROM trades WHERE id = $1', 1_000).indexes).toEqual([]);
});

it.each<
  readonly [statement: string, rowsPerCall: number | undefined, expected: readonly (readonly [string, number])[]]
>([
  ['INSERT INTO trades (id) VALUES ($1)', undefined, [['trades', 10]]],
  ['insert into "Trades" values ($1)', undefined, [['"Trades"', 10]]],
  ['INSERT INTO trading.trades (id) VALUES ($1), …', undefined, [['trading.trades', 1_000]]],
  ['INSERT INTO trades SELECT * FROM unnest($1::int[])', undefined, [['trades', 1_000]]],
  ['INSERT INTO trades SELECT * FROM unnest($1::int[])', 7, [['trades', 70]]],
  ['COPY trades FROM STDIN', undefined, [['trades', 1_000]]],
  ['COPY trades TO STDOUT', undefined, []],
  ['UPDATE ONLY orders SET status = $1', undefined, [['orders', 10]]],
  ['DELETE FROM orders WHERE id = $1', undefined, [['orders', 10]]],
  [
    'WITH gone AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM gone',
    undefined,
    [
      ['a', 10],
      ['b', 10],
    ],
  ],
  ['INSERT INTO t (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET n = $2', undefined, [['t', 10]]],
  ['SELECT * FROM trades FOR UPDATE', undefined, []],
  ['SELECT * FROM trades FOR NO KEY UPDATE SKIP LOCKED', undefined, []],
  ['SELECT update_count FROM trades', undefined, []],
])('counts the rows that %s writes', (name, rowsPerCall, expected) => {
  expect(writesOf({ name, count: 10 }, rowsPerCall).map((each) => [each.table, each.rows])).toEqual(expected);
});
