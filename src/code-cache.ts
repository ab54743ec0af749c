// Keeps what V8 has compiled of the parts of the preload, in a folder of the user's: compiling them is half of a start.
//
// V8 trusts what it is given: it takes the code of another text of the same length, and of seven files in which one byte was
// flipped two crashed the process. So a file has the text that it was made from, which is compared with the text that runs, and the
// code twice, which is compared with itself. Both compare as memory, in 0.2 ms; to hash the same in JavaScript took 4 to 13 ms of
// a process that has just started, and node:crypto takes 10 to load.
//
// A file of another version of Node.js, or of other flags of V8, is refused by V8, and has another name.

import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  type Stats,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** Taken before the program can replace them. */
const fs = {
  closeSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
};

const MAGIC = 'tkcode01';
/** Behind the magic: the lengths of the text and of the code. */
const HEADER_BYTES = MAGIC.length + 8;
const PIECE_BYTES = 65_536;
const ENDING = '.code';
/** A program has two to four; versions and flags add up. */
const MOST_FILES = 40;
/** Others may not write it. Windows has no such bits, and a folder of each user's for this. */
const OTHERS_WRITE = 0o022;

/** Read once: a program changes its environment. */
const FOLDER = cacheFolder();

/** A folder, or nothing for none. */
function cacheFolder(): string | undefined {
  const { XDG_CACHE_HOME: cache, LOCALAPPDATA: local, HOME: home } = process.env;
  const named = process.env['TICKSCOPE_CODE_CACHE']?.trim() ?? '';
  if (named !== '') return /^(?:false|0|off)$/i.test(named) ? undefined : path.resolve(named);
  if (process.platform === 'win32') return local && path.join(local, 'tickscope');
  if (cache !== undefined && path.isAbsolute(cache)) return path.join(cache, 'tickscope');
  return home !== undefined && path.isAbsolute(home) ? path.join(home, '.cache', 'tickscope') : undefined;
}

function isOurs({ uid, mode }: Stats): boolean {
  return process.geteuid === undefined || (uid === process.geteuid() && (mode & OTHERS_WRITE) === 0);
}

/** Options of Node.js that are no flags of V8 and differ from program to program. */
const LOADING = /(?:^|\s)(?:-r|--require|--import)[\s=]\S+/g;

/** What has to be the same for V8 to take the code; it looks itself, and this keeps two programs from replacing each other's. */
function fileNameOf(part: string, text: Buffer): string {
  const { version, arch, execArgv, env } = process;
  const flags = hashOf([...execArgv, env['NODE_OPTIONS'] ?? ''].join(' ').replaceAll(LOADING, '').trim());
  return `${part}-${text.length}-${version}-${arch}-${flags}${ENDING}`;
}

/** FNV-1a, of a line: a name and no proof. */
function hashOf(text: string): string {
  let hash = 0x81_1c_9d_c5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01_00_01_93);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** @returns the code that was kept of a text; `undefined` where there is none that can be trusted */
export function keptCode(part: string, text: Buffer): Buffer | undefined {
  const folder = FOLDER;
  if (folder === undefined) return undefined;
  let descriptor: number | undefined;
  try {
    const folderStats = fs.lstatSync(folder);
    if (!folderStats.isDirectory() || !isOurs(folderStats)) return undefined;
    descriptor = fs.openSync(
      path.join(folder, fileNameOf(part, text)),
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0),
    );
    const stats = fs.fstatSync(descriptor);
    return stats.isFile() && isOurs(stats) ? readCode(descriptor, stats.size, text) : undefined;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) fs.closeSync(descriptor);
  }
}

