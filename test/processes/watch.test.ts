// `node --watch` and `node --watch-path`: a change of the program restarts it, a write to its record does not.

import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildReport } from '../../src/analysis/build-report.js';
import { readSources } from '../../src/record-file/read-sources.js';
import type { Report } from '../../src/model/report/report.js';
import { type Outcome, REGISTER, run } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** Changes its other file when its record has eight segments, and says that it is done when it has them once more. */
const PROGRAM = `
  const { readdirSync, readFileSync, writeFileSync } = require('node:fs');
  const path = require('node:path');
  const version = require('./version.js');
  class Bot { onTick({ price }) { return price; } }
  const bot = new Bot();
  let price = 0;
  console.log('version', version);
  setInterval(() => bot.onTick({ symbol: 'BTC-USD', price: price++ }), 5);
  const timer = setInterval(() => {
    const folder = process.env.TICKSCOPE_RUN;
    const record = readdirSync(folder).find((name) => name.startsWith(process.pid + '-') && name.endsWith('.tks'));
    if (readFileSync(path.join(folder, record), 'utf8').split('{"part":"end"').length <= 8) return;
    clearInterval(timer);
    if (version === 1) writeFileSync(path.join(__dirname, 'version.js'), 'module.exports = 2;');
    else console.log('done', folder);
  }, 20);
`;

async function watched(
  option: string,
  environment: Readonly<Record<string, string>>,
): Promise<Outcome & { cwd: string }> {
  const cwd = temporaryFolder();
  writeFileSync(path.join(cwd, 'bot.js'), PROGRAM);
  writeFileSync(path.join(cwd, 'version.js'), 'module.exports = 1;');
  const outcome = await run([process.execPath, option, '--require', REGISTER, 'bot.js'], {
    cwd,
    environment: { TICKSCOPE_SEGMENT_MILLIS: '100', ...environment },
    kill: { after: 'done', signal: 'SIGTERM' },
    timeoutMillis: 60_000,
  });
  return { ...outcome, cwd };
}

function versionsOf({ stdout }: Pick<Outcome, 'stdout'>): string[] {
  return stdout.split('\n').filter((line) => line.startsWith('version'));
}

function reportOn(folder: string): Report {
  const { segments, notes } = readSources([folder], { directory: folder });
  return buildReport(segments, notes);
}

it('each start is a run of its own under --watch, beside the program', async () => {
  const { cwd, stderr, ...outcome } = await watched('--watch', {});
  expect([stderr, versionsOf(outcome)]).toEqual(['', ['version 1', 'version 2']]);
  const runs = readdirSync(path.join(cwd, '.tickscope'));
  expect(runs).toHaveLength(2);
  for (const name of runs) {
    const { program, ticks } = reportOn(path.join(cwd, '.tickscope', name));
    expect(program).toMatchObject({ name: 'bot.js', processes: 1 });
    expect(ticks.count).toBeGreaterThan(0);
  }
}, 90_000);

it('all starts are one run where the environment names it', async () => {
  const { cwd, ...outcome } = await watched('--watch', { TICKSCOPE_RUN: 'runs/mine' });
  expect(versionsOf(outcome)).toEqual(['version 1', 'version 2']);
  expect(reportOn(path.join(cwd, 'runs/mine')).program).toMatchObject({ name: 'bot.js', processes: 2 });
}, 90_000);

it('the record is kept elsewhere where --watch-path would watch it, and that is said', async () => {
  const { cwd, stderr, stdout } = await watched('--watch-path=.', {});
  expect(versionsOf({ stdout })).toEqual(['version 1', 'version 2']);
  expect(readdirSync(cwd).toSorted()).toEqual(['bot.js', 'version.js']);
  const lines = stderr.trim().split('\n');
  expect(lines).toHaveLength(2);
  for (const line of lines) {
    const [, folder = ''] = /^tickscope: the record is in (\S+): node --watch-path .* TICKSCOPE_DIR /.exec(line) ?? [];
    expect(reportOn(folder).ticks.count).toBeGreaterThan(0);
    rmSync(folder, { recursive: true });
  }
}, 90_000);

it('the record is where TICKSCOPE_DIR says where --watch-path does not watch it', async () => {
  const directory = temporaryFolder();
  const { stderr, ...outcome } = await watched('--watch-path=.', { TICKSCOPE_DIR: directory });
  expect([stderr, versionsOf(outcome)]).toEqual(['', ['version 1', 'version 2']]);
  expect(readdirSync(directory)).toHaveLength(2);
}, 90_000);
