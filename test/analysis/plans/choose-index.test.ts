// The search, against planners that are written down as a table of costs.

import {
  askedTables,
  type ChosenIndex,
  chooseIndexes,
  type TriedIndex,
} from '../../../src/analysis/plans/choose-index.js';
import { guessForRareValues, guessIndex } from '../../../src/analysis/plans/guess-index.js';
import { nameOfIndex } from '../../../src/analysis/plans/index-text.js';
import { node, planFrom, scan, table } from './drawn-plan.js';

const trades = table('trades');
const LAST = node(
  'Limit',
  { 'Total Cost': 5_000 },
  node(
    'Sort',
    { 'Sort Key': ['trades.traded_at DESC'] },
    scan('trades', { 'Total Cost': 4_900, Filter: '(trades.symbol = $1)' }),
  ),
);

/** @param costs by `(symbol)`, without the table; what is not there changes nothing */
async function chosen(
  root: Parameters<typeof planFrom>[0],
  costs: Readonly<Record<string, number>>,
  tables: Parameters<typeof askedTables>[1] = [trades],
): Promise<string[]> {
  const plan = planFrom(root);
  const key = (index: TriedIndex): string => nameOfIndex(index).replace(/^public\.trades /, '');
  const found = await chooseIndexes(plan.cost, askedTables(plan, tables), (indexes) =>
    Promise.resolve(costs[indexes.map(key).join(' + ')] ?? plan.cost),
  );
  return found.map(({ index, costBefore, costAfter }: ChosenIndex) => `${key(index)} ${costBefore} -> ${costAfter}`);
}

it('takes one column that is enough, and no second that adds little', async () => {
  expect(await chosen(LAST, { '(symbol)': 90, '(symbol, traded_at)': 1 })).toEqual(['(symbol) 5000 -> 90']);
  expect(await chosen(LAST, { '(symbol)': 400, '(symbol, traded_at)': 250 })).toEqual(['(symbol) 5000 -> 400']);
  expect(await chosen(LAST, { '(symbol)': 400, '(symbol, traded_at)': 200 })).toEqual([
    '(symbol, traded_at) 5000 -> 200',
  ]);
});

it('takes two columns where neither does by itself', async () => {
  expect(await chosen(LAST, { '(symbol)': 4_000, '(symbol, traded_at)': 20 })).toEqual([
    '(symbol, traded_at) 5000 -> 20',
  ]);
});

it('takes two columns where the first has its index already, and none that is there', async () => {
  const costs = { '(symbol, traded_at)': 20 };
  expect(await chosen(LAST, costs, [table('trades', { indexes: [['symbol']] })])).toEqual([
    '(symbol, traded_at) 5000 -> 20',
  ]);
  expect(await chosen(LAST, costs, [table('trades', { indexes: [['symbol', 'traded_at', 'id']] })])).toEqual([]);
});

it('takes none that does not halve the cost, and looks at no plan below a cost of 100', async () => {
  expect(await chosen(LAST, { '(symbol)': 2_501, '(symbol, traded_at)': 2_501 })).toEqual([]);
  const cheap = scan('trades', { 'Total Cost': 99, Filter: '(trades.symbol = $1)' });
  expect(await chosen(cheap, { '(symbol)': 1 })).toEqual([]);
});

it('takes no index by the order alone where rows are picked by something else', async () => {
  expect(await chosen(LAST, { '(traded_at)': 5, '(traded_at, symbol)': 4 })).toEqual([]);
  const all = node('Sort', { 'Total Cost': 5_000, 'Sort Key': ['trades.traded_at'] }, scan('trades'));
  expect(await chosen(all, { '(traded_at)': 5 })).toEqual(['(traded_at) 5000 -> 5']);
});

it('takes two of a join where it wants both, and not one that adds nothing', async () => {
  const join = node(
    'Hash Join',
    { 'Total Cost': 8_000, 'Hash Cond': '(fills.order_id = orders.id)' },
    scan('fills'),
    scan('orders', { Filter: '(orders.client = $1)' }),
  );
  const tables = [table('fills'), table('orders')];
  const [fills, orders] = ['public.fills (order_id)', 'public.orders (client)'];
  expect(await chosen(join, { [fills]: 4_200, [orders]: 4_500, [`${fills} + ${orders}`]: 20 }, tables)).toEqual([
    `${fills} 8000 -> 4200`,
    `${orders} 4200 -> 20`,
  ]);
  expect(await chosen(join, { [fills]: 3_000, [`${fills} + ${orders}`]: 2_900 }, tables)).toEqual([
    `${fills} 8000 -> 3000`,
  ]);
  expect(await chosen(join, { [fills]: 7_000, [`${fills} + ${orders}`]: 6_000 }, tables)).toEqual([]);
});

