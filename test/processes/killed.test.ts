// A process that is killed leaves what it had measured up to a moment before, exactly.

import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fixture, REGISTER, run } from '../support/programs.js';
import { buildReport } from '../../src/analysis/build-report.js';
import type { StoredSegment } from '../../src/model/record/record-segment.js';
import { readSources } from '../../src/record-file/read-sources.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const PROGRAM = fixture('processes/killed.cjs');

/** What had ended by then, as the program counted it. */
function countAt(unixMillis: number, stdout: string): number {
  const lines = stdout.split('\n').map((line) => line.split(' ').map(Number));
  return lines.findLast(([, at = Infinity]) => at <= unixMillis)?.[0] ?? 0;
}

/** With what had begun by then. */
const begunAt = (unixMillis: number, stdout: string): number => countAt(unixMillis, stdout) + 1;

const endOf = (segments: readonly StoredSegment[]): number =>
  Math.max(...segments.map(({ toUnixMillis }) => toUnixMillis));

it.each<[how: string, args: readonly string[], signal: NodeJS.Signals | undefined]>([
  ['SIGKILL', [], 'SIGKILL'],
  ['SIGTERM without a handler', [], 'SIGTERM'],
  ['SIGINT without a handler', [], 'SIGINT'],
  ['worker.terminate()', ['worker'], undefined],
])('%s', async (_how, args, signal) => {
  const folder = temporaryFolder();
  const { stdout } = await run([process.execPath, '--require', REGISTER, PROGRAM, ...args], {
    environment: { TICKSCOPE_DIR: folder },
    ...(signal !== undefined && { kill: { after: '\n5000 ', signal } }),
  });
  const { segments, notes } = readSources([], { directory: folder });
  const ofBot = segments.filter(({ ticks }) => ticks.started > 0);
  const report = buildReport(segments, notes);
  expect(report.ticks.count).toBeGreaterThanOrEqual(countAt(endOf(ofBot), stdout));
  expect(report.ticks.count).toBeLessThanOrEqual(begunAt(endOf(ofBot), stdout));
  // What no segment has: the warm-up is cut after a thousand ticks, and the next segment comes after a second.
  const [tail] = ofBot.filter(({ number }) => number === undefined);
  expect(tail?.ticks.count).toBeGreaterThan(0);
  expect(tail?.kept.filter(({ reason }) => reason === 'last').length).toBeGreaterThan(0);
  expect(report.notes).toEqual([expect.stringMatching(/ was killed before its last write, .* covers it up to /)]);
});

it('counts orders up to then too, and those that were open', async () => {
  const folder = temporaryFolder();
  const { stdout } = await run([process.execPath, '--require', REGISTER, fixture('processes/killed-orders.cjs')], {
    environment: { TICKSCOPE_DIR: folder },
    kill: { after: '\n3000 ', signal: 'SIGKILL' },
  });
  const { segments, notes } = readSources([], { directory: folder });
  const [orders] = buildReport(segments, notes).orders;
  // The log covers ten at a time: they begin in one turn, and half of them end in the next.
  expect(orders).toMatchObject({ action: 'place', symbol: 'BTC-USD', failed: 0 });
  expect(orders?.count).toBeGreaterThanOrEqual(countAt(endOf(segments), stdout));
  expect(orders?.count).toBeLessThanOrEqual(begunAt(endOf(segments), stdout));
  expect(orders?.decisionNanos?.count).toBe(orders?.count);
  expect(orders?.open).toBeLessThanOrEqual(10);
  expect(segments.find(({ number }) => number === undefined)?.orders[0]?.count).toBeGreaterThan(0);
});

it('leaves no log file where the program ends by itself', async () => {
  const folder = temporaryFolder();
  await run([process.execPath, '--require', REGISTER, fixture('processes/parent.cjs'), 'worker', 'fork'], {
    environment: { TICKSCOPE_DIR: folder },
  });
  const [runFolder = ''] = readdirSync(folder);
  const files = readdirSync(path.join(folder, runFolder)).map((name) => path.extname(name));
  expect(files).toEqual(['.tks', '.tks', '.tks']);
});
