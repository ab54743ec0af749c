// `tickscope plans` on a real PostgreSQL: what it advises is made there and timed, and what it does is held against the server's own counts.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import type { PlansReport } from '../../src/model/report/plans-report.js';
import { median } from '../../src/analysis/statistics/numbers.js';
import type { Report, ReportOperation } from '../../src/model/report/report.js';
import { recordOf } from '../analysis/detectors/recording.js';
import { type Ended, tickscope } from '../cli/tickscope.js';
import { recordText, writeFile } from '../record-file/record-files.js';
import { fixture, REGISTER, run } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { asReported, Postgres } from './postgres.js';

jest.setTimeout(60_000);

type Asked = readonly [text: string, values: readonly unknown[]];
type Statements = Readonly<Record<string, Asked>>;
const { wanting, content, helpless } = require('../fixtures/database/trading/statements.cjs') as Readonly<
  Record<'wanting' | 'content' | 'helpless', Statements>
>;

const cwd = temporaryFolder();
const recorded = path.join(cwd, 'recorded');
let postgres: Postgres;
let client: Client;

beforeAll(async () => {
  postgres = await Postgres.start({ hypopg: true });
  client = new Client({ connectionString: postgres.url });
  await client.connect();
  await client.query('CREATE EXTENSION hypopg; CREATE EXTENSION pg_stat_statements');
  await client.query(readFileSync(fixture('database/trading/tables.sql'), 'utf8'));
  const environment = { DATABASE_URL: postgres.url, TICKSCOPE_DIR: recorded };
  const { code, stderr } = await run(
    [process.execPath, '--require', REGISTER, fixture('database/trading/program.cjs')],
    {
      environment,
    },
  );
  if (code !== 0) throw new Error(stderr);
}, 120_000);
afterAll(async () => {
  await client?.end();
  await postgres?.stop();
});

function command(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return tickscope(['plans', ...args], {
    cwd,
    env: { DATABASE_URL: postgres.url, TICKSCOPE_DIR: recorded, HOME: cwd, ...env },
  });
}

