// The runs in a folder: what they are, and the removal of old ones.
//
// To remove a wrong file is the worst that can happen here. So a run is a folder, and no link, with a run's name; of it only files go whose
// names only Tickscope gives; and the folder itself goes where nothing else is in it.

import { closeSync, lstatSync, openSync, readdirSync, readSync, rmdirSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import type { ProcessInfo } from '../model/record/record-segment.js';
import type { UnixMilliseconds } from '../model/units.js';
import { parseLine } from './file-lines.js';
import { fileOfRun, type RunFiles, runOfFiles } from './old-runs.js';
import { RECORD_EXTENSION, runTime } from './run-names.js';
import { isProcess } from './segment-checks.js';
import { errorCode } from '../model/unusable-source-error.js';

const HEADER_BYTES = 4_096;

export interface RunOnDisk extends RunFiles {
  readonly startedAtUnixMillis: UnixMilliseconds;
  readonly processes: number;
  /** Programs, each once. */
  readonly programs: readonly string[];
}

/** @returns the runs that hold files of Tickscope, the newest first */
export function runsIn(directory: string, nowUnixMillis: number): RunOnDisk[] {
  return namesIn(directory)
    .filter((name) => runTime(name) !== undefined)
    .toSorted()
    .toReversed()
    .flatMap((name) => runAt(path.join(directory, name), nowUnixMillis) ?? []);
}

/** @returns what could not be removed, and why */
export function removeRun({ folder, files }: RunFiles): string[] {
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

/** @returns `undefined` where it is no folder, or holds nothing of Tickscope */
export function runAt(folder: string, nowUnixMillis: number): RunOnDisk | undefined {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return undefined;
  const files = namesIn(folder).flatMap((name) => {
    const file = path.join(folder, name);
    return fileOfRun(file, name, lstatSync(file, { throwIfNoEntry: false })) ?? [];
  });
  const run = runOfFiles(folder, files, nowUnixMillis);
  if (run === undefined) return undefined;
  const known = run.files.flatMap((file) => (file.endsWith(RECORD_EXTENSION) ? (processOf(file) ?? []) : []));
  return {
    ...run,
    startedAtUnixMillis: startOf(path.basename(folder)),
    processes: new Set(known.map(({ id }) => id)).size,
    programs: [...new Set(known.map(({ name }) => name))].toSorted(),
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