it('takes an index of the few rows that are asked for', async () => {
  const open = scan('trades', { 'Total Cost': 3_000, Filter: '((trades.closed_at IS NULL) AND (trades.symbol = $1))' });
  const costs = { '(closed_at)': 70, '(symbol) WHERE closed_at IS NULL': 110 };
  const withNulls = (share: number): Parameters<typeof askedTables>[1] => [
    table('trades', { nullShares: { closed_at: share } }),
  ];
  expect(await chosen(open, costs, withNulls(0.01))).toEqual(['(symbol) WHERE closed_at IS NULL 3000 -> 110']);
  expect(await chosen(open, costs, withNulls(0.5))).toEqual(['(closed_at) 3000 -> 70']);
});

it('passes by what cannot be indexed', async () => {
  const plan = planFrom(
    scan('trades', { 'Total Cost': 3_000, Filter: '((trades.bids = $1) AND (trades.symbol = $2))' }),
  );
  const found = await chooseIndexes(plan.cost, askedTables(plan, [trades]), ([index]) =>
    Promise.resolve(index?.columns.includes('bids') === true ? undefined : 10),
  );
  expect(found.map(({ index }) => index.columns)).toEqual([['symbol']]);
});

it('knows a partition by the table that it is of', async () => {
  const parts = table('trades', { names: ['public.trades', 'public.trades_11'] });
  const plan = node('Append', { 'Total Cost': 3_000 }, scan('trades_11', { Filter: '(trades_11.symbol = $1)' }));
  expect(await chosen(plan, { '(symbol)': 10 }, [parts])).toEqual(['(symbol) 3000 -> 10']);
});

describe('by rule of thumb', () => {
  const guess = (root: Parameters<typeof planFrom>[0], facts = trades): string | undefined => {
    const plan = planFrom(root);
    const index = guessIndex(plan, askedTables(plan, [facts]));
    return index && nameOfIndex(index);
  };
  const filtered = scan('trades', { Filter: '((trades.symbol = $1) AND (trades.traded_at > $2))' });

  it('takes what is compared, then a range', () => {
    expect(guess(filtered)).toBe('public.trades (symbol, traded_at)');
  });

  it('takes what is compared where few rows come of the many that are expected', () => {
    const rare = (root: Parameters<typeof planFrom>[0], rowsPerCall: number): string | undefined => {
      const plan = planFrom(root);
      const index = guessForRareValues(plan, askedTables(plan, [trades]), rowsPerCall);
      return index && nameOfIndex(index);
    };
    const byStatus = scan('trades', { 'Plan Rows': 200_000, Filter: '(trades.status = $1)' });
    expect(rare(byStatus, 75)).toBe('public.trades (status)');
    expect(rare(node('Gather', {}, byStatus), 75)).toBe('public.trades (status)');
    expect(rare(byStatus, 60_000)).toBeUndefined();
    // What the planner expects to be few it has been asked about.
    expect(rare({ ...byStatus, 'Plan Rows': 20_000 }, 75)).toBeUndefined();
    expect(rare(node('Aggregate', {}, byStatus), 1)).toBeUndefined();
  });

  it('guesses nothing where many rows are kept, an index begins so, nothing is compared, or there are no statistics', () => {
    expect(guess({ ...filtered, 'Plan Rows': 60_000 })).toBeUndefined();
    expect(guess(filtered, table('trades', { indexes: [['symbol', 'id']] }))).toBeUndefined();
    expect(guess(scan('trades', { Filter: '(trades.traded_at > $2)' }))).toBeUndefined();
    const { rows: _none, ...unknown } = trades;
    expect(guess(filtered, unknown)).toBeUndefined();
    expect(guess({ ...filtered, 'Total Cost': 99 })).toBeUndefined();
  });
});
