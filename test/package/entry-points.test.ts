// The package as its users get it: programs in a folder whose node_modules/tickscope leads to this project.

import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import { checkConfig } from '../../src/config/check-config.js';
import { CONFIG_ENTRIES } from '../../src/config/config-schema.js';
import { REPORT_JSON_SCHEMA } from '../../src/report/schema/report-schema.js';
import { runBare } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const ROOT = path.join(__dirname, '../..');

const folder = temporaryFolder();
mkdirSync(path.join(folder, 'node_modules'));
symlinkSync(ROOT, path.join(folder, 'node_modules/tickscope'), 'dir');

/** @returns what the program prints, read as JSON */
async function printedBy(name: string, code: string): Promise<unknown> {
  const file = path.join(folder, name);
  writeFileSync(file, code);
  const { stdout, stderr } = await runBare([file]);
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

it('gives CommonJS the names of the public API, and no others', async () => {
  const names = await printedBy('names.cjs', `console.log(JSON.stringify(Object.keys(require('tickscope')).sort()));`);
  expect(names).toEqual([
    'REPORT_JSON_SCHEMA',
    'REPORT_SCHEMA',
    'UnusableSourceError',
    'buildReport',
    'mergeRecordSegments',
    'readSources',
    'renderTerminal',
  ]);
});

it('gives ES modules the same functions by name', async () => {
  const program = `
    import { createRequire } from 'node:module';
    import { buildReport, renderTerminal } from 'tickscope';
    import * as all from 'tickscope';
    const required = createRequire(import.meta.url)('tickscope');
    console.log(JSON.stringify({
      same: buildReport === required.buildReport && renderTerminal === required.renderTerminal,
      missing: Object.keys(required).filter((name) => all[name] !== required[name]),
    }));`;
  expect(await printedBy('same.mjs', program)).toEqual({ same: true, missing: [] });
});

it('makes and prints a report in a program of its own', async () => {
  const program = `
    import { buildReport, renderTerminal } from 'tickscope';
    console.log(JSON.stringify(renderTerminal(buildReport([], ['a note']), { columns: 80, colours: false })));`;
  expect(await printedBy('report.mjs', program)).toMatch(/No ticks were recognised\.[^]*\nNotes\n {2}a note\n$/);
});

it('loads neither OpenTelemetry nor anything of capture with the public API', async () => {
  const program = `
    require('tickscope');
    console.log(JSON.stringify(Object.keys(require.cache)));`;
  const loaded = (await printedBy('loaded.cjs', program)) as string[];
  expect(loaded).toContain(path.join(ROOT, 'dist/index.js'));
  expect(loaded.filter((file) => file.includes('@opentelemetry') || file.includes('dist/capture'))).toEqual([]);
});

// It needs only types of an SDK: it has to work with 2.x, whose range of the API excludes Tickscope's.
it('gives the span processor from an entry of its own, which loads no OpenTelemetry', async () => {
  const program = `
    const names = Object.keys(require('tickscope/span-processor'));
    console.log(JSON.stringify({ names, loaded: Object.keys(require.cache) }));`;
  const { names, loaded } = (await printedBy('processor.cjs', program)) as { names: string[]; loaded: string[] };
  expect(names).toEqual(['BottleneckSpanProcessor']);
  expect(loaded).toContain(path.join(ROOT, 'dist/span-processor/index.js'));
  expect(loaded.filter((file) => file.includes('@opentelemetry'))).toEqual([]);
});

it('leads the preload and the schema into dist', async () => {
  const program = `
    console.log(JSON.stringify(['register', 'report-1.schema.json', 'config-1.schema.json'].map((name) => require.resolve('tickscope/' + name))));`;
  expect(await printedBy('resolved.cjs', program)).toEqual([
    path.join(ROOT, 'dist/register.js'),
    path.join(ROOT, 'dist/report-1.schema.json'),
    path.join(ROOT, 'dist/config-1.schema.json'),
  ]);
});

it('publishes a schema of the configuration that takes what the check takes', () => {
  const published = JSON.parse(readFileSync(path.join(ROOT, 'dist/config-1.schema.json'), 'utf8')) as object;
  const isConfig = new Ajv().compile(published);
  const examples = Object.entries(CONFIG_ENTRIES).map(([key, { example }]) => [key, example] as const);
  const right = Object.fromEntries(examples);
  expect([isConfig(right), checkConfig(right).warnings]).toEqual([true, []]);
  const wrong = [{ tick: [] }, { ticks: 'onFrame' }, { ticks: [{ evnt: 'x' }] }, { tickBudget: '1' }, { symbol: 5 }];
  for (const settings of wrong) expect([isConfig(settings), checkConfig(settings).warnings.length]).toEqual([false, 1]);
});

it('publishes the schema that the reports are tested against', () => {
  const published: unknown = JSON.parse(readFileSync(path.join(ROOT, 'dist/report-1.schema.json'), 'utf8'));
  expect(published).toEqual(JSON.parse(JSON.stringify(REPORT_JSON_SCHEMA)));
});

it('on a Node.js that is too old, the command says so, ends with 2 and has loaded nothing else', async () => {
  // What the process tells of itself is changed before anything of Tickscope is loaded.
  const old = path.join(folder, 'old.cjs');
  writeFileSync(
    old,
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.19.0' } });
    process.on('exit', () => console.log(JSON.stringify(Object.keys(require.cache).filter((file) => file !== __filename))));`,
  );
  const main = path.join(ROOT, 'dist/cli/main.js');
  const { stdout, stderr, code } = await runBare([main, 'report'], { nodeArguments: ['--require', old] });
  expect(stderr).toMatch(/^tickscope: Node 20\.19\.0 is not supported: use .*\n$/);
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toEqual([main, path.join(ROOT, 'dist/config/node-versions.js')]);
});
