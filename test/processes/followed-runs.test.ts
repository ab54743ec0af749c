// What `tickscope top` reads of programs while they run: each tick once, from the log until the record has it.

import { spawn } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import type { LiveSegments } from '../../src/analysis/live-view.js';
import { FollowedRuns } from '../../src/cli/top/followed-runs.js';
import { encodeSegment } from '../../src/record-file/encode.js';
import { recordFilesIn } from '../../src/record-file/run-folder.js';
import type { StoredSegment } from '../../src/model/record/record-segment.js';
import { MINUTE, type Nanoseconds, SECOND } from '../../src/model/units.js';
import { recordText, writeFile } from '../record-file/record-files.js';
import { sampleSegment, START } from '../record-file/sample-segments.js';
import { REGISTER } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** Fewer say nothing of what is counted twice. */
const LEAST_TICKS = 200;

/** Handles ticks until somebody closes its stdin, and says how many these were. */
const PROGRAM = `
class Bot { onTick(tick) { return tick.price; } }
const bot = new Bot();
let handled = 0;
const timer = setInterval(() => {
  bot.onTick({ symbol: 'BTC/USDT', price: 1, time: Date.now() });
  handled++;
}, 5);
process.stdin.resume().on('end', () => {
  clearInterval(timer);
  console.log(handled);
});`;

const folder = temporaryFolder();

function countOf(segments: readonly StoredSegment[]): number {
  return segments.reduce((sum, { ticks }) => sum + ticks.count, 0);
}

it('counts each tick of a running program once', async () => {
  const run = path.join(folder, 'run');
  const program = path.join(folder, 'bot.cjs');
  writeFileSync(program, PROGRAM);
  const child = spawn(process.execPath, ['--require', REGISTER, program], {
    env: { PATH: process.env['PATH'], TICKSCOPE_RUN: run },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const handled = textOf(child.stdout);
  const closed = new Promise((resolve) => child.on('close', resolve));
  const followed = new FollowedRuns(MINUTE);
  const look = (): LiveSegments => followed.update(existsSync(run) ? recordFilesIn(run) : []);
  const counts: number[] = [];
  let fromLogs = 0;
  // However late this test is to look: the program goes on.
  while ((counts.at(-1) ?? 0) < LEAST_TICKS || fromLogs === 0) {
    const { written, tails } = look();
    counts.push(countOf(written) + countOf(tails));
    fromLogs = Math.max(fromLogs, countOf(tails));
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(counts).toEqual(counts.toSorted((left, right) => left - right));
  // Looked at before its first line was written, and again when all was there.
  const [record = ''] = recordFilesIn(run);
  const early = path.join(folder, 'early', path.relative(run, record));
  mkdirSync(path.dirname(early), { recursive: true });
  writeFileSync(early, '');
  const followedEarly = new FollowedRuns(MINUTE);
  expect(followedEarly.update([early])).toEqual({ written: [], tails: [] });
  // Right after a segment was cut its log has nothing yet.
  let fromEarlyLog = 0;
  while (fromEarlyLog === 0) {
    cpSync(run, path.join(folder, 'early'), { recursive: true });
    fromEarlyLog = countOf(followedEarly.update([early]).tails);
    await new Promise((resolve) => setImmediate(resolve));
  }
  child.stdin.end();
  await closed;
  const { written, tails } = look();
  const all = Number(await handled);
  expect(counts.at(-1)).toBeLessThanOrEqual(all);
  expect([countOf(written), tails]).toEqual([all, []]);
  expect(written.at(-1)?.final).toBe(true);
});

describe('of files', () => {
  const part = (number: number, second: number): StoredSegment => ({
    ...sampleSegment({ atUnixMillis: START + second * 1_000, final: false }),
    number,
  });
  const numbersIn = ({ written }: LiveSegments): (number | undefined)[] => written.map(({ number }) => number);
  const window = (30 * SECOND) as Nanoseconds;

  it('keeps those that end within the window, counted back from the last of all', () => {
    const file = writeFile(
      folder,
      'window/4711-c0ffee00.tks',
      recordText([0, 1, 2, 3, 4].map((number) => part(number, number * 10))),
    );
    const followed = new FollowedRuns(window);
    expect(numbersIn(followed.update([file]))).toEqual([2, 3, 4]);
    appendFileSync(file, [...encodeSegment(part(5, 50))].join(''));
    expect(numbersIn(followed.update([file]))).toEqual([3, 4, 5]);
    expect(numbersIn(followed.update([file]))).toEqual([3, 4, 5]);
    appendFileSync(file, [...encodeSegment(part(6, 200))].join(''));
    expect(numbersIn(followed.update([file]))).toEqual([6]);
  });

  it('goes on with a further file of a process, leaves out merged ones, and those of which nothing is there yet', () => {
    const first = writeFile(folder, 'further/4711-c0ffee00.tks', recordText([part(0, 0)]));
    const followed = new FollowedRuns(window);
    expect(numbersIn(followed.update([first, path.join(folder, 'further/not-there.tks')]))).toEqual([0]);
    const second = writeFile(folder, 'further/4711-c0ffee00.2.tks', recordText([part(1, 10)]));
    const merged = writeFile(folder, 'further/4711-c0ffee00.minutes-1.tks', recordText([part(0, 0)]));
    rmSync(first);
    expect(numbersIn(followed.update([second, merged]))).toEqual([0, 1]);
  });

  it('takes the end of a segment when it is there', () => {
    const text = recordText([part(0, 0), part(1, 10)]);
    const file = writeFile(folder, 'cut/4711-c0ffee00.tks', text.slice(0, -40));
    const followed = new FollowedRuns(window);
    expect(numbersIn(followed.update([file]))).toEqual([0]);
    appendFileSync(file, text.slice(-40));
    expect(numbersIn(followed.update([file]))).toEqual([0, 1]);
  });
});
