// Every form of pg on a real server: what is recorded, against what the program counted and what the server logged.

import type { ReuseRow } from '../../src/model/reuse/reuse-sums.js';
import type { Report } from '../../src/model/report/report.js';
import { countsOf, type Outcome } from '../support/programs.js';
import { asReported, Postgres, without } from './postgres.js';

jest.setTimeout(60_000);

let postgres: Postgres;
beforeAll(async () => {
  postgres = await Postgres.start();
}, 120_000);
afterAll(() => postgres?.stop());

/** The process's number stands in Node's warnings. */
function stderrOf({ stderr }: Outcome): string {
  return stderr.replaceAll(/\(node:\d+\)/g, '(node)');
}

function failuresOf(report: Report): Record<string, number> {
  const failed = report.operations.filter((operation) => operation.kind === 'query' && operation.failed > 0);
  return Object.fromEntries(failed.map((operation) => [operation.name, operation.failed]));
}

it('counts text, config, prepared statements, promises and callbacks as the program and the server do', async () => {
  const bare = await postgres.bare('plain-forms.cjs');
  const { told, executed, outcome } = await postgres.recorded('plain-forms.cjs');
  expect(told).toEqual(bare.told);
  expect(stderrOf(outcome)).toBe(stderrOf(bare.outcome));
  expect(outcome.code).toBe(0);
  expect(executed).toEqual(told.counts);
  expect(countsOf(outcome.report, 'query')).toEqual(asReported(told.counts));
  expect(countsOf(outcome.report, 'external')).toEqual({ 'pg.connect': 1 });
  expect(failuresOf(outcome.report)).toEqual({});
  expect(outcome.report.losses).toEqual([]);
});

it('hands on the objects that submit themselves, and counts each to its end', async () => {
  const bare = await postgres.bare('submittables.cjs');
  const { told, executed, outcome } = await postgres.recorded('submittables.cjs');
  expect(told).toEqual(bare.told);
  expect(stderrOf(outcome)).toBe(stderrOf(bare.outcome));
  // A cursor that nobody reads is prepared, and never executed.
  expect(executed).toEqual(without(told.counts, ['SELECT g AS unread FROM generate_series(0, 99) g']));
  expect(countsOf(outcome.report, 'query')).toEqual(asReported(told.counts));
  expect(failuresOf(outcome.report)).toEqual({});
  expect(outcome.report.losses).toEqual([]);
});

it('tells waiting for a connection of a pool from opening one', async () => {
  const bare = await postgres.bare('pool.cjs');
  const { told, executed, connections, outcome } = await postgres.recorded('pool.cjs');
  expect(told).toEqual(bare.told);
  expect(stderrOf(outcome)).toBe(stderrOf(bare.outcome));
  expect(executed).toEqual(told.counts);
  expect(connections).toBe(told['opened']);
  expect(countsOf(outcome.report, 'query')).toEqual(asReported(told.counts));
  expect(countsOf(outcome.report, 'wait')).toEqual({ pool: told['asked'] });
  expect(countsOf(outcome.report, 'external')).toEqual({ 'pg.connect': told['opened'] });
  // Of the pool with one connection two at once, because nobody waits for the submitted query; of that with two, eight.
  expect(outcome.report.runtime?.resources?.pools).toEqual([
    { name: expect.stringMatching(/^[\w.]+:\d+\/\w+$/), max: 3, neededMost: 10 },
  ]);
});

it('takes no connection of a database for a feed, whose end would be a reconnect', async () => {
  const { told, outcome } = await postgres.recorded('replay.cjs');
  const { feed, runtime, ticks } = outcome.report;
  expect([ticks.count, told['ticks'], Number(told['opened']) > 2]).toEqual([20, 20, true]);
  expect(feed).toMatchObject([{ received: 20, reconnects: 0 }]);
  expect(feed[0]?.connection).toBeUndefined();
  expect(runtime?.resources?.pools).toEqual([{ name: told['pool'], max: 2, neededMost: 2 }]);
});

it('counts where the program has promises of a library, and gives it those', async () => {
  const bare = await postgres.bare('own-promises.cjs');
  const { told, executed, connections, outcome } = await postgres.recorded('own-promises.cjs');
  expect(told).toEqual(bare.told);
  expect(stderrOf(outcome)).toBe(stderrOf(bare.outcome));
  expect(executed).toEqual(told.counts);
  expect(countsOf(outcome.report, 'query')).toEqual(asReported(told.counts));
  expect(failuresOf(outcome.report)).toEqual(told.failures);
  expect(countsOf(outcome.report, 'wait')).toEqual({ pool: 2 });
  expect(countsOf(outcome.report, 'external')).toEqual({ 'pg.connect': connections });
});

