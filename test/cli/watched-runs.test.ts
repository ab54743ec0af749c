// Which runs `tickscope top` looks at.

import { mkdirSync, readdirSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { WatchedRuns } from '../../src/cli/top/watched-runs.js';
import { recordText, writeFile } from '../record-file/record-files.js';
import { sampleSegment } from '../record-file/sample-segments.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** No process has it. */
const GONE = 4_194_304_999;
const NOW = Date.now();

const folder = temporaryFolder();

/** @returns the record of a process in a run */
function record(name: string, pid: number, hoursAgo = 0): string {
  const file = writeFile(folder, `${name}/${pid}-c0ffee00.tks`, recordText([sampleSegment()]));
  const at = NOW / 1_000 - hoursAgo * 3_600;
  utimesSync(file, at, at);
  return file;
}

it('looks at those of a folder that are being written', () => {
  record('all/run-20261123-150000-0000', GONE);
  const running = [
    record('all/run-20261123-140000-0000', process.pid),
    record('all/run-20261123-130000-0000', process.pid),
  ];
  const runs = new WatchedRuns(path.join(folder, 'all'), NOW);
  expect(runs.files.toSorted((left, right) => (left < right ? 1 : -1))).toEqual(running);
  expect(runs.place).toBe(`2 runs in ${path.join(folder, 'all')}`);
  expect(runs.mayGoOn).toBe(true);
});

it('looks at the newest where none is', () => {
  record('ended/run-20261123-140000-0000', GONE, 5);
  const newest = record('ended/run-20261123-150000-0000', GONE, 4);
  // It has no record yet.
  mkdirSync(path.join(folder, 'ended/run-20261123-160000-0000'));
  const runs = new WatchedRuns(path.join(folder, 'ended'), NOW);
  expect([runs.files, runs.place, runs.mayGoOn]).toEqual([[newest], 'run-20261123-150000-0000', false]);
});

it('looks at a run that is named, whatever it is called, and finds processes and runs that start', () => {
  const first = record('bot', GONE);
  const runs = new WatchedRuns(path.join(folder, 'bot'), NOW);
  expect([runs.files, runs.place]).toEqual([[first], 'bot']);
  // A process that ended a moment ago may run in another container.
  expect(runs.mayGoOn).toBe(true);
  const second = record('bot', process.pid);
  runs.update(NOW + 1_000);
  expect(new Set(runs.files)).toEqual(new Set([first, second]));

  record('started/run-20261123-140000-0000', process.pid);
  const started = new WatchedRuns(path.join(folder, 'started'), NOW);
  const later = record('started/run-20261123-150000-0000', process.pid);
  started.update(NOW + 1_000);
  expect(started.files).not.toContain(later);
  started.update(NOW + 10_000);
  expect(started.files).toContain(later);
  expect(readdirSync(path.join(folder, 'started'))).toHaveLength(2);
});

it('says where there is none', () => {
  mkdirSync(path.join(folder, 'empty'));
  expect(() => new WatchedRuns(path.join(folder, 'empty'), NOW)).toThrow('holds no run. Make a record first');
  expect(() => new WatchedRuns(path.join(folder, 'missing'), NOW)).toThrow(
    /^There is no .*missing here\. Make a record/,
  );
});
