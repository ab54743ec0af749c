// Packages that the program hands its events to, and packages of its own author that are linked into it.

import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { countsOf, fixture, type Recorded, runBare, runRecorded } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** A program, two packages in its `node_modules`, and one that lies beside it. */
function program(): { readonly cwd: string; readonly file: string } {
  const folder = temporaryFolder();
  const cwd = path.join(folder, 'bot');
  const modules = path.join(cwd, 'node_modules');
  mkdirSync(path.join(modules, '@acme'), { recursive: true });
  cpSync(fixture('frameworks/main.mjs'), path.join(cwd, 'main.mjs'));
  writeFileSync(path.join(cwd, 'package.json'), '{ "name": "bot" }');
  cpSync(fixture('frameworks/framework'), path.join(modules, 'hft-kit'), { recursive: true });
  cpSync(fixture('frameworks/trading-hooks'), path.join(modules, 'trading-hooks'), { recursive: true });
  cpSync(fixture('frameworks/linked'), path.join(folder, 'desk'), { recursive: true });
  symlinkSync('../../../desk', path.join(modules, '@acme/desk'), 'dir');
  return { cwd, file: path.join(cwd, 'main.mjs') };
}

async function recorded(config: object): Promise<Recorded> {
  const { cwd, file } = program();
  writeFileSync(path.join(cwd, 'tickscope.config.json'), JSON.stringify(config));
  return runRecorded([file], { cwd });
}

it('counts the events that the program hands to the exports of a framework', async () => {
  const { cwd, file } = program();
  const [bare, run] = await Promise.all([runBare([file], { cwd }), recorded({})]);
  expect([run.stdout, run.stderr, run.code]).toEqual([bare.stdout, bare.stderr, 0]);
  expect(bare.stdout).toBe('20 6 5 12 onCandle 2\n');
  expect(countsOf(run.report, 'tick')).toEqual({
    'hft-kit.onCandle': 20,
    'hft-kit.onTrade': 7,
    'trading-hooks.handleQuote': 5,
    'Desk.onTrade': 3,
  });
});

it('finds a linked package by its name, and says where in it a function stands', async () => {
  const { report } = await recorded({
    ticks: ['@acme/desk#Desk.take'],
    exclude: ['hft-kit.onCandle', 'hft-kit#onTrade', 'handleQuote'],
  });
  expect(countsOf(report, 'tick')).toEqual({ 'Desk.take': 9, 'Desk.onTrade': 3, 'trading-hooks.handleQuote': 5 });
  expect(report.coverage.instrumented.find(({ name }) => name === 'Desk.take')?.location).toBe(
    '@acme/desk/src/index.js:5',
  );
  expect(report.coverage.notSeen.map(({ pattern }) => pattern)).toEqual(['handleQuote']);
});
