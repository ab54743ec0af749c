// The rules for Prometheus, by Prometheus' own tool: their tests pass, and do not with a fault in the rules.

import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from '../support/temporary-folder.js';

const ROOT: string = path.join(__dirname, '../..');
const RULES: string = path.join(ROOT, 'prometheus/rules/tickscope.yml');
const TESTS: string = path.join(ROOT, 'prometheus/tests/alerts.yml');
const run = promisify(execFile);
const { installedBinaries } = require('../../scripts/stack/binaries.js') as {
  installedBinaries(): Record<'promtool', string>;
};

const promtool = (...args: string[]): Promise<{ readonly stdout: string }> => run(installedBinaries().promtool, args);

/** Those tests of the rules that a name has, with another text of the rules. */
function testWith(rules: string, name: string): Promise<{ readonly stdout: string }> {
  const folder = temporaryFolder();
  for (const part of ['rules', 'tests']) mkdirSync(path.join(folder, part));
  writeFileSync(path.join(folder, 'rules/tickscope.yml'), rules);
  copyFileSync(TESTS, path.join(folder, 'tests/alerts.yml'));
  return promtool('test', 'rules', `--run=${name}`, path.join(folder, 'tests/alerts.yml'));
}

it('the rules are rules', async () => {
  await expect(promtool('check', 'rules', RULES)).resolves.toMatchObject({
    stdout: expect.stringContaining('SUCCESS: 18 rules found') as string,
  });
});

it('their tests pass', async () => {
  await expect(promtool('test', 'rules', TESTS)).resolves.toBeDefined();
}, 300_000);

it.each([
  ['a limit that is ten times as high', 'queries take 20 ms', '>= 0.01\n', '>= 0.1\n'],
  [
    'no least number of ticks',
    'a program with few ticks',
    '(increase(tickscope_tick_ended_total[30m])) >= 100',
    '(increase(tickscope_tick_ended_total[30m])) >= 0',
  ],
  [
    'ticks that are there where there are none',
    'a program that lives and has no ticks',
    '(increase(tickscope_tick_started_total[3m])) > 0',
    '(increase(tickscope_tick_started_total[3m])) >= 0',
  ],
  [
    'a last total that is forgotten after five minutes',
    'a program that exports every 5 s dies',
    'last_over_time(tickscope_tick_started_total[1h])',
    'tickscope_tick_started_total',
  ],
  [
    'a window that holds one point of 60 s',
    'the loop is held for 4 s',
    'rate(tickscope_loop_stall_time_seconds_total[3m])',
    'rate(tickscope_loop_stall_time_seconds_total[1m])',
  ],
  [
    'feeds of dead programs',
    'the feed of a dead program',
    'and on (job, instance) count by (job, instance) (count_over_time(tickscope_tick_started_total[3m]))',
    '',
  ],
  [
    'a fast pair that never fires',
    'half of the ticks are slow',
    'job:tickscope_tick_over_target:ratio_rate5m >= 0.3',
    'job:tickscope_tick_over_target:ratio_rate5m >= 0.6',
  ],
])(
  'their tests fail with %s',
  async (_what, name, right, wrong) => {
    const rules = readFileSync(RULES, 'utf8');
    expect(rules).toContain(right);
    await expect(testWith(rules, name)).resolves.toBeDefined();
    await expect(testWith(rules.replaceAll(right, wrong), name)).rejects.toThrow('FAILED');
  },
  120_000,
);
