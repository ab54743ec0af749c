// A program whose names no rule knows, measured by what its configuration says. It counts its own calls.

import { cpSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { countsOf, fixture, type Recorded, runBare, runRecorded } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const NAMES = {
  ticks: ['Router.digest', 'src/*.cjs#consume'],
  indicators: ['feed.cjs#smooth'],
  database: ['Ledger.*'],
  strategies: ['MeanReversion.decide'],
  external: ['quote-client#fetchQuotes', 'quote-client#Session.send'],
  exclude: ['onTick'],
  symbol: 'body.what',
};

/** A folder with the program, and the package that it needs. */
function program(): string {
  const folder = temporaryFolder();
  cpSync(fixture('configured'), folder, { recursive: true });
  cpSync(path.join(folder, 'quote-client'), path.join(folder, 'node_modules/quote-client'), { recursive: true });
  return folder;
}

async function recorded(files: Readonly<Record<string, string>>, environment = {}): Promise<Recorded> {
  const cwd = program();
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(cwd, name), text);
  return runRecorded(['program.cjs'], { cwd, environment });
}

const ESM = `export default ${JSON.stringify(NAMES)}`;

it.each([
  ['tickscope.config.json', JSON.stringify({ $schema: './schema.json', ...NAMES })],
  ['tickscope.config.cjs', `module.exports = ${JSON.stringify(NAMES)}`],
  ['tickscope.config.mjs', ESM],
  ['tickscope.config.ts', `${ESM} satisfies object;`],
])('%s names what is measured, and every call of it counts', async (name, text) => {
  const [bare, run] = await Promise.all([runBare(['program.cjs'], { cwd: program() }), recorded({ [name]: text })]);
  expect([run.stdout, run.stderr, run.code]).toEqual([bare.stdout, '', 0]);
  const calls = JSON.parse(bare.stdout) as Record<string, number>;
  const { report } = run;
  expect(countsOf(report, 'tick')).toEqual({ 'Router.digest': calls['digest'], consume: calls['consume'] });
  expect(countsOf(report, 'indicator')).toEqual({ smooth: calls['smooth'] });
  expect(countsOf(report, 'database')).toEqual({ 'Ledger.save': calls['save'] });
  expect(countsOf(report, 'external')).toEqual({
    'quote-client.fetchQuotes': calls['fetchQuotes'],
    'quote-client.Session.send': calls['send'],
  });
  expect(report.ticks.byStrategy.map(({ name: strategy, count }) => [strategy, count])).toEqual([
    ['MeanReversion', calls['decide']],
  ]);
  expect(report.ticks.bySymbol.map((row) => row.name).toSorted()).toEqual(['EVEN', 'ODD']);
  expect(report.coverage.notSeen).toEqual([]);
});

it('takes a symbol from a function of the arguments, and passes over one that throws', async () => {
  const text = `module.exports = {
    ticks: ['Router.digest'],
    exclude: ['onTick'],
    symbol: ({ px, body }) => (px === 3 ? undefined.x : body?.what.toLowerCase()),
  };`;
  const { report, stderr } = await recorded({ 'tickscope.config.cjs': text });
  expect(stderr).toBe('');
  const symbols = report.ticks.bySymbol.map(({ name, count }) => `${count} ${name}`).toSorted();
  expect(symbols).toEqual(['2 odd', '4 even']);
});

it.each([
  ['a path', "'body.when'"],
  ['a date from a function', '({ body }) => new Date(body.when)'],
])('takes the time of the event from %s', async (_what, time) => {
  const ticks = "ticks: ['Router.digest'], exclude: ['onTick']";
  const [withTime, without] = await Promise.all([
    recorded({ 'tickscope.config.cjs': `module.exports = { ${ticks}, time: ${time} }` }),
    recorded({ 'tickscope.config.cjs': `module.exports = { ${ticks} }` }),
  ]);
  // Seven of the eight have a body.
  expect(withTime.report.ticks.age?.count).toBe(7);
  expect(without.report.ticks.age).toBeUndefined();
});

it('tells at the end which names were not found, and the nearest that was', async () => {
  const names = { ticks: ['Router.digset', 'nowhere#consume'], exclude: ['GameClock.*'] };
  const { report } = await recorded({ 'tickscope.config.json': JSON.stringify(names) });
  expect(report.coverage.notSeen.toSorted((left, right) => (left.name < right.name ? -1 : 1))).toEqual([
    { name: 'GameClock.*', pattern: 'GameClock.*', why: 'no function of that name was loaded' },
    {
      name: 'Router.digset',
      pattern: 'Router.digset',
      why: 'no function of that name was loaded; the nearest that was is "Router.digest"',
    },
    {
      name: 'nowhere#consume',
      pattern: 'nowhere#consume',
      why: 'no function of that name was loaded in a place that can be reached',
    },
  ]);
});

it('runs on with the defaults where the file throws', async () => {
  const bare = await runBare(['program.cjs'], { cwd: program() });
  const run = await recorded({ 'tickscope.config.cjs': "throw new Error('no\\nway')" });
  expect(run.stderr).toBe('tickscope: tickscope.config.cjs cannot be used: Error: no. The defaults hold.\n');
  expect([run.stdout, run.code]).toEqual([bare.stdout, 0]);
  expect(countsOf(run.report, 'tick')).toEqual({ 'Router.onTick': 7 });
});

it('leaves the modules that the file loads to the program, which loads them anew', async () => {
  const text = `require('./src/feed.cjs'); module.exports = { ticks: ['consume'] };`;
  const { report } = await recorded({ 'tickscope.config.cjs': text });
  expect(countsOf(report, 'tick')).toMatchObject({ consume: 1 });
});

it('reads the file that TICKSCOPE_CONFIG names, and says so where there is none', async () => {
  const elsewhere = {
    'other.json': '{ "ticks": ["consume"] }',
    'tickscope.config.json': '{ "ticks": ["Router.digest"] }',
  };
  const named = await recorded(elsewhere, { TICKSCOPE_CONFIG: 'other.json' });
  expect(countsOf(named.report, 'tick')).toEqual({ 'Router.onTick': 7, consume: 1 });
  const missing = await recorded({}, { TICKSCOPE_CONFIG: 'gone.json' });
  expect(missing.stderr).toBe('tickscope: TICKSCOPE_CONFIG "gone.json" is not there. The defaults hold.\n');
});
