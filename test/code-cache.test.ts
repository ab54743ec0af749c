// Code that is kept for the next start: given back only as it was written, from a folder that nobody else can write.

import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type * as CodeCache from '../src/code-cache.js';
import { temporaryFolder } from './support/temporary-folder.js';

const TEXT = Buffer.from('(function () { return 1; })'.padEnd(100_000));
const CODE = Buffer.from(Array.from({ length: 70_000 }, (_, at) => (at * 7) % 251));

/** The module as it is in a process with that folder: it reads the variable once. */
function cacheIn(folder: string): typeof CodeCache {
  process.env['TICKSCOPE_CODE_CACHE'] = folder;
  let cache: typeof CodeCache | undefined;
  jest.isolateModules(() => (cache = require('../src/code-cache.js') as typeof CodeCache));
  return cache as typeof CodeCache;
}

let folder: string;
let cache: typeof CodeCache;
let file: string;

beforeEach(() => {
  folder = path.join(temporaryFolder(), 'code');
  cache = cacheIn(folder);
  cache.keepCode('core', TEXT, () => CODE);
  file = path.join(folder, readdirSync(folder)[0] ?? '');
});

afterEach(() => {
  Reflect.deleteProperty(process.env, 'TICKSCOPE_CODE_CACHE');
});

it('gives back what was kept, in a file and a folder for the user alone', () => {
  expect(cache.keptCode('core', TEXT)).toEqual(CODE);
  expect([statSync(folder).mode & 0o777, statSync(file).mode & 0o777]).toEqual([0o700, 0o600]);
  expect(readdirSync(folder)).toHaveLength(1);
});

it('gives nothing of another part, nor of another text, be it of the same length', () => {
  expect(cache.keptCode('parser', TEXT)).toBeUndefined();
  expect(cache.keptCode('core', Buffer.from(TEXT.toString().replace('1', '2')))).toBeUndefined();
  expect(cache.keptCode('core', TEXT.subarray(1))).toBeUndefined();
});

it('gives nothing where a byte was flipped, wherever that is', () => {
  const whole = readFileSync(file);
  for (const at of [0, 9, 13, 16, 50_000, 100_015, 100_016, 135_000, 170_015, 170_016, 240_015]) {
    const flipped = Buffer.from(whole);
    flipped[at] = (whole[at] as number) ^ 4;
    writeFileSync(file, flipped);
    expect([at, cache.keptCode('core', TEXT)]).toEqual([at, undefined]);
  }
  writeFileSync(file, whole);
  expect(cache.keptCode('core', TEXT)).toEqual(CODE);
});

it.each([0, 5, 16, 120_000, 240_015])('gives nothing of a file that ends after %i bytes', (length) => {
  truncateSync(file, length);
  expect(cache.keptCode('core', TEXT)).toBeUndefined();
});

it('gives nothing that others could have written', () => {
  chmodSync(file, 0o620);
  expect(cache.keptCode('core', TEXT)).toBeUndefined();
  chmodSync(file, 0o600);
  chmodSync(folder, 0o777);
  expect(cache.keptCode('core', TEXT)).toBeUndefined();
});

it('follows no links, of the file nor of the folder', () => {
  const elsewhere = path.join(temporaryFolder(), 'elsewhere');
  writeFileSync(elsewhere, readFileSync(file), { mode: 0o600 });
  rmSync(file);
  symlinkSync(elsewhere, file);
  expect(cache.keptCode('core', TEXT)).toBeUndefined();
  const link = path.join(temporaryFolder(), 'link');
  symlinkSync(folder, link);
  const linked = cacheIn(link);
  linked.keepCode('core', TEXT, () => CODE);
  expect(linked.keptCode('core', TEXT)).toBeUndefined();
});

it('makes nothing where others could replace it, where there is no such place, and where it is switched off', () => {
  const open = temporaryFolder();
  chmodSync(open, 0o777);
  const makeCode = jest.fn(() => CODE);
  for (const place of [
    path.join(open, 'code'),
    open,
    path.join(open, 'not/there/code'),
    path.join(file, 'code'),
    'off',
  ]) {
    cacheIn(place).keepCode('core', TEXT, makeCode);
  }
  expect(makeCode).not.toHaveBeenCalled();
  expect(readdirSync(open)).toEqual([]);
});

it('leaves no part of a file where making the code fails', () => {
  cache.keepCode('parser', TEXT, () => {
    throw new Error('made up');
  });
  expect(readdirSync(folder)).toEqual([path.basename(file)]);
});

it('removes the oldest of many files', () => {
  const other = path.join(temporaryFolder(), 'many');
  mkdirSync(other, { mode: 0o700 });
  for (let number = 0; number < 50; number++) writeFileSync(path.join(other, `${number}.code`), '');
  writeFileSync(path.join(other, 'notes.txt'), 'of somebody else');
  cacheIn(other).keepCode('core', TEXT, () => CODE);
  expect(readdirSync(other)).toHaveLength(22);
  expect(readdirSync(other)).toContain('notes.txt');
});
