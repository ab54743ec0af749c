import { type PlanLook, PLANS_SCHEMA, type PlansReport } from '../../src/model/report/plans-report.js';
import type { Bytes, Nanoseconds, Share } from '../../src/model/units.js';
import { renderPlans } from '../../src/report/plans-text.js';

const USE = {
  statement: 'SELECT price FROM trades WHERE symbol = $1 ORDER BY traded_at DESC LIMIT ?',
  count: 1_200,
  meanNanos: 30.7e6 as Nanoseconds,
  p50Nanos: 29.4e6 as Nanoseconds,
  share: 0.41 as Share,
};

const REPORT: PlansReport = {
  schema: PLANS_SCHEMA,
  program: 'bot.js',
  database: { version: '15.18', hypopg: '1.3.1' },
  statements: [
    {
      ...USE,
      cost: 4_296,
      shape: '5cf522b4',
      plan: ['Limit', '  Sort', '    Seq Scan on public.trades'],
      remarks: ['It reads all of public.trades (200,000 rows, 13.7 MB).'],
    },
  ],
  indexes: [
    {
      create: 'CREATE INDEX CONCURRENTLY ON public.trades (symbol, traded_at);',
      table: 'public.trades',
      columns: ['symbol', 'traded_at'],
      confidence: 'checked',
      sizeBytes: 9_670_000 as Bytes,
      uses: [{ ...USE, costBefore: 4_296, costAfter: 6.83, gainNanos: 22.5e6 as Nanoseconds }],
      rowsWritten: 1_800,
      saved: 4_335_600,
      paid: 14_400,
    },
  ],
  notPlanned: [{ statement: 'SELECT \u001b[31m1', reason: 'somebody else has locked its table' }],
  notes: ['Plans are for values of the usual kind.'],
};

const PAGE = { columns: 80, colours: false };

it('says which index to make, for what, and what it costs; then the plans', () => {
  expect(renderPlans(REPORT, PAGE))
    .toBe(`Plans of bot.js's statements on PostgreSQL 15.18, HypoPG 1.3.1. Nothing was run,
read or created.

Indexes that would help
  CREATE INDEX CONCURRENTLY ON public.trades (symbol, traded_at);
    SELECT price FROM trades WHERE symbol = $1 ORDER BY traded_at DESC LIMIT ?
      1,200 calls, 30.7 ms mean, 41.0 % of the time in slow ticks. Its cost
      falls from 4,296 to 6.83, as the planner counts with this index (HypoPG).
      If its time falls as its cost does, p95 would be 22.5 ms less, other work
      unchanged.
    The program has written 1,800 rows to public.trades in this record. In the
    planner's unit the statements save 4,335,600 and the writes pay 14,400. It
    would take about 9.67 MB.

Plans
  SELECT price FROM trades WHERE symbol = $1 ORDER BY traded_at DESC LIMIT ?
    1,200 calls, 30.7 ms mean, 41.0 % of the time in slow ticks, cost 4,296,
    shape 5cf522b4
      Limit
        Sort
          Seq Scan on public.trades
    It reads all of public.trades (200,000 rows, 13.7 MB).

Not planned
  SELECT \\u{1b}[31m1
    somebody else has locked its table.

Read on
  Plans are for values of the usual kind.
  docs/reference/plans.md
`);
});

it('says which plans have changed since an earlier look, with both plans and the time of both records', () => {
  const look = (count: number, p50Nanos: number, shape: string, plan: string[]): PlanLook => ({
    count,
    p50Nanos: p50Nanos as Nanoseconds,
    shape,
    plan,
  });
  const statement = 'SELECT price FROM trades WHERE symbol = $1';
  const before = look(900, 1.5e6, '1b0f3c5e', ['Index Scan on public.trades by trades_symbol']);
  const now = look(1_200, 30e6, '5cf522b4', ['Seq Scan on public.trades']);
  const text = renderPlans({ ...REPORT, changes: [{ statement, before, now, time: 'slower' }] }, PAGE);
  expect(text).toContain(`
Plans that have changed
  SELECT price FROM trades WHERE symbol = $1
    Slower, 20.0 times as long: a median of 1.50 ms in 900 calls before, 30.0 ms
    in 1,200 now.
    Before, shape 1b0f3c5e:
      Index Scan on public.trades by trades_symbol
    Now, shape 5cf522b4:
      Seq Scan on public.trades

Indexes that would help
`);
  expect(renderPlans({ ...REPORT, changes: [] }, PAGE)).toContain('Plans that have changed\n  None of the');
});

it('cuts a node that is wider than the page, and keeps its place', () => {
  const [statement] = REPORT.statements;
  const plan = ['Limit', `  Index Scan on public.trades by ${'x'.repeat(80)}`];
  const text = renderPlans(
    { ...REPORT, statements: [{ ...(statement as NonNullable<typeof statement>), plan }] },
    PAGE,
  );
  const [line = ''] = /^.*Index Scan.*$/m.exec(text) ?? [];
  expect(line).toMatch(/^ {8}Index Scan on public\.trades by x+…$/);
  expect(line).toHaveLength(80);
});

it('says that a guess is one', () => {
  const [index] = REPORT.indexes;
  const { sizeBytes: _size, saved: _saved, paid: _paid, ...guess } = index as NonNullable<typeof index>;
  const [{ costAfter: _after, gainNanos: _gain, ...use }] = guess.uses as [(typeof guess.uses)[number]];
  const text = renderPlans(
    { ...REPORT, database: { version: '15.18' }, indexes: [{ ...guess, confidence: 'guessed', uses: [use] }] },
    PAGE,
  );
  expect(text).toMatch(/PostgreSQL 15\.18, without HypoPG/);
  expect(text).toMatch(/A guess by rule of thumb, which the planner was not asked about/);
  expect(text).not.toMatch(/falls from/);
});

it('says so where no index would help', () => {
  expect(renderPlans({ ...REPORT, indexes: [], statements: [], notPlanned: [] }, PAGE)).toMatch(
    /Indexes that would help\n  None\.\n\nRead on/,
  );
});
