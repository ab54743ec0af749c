// `tickscope report` in formats for other programs.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleSegment } from '../record-file/sample-segments.js';
import { recordText, writeFile } from '../record-file/record-files.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { tickscope } from './tickscope.js';

const cwd = temporaryFolder();
writeFile(cwd, '.tickscope/run-20261123-150000-0000/4711-c0ffee00.tks', recordText([sampleSegment()]));
const withoutTrees = writeFile(cwd, 'without-trees.tks', recordText([{ ...sampleSegment(), kept: [] }]));

it('writes kept ticks as a Chrome trace', async () => {
  const { code, stdout, stderr } = await tickscope(['report', '--format', 'chrome-trace', '--output', 'ticks.json'], {
    cwd,
  });
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
  const { traceEvents } = JSON.parse(readFileSync(join(cwd, 'ticks.json'), 'utf8')) as {
    traceEvents: { ph: string; name: string }[];
  };
  const [tick] = sampleSegment().kept;
  const begun = traceEvents.filter(({ ph }) => ph === 'B').map(({ name }) => name);
  expect(begun).toEqual(expect.arrayContaining(tick!.operations.map(({ name }) => name)));
});

it('writes the report as OpenMetrics, on stdout', async () => {
  const { code, stdout, stderr } = await tickscope(['report', '--format', 'openmetrics'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^# TYPE tickscope_report_info gauge\n/);
  expect(stdout).toContain('\ntickscope_report_tick_duration_seconds_count 3\n');
  expect(stdout.endsWith('\n# EOF\n')).toBe(true);
});

it.each([
  [
    'of a record without trees',
    [withoutTrees, '--format', 'chrome-trace'],
    '--format chrome-trace has nothing to write: the record holds no tree of a tick.',
  ],
  [
    'of one tick',
    ['--tick', 'f', '--format', 'openmetrics'],
    '--tick f works with --format terminal. In JSON every kept tick stands under "slowest", the page has a list of them, and a Chrome trace has them by their titles.',
  ],
])('says what cannot be written %s', async (_what, args, message) => {
  const { code, stdout, stderr } = await tickscope(['report', ...args], { cwd });
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `tickscope: ${message}\n` });
});
