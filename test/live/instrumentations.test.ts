// A made-up instrumentation in the list: each of its fields reaches the program, and its errors do not.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Outcome, type Recorded, runBare, runRecorded } from '../support/programs.js';

const PROGRAM = `
const { channel } = require('node:diagnostics_channel');
function purr() {}
purr();
purr();
require('made-up-feed').open();
require('node:querystring').parse('a=1');
channel('made-up:news').publish({ text: 'hello' });
channel('made-up:broken').publish({});
console.log(JSON.stringify(globalThis.seenByMadeUp ?? []));
`;

let folder: string;
let recorded: Recorded;
let bare: Outcome;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tickscope-test-'));
  const feed = path.join(folder, 'node_modules/made-up-feed');
  mkdirSync(feed, { recursive: true });
  writeFileSync(path.join(feed, 'package.json'), '{ "name": "made-up-feed", "version": "1.2.3", "main": "index.js" }');
  writeFileSync(path.join(feed, 'index.js'), 'exports.open = () => {};');
  writeFileSync(path.join(folder, 'program.cjs'), PROGRAM);
  const register = path.join(folder, 'preload/register.js');
  const entry = path.relative(path.join(__dirname, '../..'), path.join(__dirname, 'made-up-preload.ts'));
  const build = path.join(__dirname, '../../scripts/build-preload.js');
  const script = 'void require(process.argv[1]).bundlePreload(process.argv[2], process.argv[3])';
  execFileSync(process.execPath, ['--eval', script, build, path.dirname(register), entry]);
  recorded = await runRecorded(['program.cjs'], { cwd: folder, register });
  bare = await runBare(['program.cjs'], { cwd: folder });
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('leaves the program as it was', () => {
  expect([bare.stdout, bare.stderr, bare.code]).toEqual(['[]\n', '', 0]);
  expect(recorded.stderr).toMatch(
    /^tickscope: listening to made-up:broken failed and is switched off: Error: made up\. The program runs on; [^\n]*\n$/,
  );
  expect(recorded.code).toBe(0);
});

it('installs at the start and last, patches the package when it is loaded, and reads the channel', () => {
  expect(JSON.parse(recorded.stdout)).toEqual(['install', 'install last', 'package 1.2.3', 'channel hello']);
});

it('records what a rule, a package and a module of Node’s own gave', () => {
  expect(recorded.report.coverage.instrumented.toSorted((left, right) => (left.name < right.name ? -1 : 1))).toEqual([
    {
      name: 'open',
      packageName: 'made-up-feed',
      rule: 'configured-external',
      pattern: 'made-up-feed#open',
      ruleText: 'external, configured: "made-up-feed#open"',
      count: 1,
    },
    {
      name: 'purr',
      location: 'program.cjs:3',
      rule: 'strategy-method',
      ruleText: 'strategy: class and method',
      count: 2,
    },
    { name: 'querystring.parse', rule: 'strategy-method', ruleText: 'strategy: class and method', count: 1 },
  ]);
});

it('lists its errors in the report', () => {
  const why = 'instrumenting it failed: Error: made up';
  expect(recorded.report.coverage.notSeen.toSorted((left, right) => (left.name < right.name ? -1 : 1))).toEqual([
    { name: 'broken install', why },
    { name: 'channel made-up:broken', why },
    { name: 'instrumentation brokenMake', why },
  ]);
});
