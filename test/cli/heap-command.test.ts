// `tickscope heap` on snapshots that Node.js has written.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fixture, runBare } from '../support/programs.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { type Ended, tickscope } from './tickscope.js';

jest.setTimeout(120_000);

const SYMBOLS = ['BTC-USD', 'ETH-USD', 'SOL-USD', 'XRP-USD', 'ADA-USD', 'DOGE-USD', 'LTC-USD', 'DOT-USD'];
const SNAPSHOTS = ['before.heapsnapshot', 'after.heapsnapshot'];

async function snapshotsOf(program: string): Promise<string> {
  const folder = temporaryFolder();
  const { code } = await runBare([program], { environment: { LEAK_SNAPSHOTS: folder } });
  expect(code).toBe(0);
  return folder;
}

const heap = (cwd: string, ...files: readonly string[]): Promise<Ended> => tickscope(['heap', ...files], { cwd });

it.each([
  ['map-of-arrays', 'Candles.history[key]', 1_100],
  ['private-field', 'Portfolio.#fills[key]', 3_025],
  ['nested-maps', 'byVenue[key][key]', 1_100],
])('names every symbol by which %s grows', async (program, collection, entries) => {
  const { code, stdout } = await heap(await snapshotsOf(fixture(`leaks/leaks/${program}.cjs`)), ...SNAPSHOTS);
  expect(code).toBe(0);
  const [, first, keys = ''] = stdout.split('\n');
  expect(first).toMatch(new RegExp(`^${collection.replaceAll(/[[\].]/g, String.raw`\$&`)} +8 ×`));
  for (const symbol of SYMBOLS)
    expect(keys).toMatch(new RegExp(`${symbol} [\\d,]+ to ${entries.toLocaleString('en')}`));
});

it('names the symbols of both sides of a book', async () => {
  const { stdout } = await heap(await snapshotsOf(fixture('leaks/leaks/order-books.cjs')), ...SNAPSHOTS);
  const lines = stdout.split('\n');
  const keysOf = (side: string): string =>
    lines[lines.findIndex((line) => line.startsWith(`books[key].${side} `)) + 1] ?? '';
  for (const [place, symbol] of SYMBOLS.entries())
    expect(keysOf(place % 2 === 0 ? 'bids' : 'asks')).toMatch(new RegExp(`${symbol} [\\d,]+ to 3,025`));
});

it.each([
  ['listeners-of-an-emitter', 'EventEmitter._events.close'],
  ['linked-list', 'head.previous'],
  ['log-text', 'log'],
  ['set-of-seen-ids', 'seen'],
  ['timers-never-cleared', 'Timeout._onTimeout'],
])('names what grows in %s', async (program, collection) => {
  const { stdout } = await heap(await snapshotsOf(fixture(`leaks/leaks/${program}.cjs`)), ...SNAPSHOTS);
  expect(stdout.split('\n')[1]?.split(/ {2,}/)[0]).toBe(collection);
});

it('prints no key that may be a secret, and no value', async () => {
  const folder = temporaryFolder();
  const program = path.join(folder, 'secrets.cjs');
  writeFileSync(
    program,
    `const { writeHeapSnapshot } = require('node:v8');
     const sessions = new Map();
     const add = (from) => {
       for (let id = from; id < from + 200; id++)
         for (const key of ['AKIAIOSFODNN7EXAMPLE', 'sk_live_4eC39HqLyjWDarjtT1zdp7dc', 'hunter2', 'BTC-USD'])
           (sessions.get(key) ?? sessions.set(key, []).get(key)).push({ password: 'correct horse ' + id });
     };
     add(0);
     writeHeapSnapshot('before.heapsnapshot');
     add(200);
     writeHeapSnapshot('after.heapsnapshot');
     setTimeout(() => sessions.clear(), 1);`,
  );
  await runBare([program], { cwd: folder });
  const { stdout } = await heap(folder, ...SNAPSHOTS);
  expect(stdout).toContain('sessions[key]');
  expect(stdout).toContain('BTC-USD 200 to 400, and 3 other keys');
  expect(stdout).not.toMatch(/AKIA|sk_live|hunter2|horse/);
});

it('says what is wrong with a file', async () => {
  const folder = await snapshotsOf(fixture('leaks/leaks/array-field.cjs'));
  const whole = readFileSync(path.join(folder, 'before.heapsnapshot'));
  const damaged = {
    'no.heapsnapshot': '{"hello":1}',
    'cut.heapsnapshot': whole.subarray(0, whole.length / 2),
    'texts.heapsnapshot': whole.subarray(0, whole.length - 1_000),
    'fewer.heapsnapshot': whole.toString('latin1').replace('"nodes":[9,1,1,0,6', '"nodes":[9,1,1,0,7'),
  };
  for (const [name, content] of Object.entries(damaged)) {
    writeFileSync(path.join(folder, name), content);
    const { code, stderr } = await heap(folder, name);
    expect([code, stderr]).toEqual([3, expect.stringContaining(`tickscope: ${name} `)]);
  }
  const { code, stderr } = await heap(folder, 'absent.heapsnapshot');
  expect([code, stderr]).toEqual([
    3,
    expect.stringContaining('absent.heapsnapshot does not exist. Give a .heapsnapshot file.'),
  ]);
});
