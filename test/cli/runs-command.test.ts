// `tickscope runs` and `tickscope prune`: what there is, and that nothing goes but files of Tickscope in old runs.

import { existsSync, mkdirSync, readdirSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { encodeHeader } from '../../src/record-file/encode.js';
import { BOT, sampleSegment } from '../record-file/sample-segments.js';
import { recordText, writeFile } from '../record-file/record-files.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { tickscope } from './tickscope.js';

const DAY_SECONDS = 86_400;

function aged(file: string, days: number): string {
  const at = Date.now() / 1_000 - days * DAY_SECONDS;
  utimesSync(file, at, at);
  return file;
}

/** Runs of 40, 20 and 3 days ago, and one of this very process. */
function folderOfRuns(): string {
  const cwd = temporaryFolder();
  const runs = join(cwd, '.tickscope');
  const write = (name: string, days: number, text = recordText([sampleSegment()])): string =>
    aged(writeFile(runs, name, text), days);
  write('run-20261001-120000-aaaa/4711-c0ffee00.hours-1.tks', 40);
  write('run-20261001-120000-aaaa/4711-c0ffee00.tkl', 40);
  write('run-20261001-120000-aaaa/4711-c0ffee00.doctor.json', 40);
  write('run-20261020-120000-bbbb/4711-c0ffee00.tks', 20);
  write('run-20261020-120000-bbbb/4711-c0ffee00.2.tks', 20);
  write('run-20261020-120000-bbbb/4711.1-c0ffee01.tks', 20, encodeHeader({ ...BOT, id: '4711-1', name: 'worker.js' }));
  write('run-20261106-120000-cccc/4711-c0ffee00.tks', 3);
  write(`run-20261109-120000-dddd/${process.pid}-c0ffee00.tks`, 0);
  return cwd;
}

const runsIn = (cwd: string): string[] => readdirSync(join(cwd, '.tickscope')).toSorted();

it('lists runs, the newest first, and whether they run', async () => {
  const cwd = folderOfRuns();
  const { code, stdout, stderr } = await tickscope(['runs'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const rows = stdout.split('\n').map((line) => line.split(/ {2,}/));
  expect(
    rows.slice(0, 5).map(([run, program, start, , processes, , , state]) => [run, program, start, processes, state]),
  ).toEqual([
    ['run', 'program', 'start', 'processes', 'state'],
    ['run-20261109-120000-dddd', 'bot.js', '2026-11-09 12:00:00 UTC', '1', 'running'],
    ['run-20261106-120000-cccc', 'bot.js', '2026-11-06 12:00:00 UTC', '1', 'ended'],
    ['run-20261020-120000-bbbb', 'bot.js, worker.js', '2026-10-20 12:00:00 UTC', '2', 'ended'],
    ['run-20261001-120000-aaaa', 'bot.js', '2026-10-01 12:00:00 UTC', '1', 'ended'],
  ]);
  expect(rows[6]?.[0]).toMatch(/^4 runs, [\d.]+ kB$/);
});

it.each([
  ['without options, those of more than 32 days', [], ['bbbb', 'cccc', 'dddd']],
  ['--older 7d', ['--older', '7d'], ['cccc', 'dddd']],
  ['--keep 2', ['--keep', '2'], ['cccc', 'dddd']],
  ['--keep 0 leaves the one that runs', ['--keep', '0'], ['dddd']],
  ['--older 1d --keep 3', ['--older', '1d', '--keep', '3'], ['bbbb', 'cccc', 'dddd']],
  ['--dry-run removes nothing', ['--keep', '0', '--dry-run'], ['aaaa', 'bbbb', 'cccc', 'dddd']],
])('prunes: %s', async (_, options, left) => {
  const cwd = folderOfRuns();
  const { code, stdout, stderr } = await tickscope(['prune', ...options], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(runsIn(cwd).map((name) => name.slice(-4))).toEqual(left);
  const told = stdout.split('\n').filter((line) => /^(?:would remove|removed) run-/.test(line));
  expect(told).toHaveLength(options.includes('--dry-run') ? 3 : 4 - left.length);
});

it('leaves alone what is no run, what is no file of ours, and what a link leads to', async () => {
  const cwd = folderOfRuns();
  const runs = join(cwd, '.tickscope');
  const outside = aged(writeFile(cwd, 'precious/4711-c0ffee00.tks', recordText([sampleSegment()])), 90);
  const mine = [
    aged(writeFile(runs, 'run-20261001-120000-aaaa/before-the-fix.tks', 'x'), 90),
    aged(writeFile(runs, 'run-20261001-120000-aaaa/notes.txt', 'x'), 90),
    aged(writeFile(runs, 'run-20261001-120000-aaaa/sub/4711-c0ffee00.tks', 'x'), 90),
    aged(writeFile(runs, 'kept/4711-c0ffee00.tks', 'x'), 90),
    aged(writeFile(runs, '4711-c0ffee00.tks', 'x'), 90),
    outside,
  ];
  symlinkSync(join(cwd, 'precious'), join(runs, 'run-20260901-120000-eeee'));
  symlinkSync(outside, join(runs, 'run-20261001-120000-aaaa', '4712-c0ffee00.tks'));
  mkdirSync(join(runs, 'run-20260901-120000-ffff'));
  const { code } = await tickscope(['prune', '--keep', '0'], { cwd });
  expect(code).toBe(0);
  expect(mine.filter((file) => !existsSync(file))).toEqual([]);
  expect(readdirSync(join(runs, 'run-20261001-120000-aaaa')).toSorted()).toEqual([
    '4712-c0ffee00.tks',
    'before-the-fix.tks',
    'notes.txt',
    'sub',
  ]);
  expect(runsIn(cwd)).toEqual([
    '4711-c0ffee00.tks',
    'kept',
    'run-20260901-120000-eeee',
    'run-20260901-120000-ffff',
    'run-20261001-120000-aaaa',
    'run-20261109-120000-dddd',
  ]);
});

it.each([
  [['prune', '--older', 'old'], /^tickscope: --older old is not a duration\. /],
  [['prune', '--keep', 'some'], /^tickscope: --keep some is not a number of runs\. /],
])('refuses %j', async (args, message) => {
  const { code, stderr } = await tickscope(args, { cwd: temporaryFolder() });
  expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
});
