import { columnsOf, nullConditionsOf, orderedColumnsOf } from '../../../src/analysis/plans/plan-columns.js';
import { linesOf, planOf } from '../../../src/analysis/plans/plan-node.js';
import { node, planFrom, scan } from './drawn-plan.js';

/** `trades.symbol equal`, in the order of an index. */
function columnTexts(root: Parameters<typeof planFrom>[0]): string[] {
  return columnsOf(planFrom(root)).map(({ alias, column, use }) => `${alias}.${column} ${use}`);
}

it('reads what is compared, then ranges, then orders, each column once', () => {
  const filter = '((trades.traded_at >= $2) AND (trades.symbol = $1) AND (trades.traded_at < $3))';
  const sorted = node(
    'Sort',
    { 'Sort Key': ['trades.traded_at DESC', 'trades.id'] },
    scan('trades', { Filter: filter }),
  );
  expect(columnTexts(node('Limit', {}, sorted))).toEqual([
    'trades.symbol equal',
    'trades.traded_at range',
    'trades.id order',
  ]);
});

it.each([
  ['((t.symbol)::text = $1)', ['t.symbol equal']],
  ['(t.symbol = ANY ($1))', ['t.symbol equal']],
  ['($1 = t.symbol)', ['t.symbol equal']],
  ['(t."Symbol" = $1)', ['t.Symbol equal']],
  ['("My ""Trades""".symbol = $1)', ['My "Trades".symbol equal']],
  ["(t.note = 'x.y = z.a and ''b.c'' <'::text)", ['t.note equal']],
  ['(lower(t.symbol) = $1)', ['t.symbol other']],
  ['(t.price > t.stop)', ['t.price range', 't.stop other']],
  ['(pg_catalog.lower($1) = $2)', []],
  ['(t.closed_at IS NULL)', ['t.closed_at other']],
])('reads the columns of %s', (filter, expected) => {
  expect(columnTexts(scan('t', { Filter: filter }))).toEqual(expected);
});

it('reads both sides of a join', () => {
  const join = node(
    'Hash Join',
    { 'Hash Cond': '(f.order_id = o.id)' },
    scan('fills', { Alias: 'f' }),
    node('Hash', {}, scan('orders', { Alias: 'o', Filter: '(o.account_id = $1)' })),
  );
  expect(columnTexts(join)).toEqual(['f.order_id equal', 'o.id equal', 'o.account_id equal']);
});

it('takes an extreme for an order, where tables are named and where there is only one', () => {
  const one = planFrom(node('Aggregate', { Output: ['max(funded_at)'] }, scan('rates', { Alias: 'r' })));
  expect(orderedColumnsOf(one)).toEqual([{ alias: 'r', column: 'funded_at', use: 'order' }]);
  const two = planFrom(
    node('Aggregate', { Output: ['min(r.funded_at)', 'count(*)'] }, scan('rates', { Alias: 'r' }), scan('symbols')),
  );
  expect(orderedColumnsOf(two)).toEqual([{ alias: 'r', column: 'funded_at', use: 'order' }]);
});

it('reads conditions on nulls, and none that is one of several', () => {
  const conditions = (filter: string): unknown => nullConditionsOf(planFrom(scan('o', { Filter: filter })));
  expect(conditions('((o.closed_at IS NULL) AND (o.symbol = $1))')).toEqual([
    { alias: 'o', column: 'closed_at', isNull: true },
  ]);
  expect(conditions('(o.closed_at IS NOT NULL)')).toEqual([{ alias: 'o', column: 'closed_at', isNull: false }]);
  expect(conditions('((o.closed_at IS NULL) OR (o.symbol = $1))')).toEqual([]);
  expect(conditions("(o.note = '(o.closed_at IS NULL)'::text)")).toEqual([]);
});

it('writes a plan as lines, and takes nothing else for a plan', () => {
  const plan = planFrom(
    node('Limit', {}, scan('trades', { 'Index Name': 'trades_pkey', 'Index Cond': '(trades.id = $1)' }, 'Index Scan')),
  );
  expect(linesOf(plan)).toEqual(['Limit', '  Index Scan on public.trades by trades_pkey']);
  for (const answer of [undefined, [], [{}], [{ Plan: { 'Node Type': 'Result' } }], 'Seq Scan on trades']) {
    expect(planOf(answer)).toBeUndefined();
  }
});