function readCode(descriptor: number, size: number, text: Buffer): Buffer | undefined {
  const header = read(descriptor, Buffer.alloc(HEADER_BYTES));
  if (header?.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined;
  const length = header.readUInt32LE(MAGIC.length + 4);
  if (header.readUInt32LE(MAGIC.length) !== text.length) return undefined;
  if (size !== HEADER_BYTES + text.length + 2 * length || !isNext(descriptor, text)) return undefined;
  const code = read(descriptor, Buffer.allocUnsafeSlow(length));
  return code !== undefined && isNext(descriptor, code) ? code : undefined;
}

/** Fills the whole buffer; `undefined` where the file ends before. */
function read(descriptor: number, into: Buffer): Buffer | undefined {
  let done = 0;
  while (done < into.length) {
    const bytes = fs.readSync(descriptor, into, done, into.length - done, null);
    if (bytes === 0) return undefined;
    done += bytes;
  }
  return into;
}

/** Whether the same bytes follow in the file. In pieces, so that they need no memory. */
function isNext(descriptor: number, expected: Buffer): boolean {
  const piece = Buffer.allocUnsafeSlow(PIECE_BYTES);
  for (let at = 0; at < expected.length; at += PIECE_BYTES) {
    const wanted = expected.subarray(at, at + PIECE_BYTES);
    const found = read(descriptor, piece.subarray(0, wanted.length));
    if (found === undefined || !found.equals(wanted)) return false;
  }
  return true;
}

/**
 * Keeps the code of a text. Does nothing, and makes nothing, where it cannot be written, and where others could replace it.
 *
 * @param makeCode takes 10 to 30 ms
 */
export function keepCode(part: string, text: Buffer, makeCode: () => Buffer): void {
  const folder = FOLDER;
  if (folder === undefined) return;
  const file = path.join(folder, fileNameOf(part, text));
  // Another process may be writing it too: each has a file of its own until it is whole.
  const unfinished = `${file}.${process.pid}`;
  let descriptor: number | undefined;
  try {
    if (!isReady(folder)) return;
    makeRoom(folder);
    descriptor = fs.openSync(unfinished, 'wx', 0o600);
    const code = makeCode();
    const header = Buffer.alloc(HEADER_BYTES, MAGIC, 'latin1');
    header.writeUInt32LE(text.length, MAGIC.length);
    header.writeUInt32LE(code.length, MAGIC.length + 4);
    for (const bytes of [header, text, code, code]) writeAll(descriptor, bytes);
    fs.renameSync(unfinished, file);
  } catch {
    if (descriptor !== undefined) removeQuietly(unfinished);
  } finally {
    if (descriptor !== undefined) fs.closeSync(descriptor);
  }
}

/** Makes the folder where it is missing, in a folder of the user's: below somebody else's home it would be in the way there. */
function isReady(folder: string): boolean {
  const above = path.dirname(folder);
  if (!exists(folder)) {
    if (!exists(above) && exists(path.dirname(above)) && isOurs(fs.statSync(path.dirname(above))))
      fs.mkdirSync(above, 0o700);
    if (!isOurs(fs.statSync(above))) return false;
    fs.mkdirSync(folder, 0o700);
  }
  const stats = fs.lstatSync(folder);
  return stats.isDirectory() && isOurs(stats);
}

function exists(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false }) !== undefined;
}

/** The oldest leave, and what processes left unfinished is among them one day. */
function makeRoom(folder: string): void {
  const files = fs.readdirSync(folder).filter((name) => name.includes(ENDING));
  if (files.length < MOST_FILES) return;
  const byAge = files
    .map((name) => path.join(folder, name))
    .map((file) => ({ file, millis: fs.lstatSync(file).mtimeMs }))
    .toSorted((left, right) => left.millis - right.millis);
  for (const { file } of byAge.slice(0, files.length - MOST_FILES / 2)) removeQuietly(file);
}

function writeAll(descriptor: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length;) done += fs.writeSync(descriptor, bytes, done, bytes.length - done);
}

function removeQuietly(file: string): void {
  try {
    fs.unlinkSync(file);
  } catch {
    // Somebody else was faster.
  }
}