async function planned(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<PlansReport> {
  const { code, stdout, stderr } = await command([...args, '--format', 'json'], env);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as PlansReport;
}

/** The name that the record has for a statement; of a long one its beginning. */
function nameOf([text]: Asked): string {
  const [name = ''] = Object.keys(
    asReported({ [text.replaceAll(/'[^']*'/g, '?').replace(/IN \([^)]*\)/, 'IN (?)')]: 1 }),
  );
  return name.slice(0, 149);
}

function indexesFor({ indexes }: PlansReport, statement: Asked): string[] {
  return indexes
    .filter(({ uses }) => uses.some((use) => use.statement.startsWith(nameOf(statement))))
    .map(({ create }) => create);
}

/** A report of the same program as if each of these had taken a tenth of its time. */
async function reportOf(statements: readonly Asked[], writes: Readonly<Record<string, number>> = {}): Promise<string> {
  const file = path.join(cwd, 'some.json');
  const { stdout } = await tickscope(['report', '--format', 'json'], { cwd, env: { TICKSCOPE_DIR: recorded } });
  const report = JSON.parse(stdout) as Report;
  const template = report.operations.find(({ kind }) => kind === 'query') as ReportOperation;
  const row = (name: string, count: number): ReportOperation => ({ ...template, name, count });
  const operations = [
    ...statements.map((each) => row(nameOf(each), 10)),
    ...Object.entries(writes).map(([name, count]) => ({ ...row(name, count) })),
  ];
  // What Tickscope took of the processor's time is said by two clocks, and on a busy machine may be more than there was.
  const { busyShare: _share, ...overhead } = report.overhead;
  writeFileSync(file, JSON.stringify({ ...report, overhead, operations, ranking: [], findings: [] }));
  return file;
}

/** What the command writes of the same statements when each call takes so long. */
async function plansWhere(millis: number, options: readonly string[] = []): Promise<PlansReport> {
  const file = await reportOf(Object.values(wanting));
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  const operations = report.operations.map((row) => ({
    ...row,
    count: 40,
    totalNanos: 40 * millis * 1e6,
    loopNanos: 0,
    p50Nanos: millis * 1e6,
  }));
  writeFileSync(file, JSON.stringify({ ...report, operations }));
  return planned([file, ...options]);
}

/** By the server, of five executions that leave nothing behind. */
async function millisOf([text, values]: Asked): Promise<number> {
  const times: number[] = [];
  for (let time = 0; time < 5; time++) {
    await client.query('BEGIN');
    const { rows } = await client.query<{ 'QUERY PLAN': [{ 'Execution Time': number }] }>(
      `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`,
      [...values],
    );
    await client.query('ROLLBACK');
    times.push(rows[0]?.['QUERY PLAN'][0]['Execution Time'] ?? Number.NaN);
  }
  return median(times);
}

it('advises indexes that make four of five statements a third faster, by the time that the server measures', async () => {
  const report = await planned();
  const table: string[] = [];
  let faster = 0;
  for (const [name, statement] of Object.entries(wanting)) {
    const advised = indexesFor(report, statement);
    const before = await millisOf(statement);
    const made: string[] = [];
    for (const [place, create] of advised.entries()) {
      made.push(`tried_${place}`);
      await client.query(create.replace('INDEX CONCURRENTLY ON', `INDEX tried_${place} ON`));
    }
    const after = await millisOf(statement);
    for (const index of made) await client.query(`DROP INDEX ${index}`);
    const isFaster = advised.length > 0 && after <= before * 0.7;
    if (isFaster) faster++;
    table.push(
      `${isFaster ? 'faster' : 'NOT   '} ${before.toFixed(2).padStart(7)} -> ${after.toFixed(2).padStart(7)} ms  ${name}: ${advised.join(' ') || 'none'}`,
    );
  }
  process.stdout.write(`${table.join('\n')}\n`);
  expect(Object.keys(wanting)).toHaveLength(21);
  expect(faster / 21).toBeGreaterThanOrEqual(0.8);
});

it('finds each plan that has changed since an earlier look, and none where only the values and the time are others', async () => {
  const { indexes, statements } = await planned();
  // What is cut in the record is left out: its text is not in a report that is made here.
  const indexed = statements.filter(
    ({ statement }) =>
      !statement.includes('…') && indexes.some(({ uses }) => uses.some((use) => use.statement === statement)),
  );
  const earlier = path.join(cwd, 'earlier.json');
  const made: string[] = [];
  try {
    for (const [place, { create }] of indexes.entries()) {
      await client.query(create.replace('INDEX CONCURRENTLY ON', `INDEX flipped_${place} ON`));
      made.push(`flipped_${place}`);
    }
    writeFileSync(earlier, JSON.stringify(await plansWhere(1)));
    expect((await plansWhere(10, ['--before', earlier])).changes).toEqual([]);
  } finally {
    for (const index of made) await client.query(`DROP INDEX ${index}`);
  }
  const now = await plansWhere(10, ['--before', earlier]);
  const changed = now.changes?.map(({ statement }) => statement) ?? [];
  expect(changed.length).toBeGreaterThanOrEqual(10);
  expect(changed.toSorted(byText)).toEqual(indexed.map(({ statement }) => statement).toSorted(byText));
  for (const change of now.changes ?? []) {
    expect([change.time, change.before.plan.join(' ')]).toEqual(['slower', expect.stringMatching(/ by flipped_/)]);
    expect(change.now.plan.join(' ')).not.toMatch(/flipped_/);
  }
});

it.each([
  ['gone.json', undefined, /^tickscope: gone\.json is no file\. Give a file that tickscope plans/],
  ['cut.json', '{"schema":', /^tickscope: cut\.json is cut off: it ends before its list of plans does, after 10 B\./],
  ['text.json', 'plans', /^tickscope: text\.json is no JSON\./],
  [
    'report.json',
    '{"schema":"tickscope.report/1"}',
    /^tickscope: report\.json has no plans: its schema is "tickscope\.report\/1"/,
  ],
  [
    'part.json',
    '{"schema":"tickscope.plans/1","program":"bot.js","statements":[{"statement":"SELECT 1"}]}',
    /^tickscope: part\.json is not whole: statements\[0\]\.count is missing\./,
  ],
])('says what is wrong with an earlier look in %s', async (name, text, message) => {
  if (text !== undefined) writeFileSync(path.join(cwd, name), text);
  const { code, stdout, stderr } = await command(['--before', name]);
  expect([code, stdout, stderr]).toEqual([3, '', expect.stringMatching(message)]);
});

it('advises none for a table that is written all the time, and says why', async () => {
  const decoy = content['what is written all the time'] as Asked;
  const insert = 'INSERT INTO quotes (id, symbol, bid, ask, quoted_at) VALUES ($1, $2, ?, ?, now())';
  expect(indexesFor(await planned(), decoy)).toEqual([]);
  const busy = await planned([await reportOf([decoy], { [insert]: 1_800 })]);
  expect(busy.indexes).toEqual([]);
  // Two pages a row, at the 4 that a page at random costs on this server.
  expect(busy.statements[0]?.remarks.at(-1)).toMatch(
    /^An index on public\.quotes \(symbol.*\) would save [\d,]+ .* and writing 1,800 rows to the table would cost 14,400 more: none is advised/,
  );
  // The same statement in a program that seldom writes there.
  const quiet = await planned([await reportOf([decoy], { [insert]: 18 })]);
  expect(indexesFor(quiet, decoy)).toHaveLength(1);
});

it('advises none where no index would help, or the right one is there', async () => {
  const { 'what is written all the time': _decoy, ...others } = content;
  const declined = [...Object.values(others), ...Object.values(helpless)];
  const { statements, indexes, notPlanned } = await planned([await reportOf(declined)]);
  expect(statements.map(({ statement }) => statement).toSorted(byText)).toEqual(declined.map(nameOf).toSorted(byText));
  expect([indexes, notPlanned]).toEqual([[], []]);
});

function byText(one: string, other: string): number {
  return one < other ? -1 : 1;
}

it('reads no table, changes none and makes no index: by the counts and the log of the server', async () => {
  const before = await countedByServer();
  const logged = postgres.logged('tickscope plans').length;
  await planned();
  await untilGone('tickscope plans');
  const after = await countedByServer();
  expect([after.tables, after.objects]).toEqual([before.tables, before.objects]);
  // To plan a join, PostgreSQL itself looks at the end of an index, as each time that the program asks: one entry of it.
  const looked = after.indexes.filter((index, place) => index.scans !== before.indexes[place]?.scans);
  expect(looked.map(({ name }) => name)).toEqual(['orders_pkey']);
  const [old] = before.indexes.filter(({ name }) => name === 'orders_pkey');
  expect(Number(looked[0]?.entries) - Number(old?.entries)).toBe(Number(looked[0]?.scans) - Number(old?.scans));

  const statements = postgres.logged('tickscope plans').slice(logged);
  expect(statements.length).toBeGreaterThan(100);
  const verb = /^\w+(?: TRANSACTION READ ONLY| \(FORMAT JSON, VERBOSE\) EXECUTE)?/;
  expect(new Set(statements.flatMap((text) => text.split(/; ?/)).map((each) => verb.exec(each)?.[0] ?? each))).toEqual(
    new Set([
      'BEGIN TRANSACTION READ ONLY',
      'DEALLOCATE',
      'DISCARD',
      'EXPLAIN (FORMAT JSON, VERBOSE) EXECUTE',
      'PREPARE',
      'ROLLBACK',
      'SAVEPOINT',
      'SELECT',
      // Behind the first line of what begins a transaction.
      '',
    ]),
  );
  expect(statements.filter((text) => /\b(?:ANALYZE|COMMIT)\b/i.test(text))).toEqual([]);
  // What outlives a transaction is taken back, as often as it was made.
  const taken = statements.filter((text) => /^SELECT public\.hypopg_reset\(\); DEALLOCATE tickscope_plan$/.test(text));
  expect(taken).toHaveLength(statements.filter((text) => text.startsWith('PREPARE')).length);
});

interface ServerCounts {
  readonly tables: unknown;
  readonly indexes: readonly { readonly name: string; readonly scans: string; readonly entries: string }[];
  readonly objects: unknown;
}

async function countedByServer(): Promise<ServerCounts> {
  await client.query('SELECT pg_stat_force_next_flush()');
  const tables = await client.query(
    `SELECT relname, seq_scan, seq_tup_read, n_tup_ins, n_tup_upd, n_tup_del, n_live_tup FROM pg_stat_user_tables ORDER BY 1`,
  );
  const indexes = await client.query<ServerCounts['indexes'][number]>(
    'SELECT indexrelname AS name, idx_scan AS scans, idx_tup_read AS entries FROM pg_stat_user_indexes ORDER BY 1',
  );
  const objects = await client.query('SELECT count(*) FROM pg_class');
  return { tables: tables.rows, indexes: indexes.rows, objects: objects.rows };
}

/** Counts of a connection are added up when it ends. */
async function untilGone(application: string): Promise<void> {
  for (;;) {
    const { rowCount } = await client.query('SELECT FROM pg_stat_activity WHERE application_name = $1', [application]);
    if (rowCount === 0) return;
  }
}

it('works for a user who may only read, and says what it may not plan', async () => {
  await client.query('CREATE ROLE reader LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader');
  const asOwner = await planned();
  const asReader = await planned([], { DATABASE_URL: postgres.url.replace('postgres@', 'reader@') });
  const update = wanting['a position that changes'] as Asked;
  expect(asReader.notPlanned).toContainEqual({
    statement: nameOf(update),
    reason: 'permission denied for table positions: EXPLAIN wants the rights of the statement itself',
  });
  // What the database counts of others it does not tell: not the text of a long statement, nor how many rows come.
  const long = indexesFor(asOwner, wanting['the last trade of each symbol'] as Asked);
  const without = asOwner.indexes.filter(
    ({ table, confidence, create }) =>
      table !== 'public.positions' && confidence === 'checked' && !long.includes(create),
  );
  expect(asReader.indexes.map(({ create }) => create)).toEqual(
    expect.arrayContaining(without.map(({ create }) => create)),
  );
});

it('guesses where HypoPG is not in the database, says so, and advises less', async () => {
  const statement = wanting['fills of an order'] as Asked;
  const decoy = content['what is written all the time'] as Asked;
  const file = await reportOf([statement, decoy, content['what has its index'] as Asked], {
    'INSERT INTO quotes (id, symbol) VALUES ($1, $2)': 100_000,
  });
  await client.query('DROP EXTENSION hypopg');
  try {
    const { indexes, notes, database } = await planned([file]);
    expect(database.hypopg).toBeUndefined();
    expect(notes[0]).toMatch(/^HypoPG is installed and not in this database/);
    expect(indexes.map(({ create, confidence }) => [create, confidence])).toEqual([
      ['CREATE INDEX CONCURRENTLY ON public.fills (order_id);', 'guessed'],
    ]);
  } finally {
    await client.query('CREATE EXTENSION hypopg');
  }
});

it('tries indexes of tables with odd names and with partitions, and none where values pick the partition', async () => {
  await client.query(`
    CREATE TABLE "Odd ""Trades" ("Symbol" text, "order" integer);
    INSERT INTO "Odd ""Trades" SELECT 'SYM' || n % 5000, n FROM generate_series(0, 49999) n;
    CREATE TABLE by_month (symbol text, at timestamptz, price numeric) PARTITION BY RANGE (at);
    CREATE TABLE by_month_1 PARTITION OF by_month FOR VALUES FROM (MINVALUE) TO ('2026-11-15');
    CREATE TABLE by_month_2 PARTITION OF by_month FOR VALUES FROM ('2026-11-15') TO (MAXVALUE);
    INSERT INTO by_month SELECT 'SYM' || n % 5000, timestamptz '2026-11-01' + n * interval '1 minute', n FROM generate_series(0, 49999) n;`);
  await client.query('ANALYZE "Odd ""Trades"');
  await client.query('ANALYZE by_month');
  const pruned: Asked = ['SELECT price FROM by_month WHERE symbol = $1 AND at = $2', []];
  const { indexes, statements, notPlanned } = await planned([
    await reportOf([
      ['SELECT "order" FROM "Odd ""Trades" WHERE "Symbol" = $1', []],
      ['SELECT price FROM by_month WHERE symbol = $1', []],
      pruned,
      ['SELECT relname FROM pg_class, pg_attribute WHERE attrelid = pg_class.oid AND attname = $1', []],
    ]),
  ]);
  expect(notPlanned).toEqual([]);
  expect(indexes.map(({ create }) => create).toSorted(byText)).toEqual([
    'CREATE INDEX CONCURRENTLY ON public."Odd ""Trades" ("Symbol");',
    'CREATE INDEX ON public.by_month (symbol);',
  ]);
  // Each is one that the server takes.
  for (const { create } of indexes) await client.query(create);
  expect(statements.find(({ statement }) => statement === pruned[0])?.remarks).toEqual([
    'Which partitions it reads depends on its values, which the record does not hold: no index was tried.',
  ]);
  await client.query('DROP TABLE "Odd ""Trades", by_month');
});

it('says of a sort that it goes to disk where it does, and not of one that keeps a few rows', async () => {
  const sorted = 'SELECT symbol, price, size, side, traded_at FROM trades ORDER BY price';
  const first = `${sorted} LIMIT $1`;
  const { statements } = await planned([
    await reportOf([
      [sorted, []],
      [first, []],
    ]),
  ]);
  const onDisk = (text: string): boolean | undefined =>
    statements.find(({ statement }) => statement === text)?.remarks.some((remark) => remark.includes('on disk'));
  const measured = async (text: string): Promise<boolean> => {
    const { rows } = await client.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`);
    return JSON.stringify(rows).includes('"Sort Space Type":"Disk"');
  };
  expect([onDisk(sorted), await measured(sorted)]).toEqual([true, true]);
  expect([onDisk(first), await measured(`${sorted} LIMIT 10`)]).toEqual([false, false]);
});

it('says of each statement why it has no plan, and plans the others', async () => {
  const good: Asked = ['SELECT price FROM trades WHERE id = $1', [1]];
  const file = await reportOf([
    good,
    ['SELECT price FROM gone WHERE id = $1', []],
    ['SELECT `price` FROM `trades` WHERE `id` = ?', []],
    ['SELECT price FROM trades ORDER BY ?', []],
    ['SELECT lot FROM instruments WHERE id = $1', []],
    ['SELECT id FROM trades WHERE id = $1; DROP TABLE trades', []],
  ]);
  const other = new Client({ connectionString: postgres.url });
  await other.connect();
  await other.query('BEGIN; LOCK TABLE instruments IN ACCESS EXCLUSIVE MODE');
  try {
    const { statements, notPlanned } = await planned([file]);
    expect(statements.map(({ statement }) => statement)).toEqual([nameOf(good)]);
    expect(Object.fromEntries(notPlanned.map(({ statement, reason }) => [statement, reason]))).toEqual({
      'SELECT price FROM gone WHERE id = $1': 'relation "gone" does not exist (any more, or on this search_path)',
      'SELECT `price` FROM `trades` WHERE `id` = ?':
        'PostgreSQL does not read it: syntax error at or near "FROM". Is it a statement of another database?',
      'SELECT price FROM trades ORDER BY ?':
        'it is ordered or grouped by the number of a column, which the record takes for a value. Name the column instead',
      'SELECT lot FROM instruments WHERE id = $1':
        'somebody else has locked its table, and for longer than the limit of 1 s',
      'SELECT id FROM trades WHERE id = $1; DROP TABLE trades': 'it is several statements in one text',
    });
  } finally {
    await other.end();
  }
  expect((await client.query('SELECT count(*)::int AS count FROM trades')).rows).toEqual([{ count: 100_000 }]);
});

it('says that the connection was lost on the way', async () => {
  const file = await reportOf([['SELECT lot FROM instruments WHERE id = $1', []]]);
  const other = new Client({ connectionString: postgres.url });
  await other.connect();
  await other.query('BEGIN; LOCK TABLE instruments IN ACCESS EXCLUSIVE MODE');
  const running = command([file]);
  let ended = 0;
  while (ended === 0) {
    const { rowCount } = await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tickscope plans' AND wait_event_type = 'Lock'`,
    );
    ended = rowCount ?? 0;
  }
  const { code, stdout, stderr } = await running;
  await other.end();
  expect([code, stdout]).toEqual([3, '']);
  expect(stderr).toMatch(
    /^tickscope: the connection to the database was lost \(.*\)\. Nothing was changed there; try again\.$/m,
  );
});

it('names what is wrong with the way to the database, and never a password', async () => {
  const { rows } = await client.query<{ hba: string }>(`SELECT current_setting('hba_file') AS hba`);
  const hba = rows[0]?.hba ?? '';
  const rules = readFileSync(hba, 'utf8');
  await client.query(`CREATE ROLE guarded LOGIN PASSWORD 'the-right-one'`);
  writeFileSync(hba, `host all guarded 127.0.0.1/32 scram-sha-256\n${rules}`);
  await client.query('SELECT pg_reload_conf()');
  const place = postgres.url.replace(/^.*@/, '');
  const [server = ''] = place.split('/');
  const tries: readonly (readonly [url: string, message: RegExp, code: number])[] = [
    [
      `postgres://guarded:hunter2secret@${place}`,
      /does not take the password of guarded\. Look at DATABASE_URL, PGPASSWORD/,
      3,
    ],
    [`postgres://guarded@${place}`, /asks for a password, and there is none\. Set PGPASSWORD/, 3],
    [
      `postgres://postgres:hunter2secret@${server}/nowhere`,
      /127\.0\.0\.1:\d+ has no database nowhere\. Look at the address/,
      3,
    ],
    [
      'postgres://bot:hunter2secret@127.0.0.1:1/trading',
      /nobody listens at 127\.0\.0\.1:1\. Start PostgreSQL there/,
      3,
    ],
    [`postgres://postgres:hunter2secret@${place}?sslmode=require`, /takes no encrypted connections\./, 3],
    [
      'mysql://bot:hunter2secret@127.0.0.1/trading',
      /DATABASE_URL is an address of mysql, and plans are read from PostgreSQL only/,
      2,
    ],
    ['postgres://bot:hunter2secret/x@127.0.0.1/trading', /has an @ behind a \/, \? or #/, 2],
    [
      'host=127.0.0.1 password=hunter2secret',
      /DATABASE_URL is no address of a database: it does not begin with postgres:/,
      2,
    ],
    ['postgres://bot:hunter2secret@[nowhere/trading', /the address of the database cannot be read\./, 3],
  ];
  for (const [url, message, code] of tries) {
    const ended = await command([], { DATABASE_URL: url });
    expect([url, ended.code, ended.stdout]).toEqual([url, code, '']);
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr).not.toContain('hunter2secret');
  }
  const right = await planned([], {
    DATABASE_URL: '',
    PGUSER: 'guarded',
    PGPASSWORD: 'the-right-one',
    PGDATABASE: 'postgres',
    PGHOST: '127.0.0.1',
    PGPORT: server.split(':')[1] ?? '',
  });
  expect(right.database.version).toMatch(/^15\./);
});

it('asks nobody where nothing says where the database is, or the record has no statement', async () => {
  const nowhere = await command([], { DATABASE_URL: '' });
  expect([nowhere.code, nowhere.stdout]).toEqual([2, '']);
  expect(nowhere.stderr).toMatch(
    /tickscope plans asks the database itself, and was not told where it is\. Set DATABASE_URL/,
  );
  const before = postgres.logged('tickscope plans').length;
  const record = recordOf({ calls: [{ kind: 'internal', name: 'work', micros: 200, times: 9 }] });
  const file = writeFile(cwd, 'quiet/run-20261123-150000-0000/4711-c0ffee00.tks', recordText([record]));
  const quiet = await command([file]);
  expect([quiet.code, quiet.stdout]).toEqual([3, '']);
  expect(quiet.stderr).toMatch(/has no statement that could be planned/);
  expect(postgres.logged('tickscope plans')).toHaveLength(before);
});

it('says how to get the driver where it is not installed', async () => {
  const hiding = path.join(cwd, 'hiding.cjs');
  writeFileSync(
    hiding,
    `const { Module } = require('node:module');
     const { _resolveFilename: resolve } = Module;
     Module._resolveFilename = (name, ...rest) => resolve(name === 'pg' ? 'no-such-driver' : name, ...rest);`,
  );
  const { code, stderr } = await command([], { NODE_OPTIONS: `--require "${hiding}"` });
  expect(stderr).toMatch(/speaks with PostgreSQL through pg, which is not installed .* npm install --save-dev pg/);
  expect(code).toBe(2);
});

it('says it on a terminal, no line wider than the page', async () => {
  const { code, stdout, stderr } = await command([]);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(
    /^Plans of program\.cjs's statements on PostgreSQL 15\.\d+, HypoPG 1\.[\d.]+\. Nothing was\nrun, read or created\.\n/,
  );
  expect(stdout).toMatch(/CREATE INDEX CONCURRENTLY ON public\.fills \(order_id\);/);
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});
