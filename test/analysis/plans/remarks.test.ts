import { remarksOn } from '../../../src/analysis/plans/remarks.js';
import { usedStatements } from '../../../src/analysis/plans/statement-uses.js';
import type { Bytes } from '../../../src/model/units.js';
import type { RankedOperation } from '../../../src/model/report/ranking-report.js';
import type { ReportOperation } from '../../../src/model/report/report.js';
import { node, planFrom, scan, table } from './drawn-plan.js';

const MEMORY = 4_194_304 as Bytes;

function remarks(root: Parameters<typeof planFrom>[0], facts = table('trades'), added = 0): string[] {
  const rowsAdded = new Map(added === 0 ? [] : [['public.trades', added]]);
  return remarksOn({ plan: planFrom(root), tables: [facts], workMemoryBytes: MEMORY, rowsAdded });
}

it('names a scan of a whole table that is most of the plan, and whether the table grows', () => {
  expect(remarks(scan('trades'))).toEqual(['It reads all of public.trades (1,000,000 rows, 80.0 MB).']);
  expect(remarks(scan('trades'), table('trades'), 1_800)).toEqual([
    'It reads all of public.trades (1,000,000 rows, 80.0 MB). It grows: the program has added 1,800 rows in this record.',
  ]);
  expect(remarks(node('Append', { 'Total Cost': 5_000 }, scan('trades')))).toEqual([]);
  expect(remarks(scan('trades'), table('trades', { bytes: 900_000 as Bytes }))).toEqual([]);
  expect(remarks(scan('trades', { 'Index Name': 'i' }, 'Index Scan'))).toEqual([]);
});

it('names a sort that does not fit into memory, and none of which only the first rows are kept', () => {
  // Rows of 25 bytes take 32, and 40 beside them: 58,254 fit.
  const sort = (rows: number): ReturnType<typeof node> =>
    node(
      'Sort',
      { 'Sort Key': ['trades.price'], 'Plan Rows': rows, 'Plan Width': 25 },
      scan('trades', {}, 'Index Scan'),
    );
  expect(remarks(node('Aggregate', {}, sort(58_254)))).toEqual([]);
  expect(remarks(node('Aggregate', {}, sort(58_255)))).toEqual([
    expect.stringMatching(
      /^It sorts about 4\.19 MB by trades\.price, which is more than work_mem \(4\.19 MB\): on disk\./,
    ),
  ]);
  expect(remarks(sort(58_255))).toHaveLength(1);
  expect(remarks(node('Limit', { 'Plan Rows': 50 }, sort(1_000_000)))).toEqual([]);
});

it('names what is expected and does not come, and the other way round', () => {
  const said = (rows: number, rowsPerCall: number, type = 'Seq Scan'): string[] =>
    remarksOn({
      plan: planFrom(node(type, { 'Plan Rows': rows })),
      tables: [],
      workMemoryBytes: MEMORY,
      rowsAdded: new Map(),
      rowsPerCall,
    });
  expect(said(15_000, 3)).toEqual([
    expect.stringMatching(/^The plan expects 15,000 rows, and a call returns 3\.00, mean .* rarer/),
  ]);
  expect(said(10, 100)).toEqual([expect.stringMatching(/more frequent/)]);
  expect(said(11, 100)).toEqual([]);
  expect(said(99, 0)).toEqual([]);
  expect(said(15_000, 3, 'Limit')).toEqual([]);
});

it('names statistics that are missing, or old', () => {
  const { rows: _none, ...unknown } = table('trades');
  const indexed = scan('trades', {}, 'Index Scan');
  expect(remarks(indexed, unknown)).toEqual([expect.stringMatching(/^public\.trades has no statistics/)]);
  expect(remarks(indexed, table('trades', { changedSinceAnalysed: 299_999 }))).toEqual([]);
  expect(remarks(indexed, table('trades', { changedSinceAnalysed: 300_000 }))).toEqual([
    expect.stringMatching(/^The statistics of public\.trades are old: 300,000 rows have changed since, of 1,000,000/),
  ]);
});

it('looks at what slow ticks wait for first, then at what takes the time of the database', () => {
  const row = (name: string, totalNanos: number, more: object = {}): ReportOperation =>
    ({ kind: 'query', name, count: 10, totalNanos, p50Nanos: totalNanos / 20, ...more }) as ReportOperation;
  const { uses, left } = usedStatements({
    operations: [
      row('SELECT 1 AS long', 9_000),
      row('SELECT 1 AS awaited', 100, { loopNanos: 40 }),
      row('SELECT 1 AS short', 20),
      row('BEGIN', 5_000),
      row('__other__', 5_000),
    ],
    ranking: [{ kind: 'query', name: 'SELECT 1 AS awaited', share: 0.3 } as RankedOperation],
  });
  expect(uses).toEqual([
    { statement: 'SELECT 1 AS awaited', count: 10, meanNanos: 6, p50Nanos: 5, share: 0.3 },
    { statement: 'SELECT 1 AS long', count: 10, meanNanos: 900, p50Nanos: 450 },
  ]);
  expect(left).toBe(1);
});
