import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { LiveTotals } from '../../src/cli/run/live-totals.js';
import type { Nanoseconds } from '../../src/model/units.js';
import { BOT, sampleSegment, START } from '../record-file/sample-segments.js';
import { recordText, writeFile } from '../record-file/record-files.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
const ELAPSED = 12e9 as Nanoseconds;

it('adds up what every process has written, and each segment once', () => {
  const totals = new LiveTotals();
  totals.update(join(folder, 'run'));
  expect(totals.line(ELAPSED)).toBe('12.0 s, 0 ticks');
  const first = sampleSegment();
  writeFile(folder, 'run/1-a.tks', recordText([first]) + '{"part":"segment"');
  totals.update(join(folder, 'run'));
  totals.update(join(folder, 'run'));
  expect(totals.line(ELAPSED)).toBe('12.0 s, 3 ticks, p95 2.40 ms, 84.0 MB');
  writeFile(folder, 'run/1-a.tks', recordText([first, sampleSegment({ atUnixMillis: START + 10_000 })]));
  writeFile(folder, 'run/2-b.tks', recordText([sampleSegment({ process: { ...BOT, id: 'worker' } })]));
  totals.update(join(folder, 'run'));
  expect(totals.line(ELAPSED)).toBe('12.0 s, 9 ticks, p95 2.40 ms, 168 MB');
});

it('goes on with the further files of a process, and counts nothing that was merged', () => {
  const totals = new LiveTotals();
  const at = (second: number): string => recordText([sampleSegment({ atUnixMillis: START + second * 1_000 })]);
  const merged = { ...sampleSegment(), numbers: { first: 0, last: 1 } };
  writeFile(folder, 'long/4711-c0ffee00.tks', at(0));
  totals.update(join(folder, 'long'));
  rmSync(join(folder, 'long/4711-c0ffee00.tks'));
  writeFile(folder, 'long/4711-c0ffee00.2.tks', at(10));
  writeFile(folder, 'long/4711-c0ffee00.minutes-1.tks', recordText([merged]));
  totals.update(join(folder, 'long'));
  expect(totals.line(ELAPSED)).toBe('12.0 s, 6 ticks, p95 2.40 ms, 84.0 MB');
});
