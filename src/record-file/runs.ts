// The runs in a folder: what they are, and the removal of old ones.
//
// To remove a wrong file is the worst that can happen here. So a run is a folder, and no link, with a run's name; of it only files go whose
// names only Tickscope gives; and the folder itself goes where nothing else is in it.

import { closeSync, lstatSync, openSync, readdirSync, readSync, rmdirSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import type { ProcessInfo } from '../model/record/record-segment.js';
import { type Bytes, MILLISECOND, MINUTE, type Nanoseconds, type UnixMilliseconds } from '../model/units.js';
import { parseLine } from './file-lines.js';
import { pidOfFile, RECORD_EXTENSION, runTime } from './run-names.js';
import { isProcess } from './segment-checks.js';
import { errorCode } from './unusable-source-error.js';

/** A program that does nothing writes every minute. One in another container cannot be asked whether it runs. */
const MAY_WRITE_MILLIS = (2 * MINUTE) / MILLISECOND;
/** A process of a number that wrote so long ago is another one: numbers come back. */
const MAY_RUN_MILLIS = (24 * 60 * MINUTE) / MILLISECOND;
const HEADER_BYTES = 4_096;

export interface RunOnDisk {
  readonly folder: string;
  readonly startedAtUnixMillis: UnixMilliseconds;
  readonly lastWriteUnixMillis: UnixMilliseconds;
  /** Those of Tickscope. */
  readonly files: readonly string[];
  readonly bytes: Bytes;
  readonly processes: number;
  /** Programs, each once. */
  readonly programs: readonly string[];
  /** As far as this machine knows. */
  readonly isRunning: boolean;
  /** It runs, or may run in another container: it is left alone. */
  readonly mayRun: boolean;
}

/** @returns the runs that hold files of Tickscope, the newest first */
export function runsIn(directory: string, nowUnixMillis: number): RunOnDisk[] {
  return namesIn(directory)
    .filter((name) => runTime(name) !== undefined)
    .toSorted()
    .toReversed()
    .flatMap((name) => runOf(path.join(directory, name), nowUnixMillis) ?? []);
}

export interface Keeping {
  /** Of the newest, at least; running ones are always kept. */
  readonly runs: number;
  /** Younger ones, by their last write. */
  readonly nanos: Nanoseconds;
  /** The newest that fit this together. */
  readonly bytes: number;
}

/** @param runs the newest first @returns those that go */
export function oldRuns(runs: readonly RunOnDisk[], keeping: Keeping, nowUnixMillis: number): RunOnDisk[] {
  const oldestMillis = nowUnixMillis - keeping.nanos / MILLISECOND;
  let bytes = 0;
  return runs.filter((run, place) => {
    bytes += run.bytes;
    if (run.mayRun || place < keeping.runs) return false;
    return run.lastWriteUnixMillis < oldestMillis || bytes > keeping.bytes;
  });
}

/** @returns what could not be removed, and why */
export function removeRun({ folder, files }: RunOnDisk): string[] {
  const left = files.flatMap((file) => failureOf(file, unlinkSync));
  const notEmpty = failureOf(folder, rmdirSync).filter((failure) => !/\((?:ENOTEMPTY|EEXIST)\)$/.test(failure));
  return [...left, ...notEmpty];
}

function failureOf(file: string, remove: (file: string) => void): string[] {
  try {
    remove(file);
    return [];
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? [] : [`${file} (${errorCode(error)})`];
  }
}

function runOf(folder: string, nowUnixMillis: number): RunOnDisk | undefined {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return undefined;
  const files = namesIn(folder).flatMap((name) => {
    const pid = pidOfFile(name);
    const stats = lstatSync(path.join(folder, name), { throwIfNoEntry: false });
    return pid === undefined || stats?.isFile() !== true ? [] : [{ file: path.join(folder, name), pid, stats }];
  });
  if (files.length === 0) return undefined;
  const lastWriteUnixMillis = files.reduce(
    (latest, { stats }) => Math.max(latest, stats.mtimeMs),
    0,
  ) as UnixMilliseconds;
  const quietMillis = nowUnixMillis - lastWriteUnixMillis;
  const isRunning = quietMillis < MAY_RUN_MILLIS && files.some(({ pid }) => isAlive(pid));
  const known = files.flatMap(({ file }) => (file.endsWith(RECORD_EXTENSION) ? (processOf(file) ?? []) : []));
  return {
    folder,
    startedAtUnixMillis: startOf(path.basename(folder)),
    lastWriteUnixMillis,
    files: files.map(({ file }) => file),
    bytes: files.reduce((sum, { stats }) => sum + stats.size, 0) as Bytes,
    processes: new Set(known.map(({ id }) => id)).size,
    programs: [...new Set(known.map(({ name }) => name))].toSorted(),
    isRunning,
    mayRun: isRunning || quietMillis < MAY_WRITE_MILLIS,
  };
}

function processOf(file: string): ProcessInfo | undefined {
  const header = parseLine(firstLineOf(file));
  return isProcess(header) ? header : undefined;
}

function firstLineOf(file: string): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    const start = bytes.subarray(0, readSync(descriptor, bytes, 0, HEADER_BYTES, 0));
    return start.subarray(0, Math.max(0, start.indexOf('\n')));
  } catch {
    return bytes.subarray(0, 0);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** `run-20261123-140210-3fa9` */
function startOf(name: string): UnixMilliseconds {
  const [, year, month, day, hour, minute, second] = /^run-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)/.exec(name) ?? [];
  return Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  ) as UnixMilliseconds;
}

/** @returns none where the folder is gone, or may not be read */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
