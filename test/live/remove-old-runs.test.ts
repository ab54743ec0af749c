// A new run removes those that are old, in the background, and nothing else.

import { existsSync, readdirSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { removeOldRuns } from '../../src/live/remove-old-runs.js';
import { recordText, writeFile } from '../record-file/record-files.js';
import { sampleSegment } from '../record-file/sample-segments.js';
import { temporaryFolder } from '../support/temporary-folder.js';

jest.mock('../../src/stderr.js', () => ({
  ...jest.requireActual<object>('../../src/stderr.js'),
  say: (line: string) => mockSaid.push(line),
}));
const mockSaid: string[] = [];

function runOf(directory: string, name: string, days: number, file = '4711-c0ffee00.tks'): string {
  const path = writeFile(directory, `${name}/${file}`, recordText([sampleSegment()]));
  const at = Date.now() / 1_000 - days * 86_400;
  utimesSync(path, at, at);
  return path;
}

it('removes runs of more than 32 days, and says so', async () => {
  const directory = temporaryFolder();
  const old = [
    runOf(directory, 'run-20260101-120000-aaaa', 40),
    runOf(directory, 'run-20260101-120000-aaaa', 40, '4711-c0ffee00.days-1.tks'),
    runOf(directory, 'run-20260102-120000-bbbb', 33),
  ];
  const others = [
    runOf(directory, 'run-20260103-120000-cccc', 31),
    runOf(directory, 'run-20260103-120000-dddd', 40, 'precious.tks'),
    runOf(directory, 'mine', 40),
    // As if its clock was wrong: the run that has just begun.
    runOf(directory, 'run-20260104-120000-eeee', 50),
  ];
  removeOldRuns(directory, join(directory, 'run-20260104-120000-eeee'), 1);
  while (mockSaid.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  expect(old.filter(existsSync)).toEqual([]);
  expect(others.filter((file) => !existsSync(file))).toEqual([]);
  expect(readdirSync(directory).toSorted()).toEqual(
    [...new Set(others.map((file) => dirname(file).slice(directory.length + 1)))].toSorted(),
  );
  expect(mockSaid).toEqual([
    expect.stringMatching(/^2 old runs were removed from .* \(0\.0 MB\): see tickscope prune/),
  ]);
});