it('ends a statement that fails, is cancelled or loses its connection, as failed', async () => {
  const watched = 'SELECT count(*)::int AS running FROM pg_stat_activity WHERE pid = $1 AND state = $2 AND query = $3';
  const bare = await postgres.bare('failures.cjs');
  const { told, executed, outcome } = await postgres.recorded('failures.cjs');
  // How often the program looks whether a statement runs already is the machine's business.
  expect({ ...told, counts: without(told.counts, [watched]) }).toEqual({
    ...bare.told,
    counts: without(bare.told.counts, [watched]),
  });
  expect(stderrOf(outcome)).toBe(stderrOf(bare.outcome));
  // The server shows it as running when it has read it, and may be told to end it before it logs that it executes it.
  const ended = 'SELECT pg_sleep($1) AS running';
  expect(without(executed, [ended])).toEqual(
    without(told.counts, [
      ended,
      // Refused before they are executed.
      'SELEC price FROM quotes',
      'SELECT price FROM nowhere WHERE id = $1',
      'SELECT cursor FROM nobody',
      'SELECT stream FROM nobody',
      'SELECT $1::int / $2::int AS ratio',
      // Never sent.
      '',
      'SELECT true AS waiting',
      'SELECT true AS waiting_submitted',
      'SELECT true AS waiting_cursor',
      'SELECT true AS late',
      'SELECT true AS after_the_end',
      'SELECT true AS submitted_after_the_end',
    ]),
  );
  expect(countsOf(outcome.report, 'query')).toEqual(asReported(told.counts));
  expect(failuresOf(outcome.report)).toEqual(asReported(told.failures));
  expect(outcome.report.losses).toEqual([]);
});

it('hands on the promises that the driver makes: as many microtasks, the same stacks, and failures counted', async () => {
  const bare = await postgres.bare('promises.cjs');
  const { told, outcome } = await postgres.recorded('promises.cjs');
  expect(told).toEqual(bare.told);
  expect(stderrOf(outcome)).toBe(stderrOf(bare.outcome));
  expect(countsOf(outcome.report, 'query')).toEqual(asReported(told.counts));
  expect(failuresOf(outcome.report)).toEqual(asReported(told.failures));
});

it('says which reads of ticks ask for what was asked before, and runs nothing of the program to know it', async () => {
  const bare = await postgres.bare('same-reads.cjs');
  const { told, outcome } = await postgres.recorded('same-reads.cjs');
  expect(told).toEqual(bare.told);
  const again = new Map(
    (told['again'] as readonly [string, number, number][]).map(([text, asked, different]) => [
      text,
      { asked, different },
    ]),
  );
  const rows = outcome.segments.flatMap(({ operations }) => operations).filter(({ askedValues }) => askedValues);
  const sumsOf = (name: string): unknown => {
    const reuse = rows.filter((row) => row.name === name).map(({ askedValues }) => askedValues as ReuseRow);
    const total = (key: 'lookUps' | 'firsts' | 'missed'): number => reuse.reduce((sum, row) => sum + row[key], 0);
    return { asked: total('lookUps'), different: total('firsts'), unread: total('missed') };
  };
  const SETTING = 'SELECT $1::text AS setting';
  const ORDER = 'SELECT $1::int AS order_id';
  expect(sumsOf(SETTING)).toEqual({ ...again.get(SETTING), unread: 0 });
  expect(sumsOf('SELECT ? AS limit_of_all')).toEqual({ ...again.get('SELECT 7 AS limit_of_all'), unread: 0 });
  expect(sumsOf(ORDER)).toEqual({ ...again.get(ORDER), unread: 0 });
  expect(sumsOf('SELECT $1::timestamptz AS at')).toEqual({ asked: 0, different: 0, unread: 240 });
  expect(sumsOf('SELECT $1::text AS kept')).toEqual({ asked: 0, different: 0, unread: 480 });
  // Not that which locks its rows.
  expect(new Set(rows.map(({ name }) => name)).size).toBe(5);
  const finding = outcome.report.findings.find(({ id, evidence }) => {
    return id === 'reads-in-every-tick' && evidence['statement'] === SETTING;
  });
  // 237 of 240; shares are not rounded up.
  expect(finding?.evidence).toMatchObject({
    'asked with the same values before': '98.7 %',
    'answers that a cache would hold': '3',
  });
});
