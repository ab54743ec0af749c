// SQLite by Node's own module and by better-sqlite3: every statement once, as the program counts them.

import { installFixture } from '../support/installed-fixture.js';
import { countsOf, fixture, runBare, runRecorded } from '../support/programs.js';
import { asReported, type Told } from './postgres.js';

jest.setTimeout(60_000);

beforeAll(() => installFixture('better-sqlite3'), 120_000);

const TICK = 'tick onCandle';

describe.each(['node:sqlite', 'better-sqlite3'])('%s', (driver) => {
  const program = [fixture('database/sqlite-forms.cjs')];
  const environment = { SQLITE: driver, TICKSCOPE_TICK_BUDGET: '0.001us' };

  it('counts what is run, read at once and iterated over, and leaves the program as it was', async () => {
    const bare = await runBare(program, { environment });
    const { stdout, stderr, code, report } = await runRecorded(program, { environment });
    expect({ stdout, code }).toEqual({ stdout: bare.stdout, code: 0 });
    expect(stderr.replaceAll(/\(node:\d+\)/g, '')).toBe(bare.stderr.replaceAll(/\(node:\d+\)/g, ''));
    const told = JSON.parse(stdout) as Told & { readonly ticks: { readonly seen: number[]; readonly calls: number } };
    expect(countsOf(report, 'query')).toEqual(asReported(told.counts));
    const failed = report.operations.filter((operation) => operation.failed > 0);
    expect(Object.fromEntries(failed.map((operation) => [operation.name, operation.failed]))).toEqual(
      asReported(told.failures),
    );
    expect(countsOf(report, 'database')).toEqual({ 'CandleRepository.saveCandle': told.ticks.calls });
    expect(report.ticks.count).toBe(told.ticks.seen.length);
    expect(report.losses).toEqual([]);
  });

  it('puts a statement under the method that ran it, and a loop over rows inside the statement', async () => {
    const { report } = await runRecorded(program, { environment });
    const trees = report.slowest.map(({ spans }) =>
      spans
        .map(({ kind, name, parent }) => `${kind} ${name} < ${spans[parent]?.name ?? 'nobody'}`)
        // A collection may fall anywhere.
        .filter((text) => !text.startsWith('wait gc')),
    );
    const tree = (indicators: number): string[] => [
      `${TICK} < nobody`,
      'database CandleRepository.saveCandle < onCandle',
      'query INSERT INTO candles VALUES (?) < CandleRepository.saveCandle',
      'query SELECT close FROM candles < onCandle',
      ...Array<string>(indicators).fill('indicator EmaIndicator.nextValue < SELECT close FROM candles'),
      'query SELECT count(*) AS candles FROM candles < onCandle',
    ];
    expect(trees.toSorted((one, other) => one.length - other.length)).toEqual([tree(1), tree(2)]);
  });
});

const LOADED_FIRST = { NODE_OPTIONS: `--require ${JSON.stringify(fixture('database/loads-sqlite-first.cjs'))}` };

it.each([
  ['sqlite-import.mjs', 3, {}],
  ['sqlite-builtin.cjs', 1, {}],
  ['sqlite-builtin.cjs', 1, LOADED_FIRST],
])('reaches the module however the program gets it: %s', async (name, count, environment) => {
  const program = [fixture(`database/${name}`)];
  const bare = await runBare(program, { environment });
  const recorded = await runRecorded(program, { environment });
  expect([recorded.stdout, recorded.code]).toEqual([bare.stdout, 0]);
  expect(countsOf(recorded.report, 'query')).toEqual({ 'SELECT true AS loaded': count });
});

it('loads nothing that the program does not: in some versions of Node a warning comes with it', async () => {
  const program = [fixture('database/no-sqlite.cjs')];
  const bare = await runBare(program);
  const recorded = await runRecorded(program);
  expect(recorded).toMatchObject({ stdout: '1 []\n', stderr: bare.stderr, code: 0 });
  expect(bare.stdout).toBe(recorded.stdout);
});
