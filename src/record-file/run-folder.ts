// Finds the record files that a source stands for: a file, a run, or a folder of runs.

import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { RECORD_EXTENSION, runTime } from './run-names.js';
import { errorCode, unreadable, UnusableSourceError } from '../model/unusable-source-error.js';

const HOW_TO_RECORD = 'Make a record first: tickscope run -- node bot.js';

/** @returns the newest run that holds a record; @throws UnusableSourceError where there is none */
export function newestRun(directory: string): string {
  const runs = runsIn(directory);
  const newest = runs.find(holdsRecord);
  if (newest === undefined) throw new UnusableSourceError(`${directory} holds no run. ${HOW_TO_RECORD}`);
  return newest;
}

/** @returns the record files of one source, which may be a file, a run folder, or a folder of runs (its newest) */
export function recordFilesOf(source: string): string[] {
  let isFolder: boolean;
  try {
    isFolder = statSync(source).isDirectory();
  } catch (error) {
    throw unreadable(source, error);
  }
  if (!isFolder) return [source];
  const files = recordFilesIn(source);
  if (files.length > 0) return files;
  if (runsIn(source).length > 0) return recordFilesIn(newestRun(source));
  throw new UnusableSourceError(`${source} holds no ${RECORD_EXTENSION} file. ${HOW_TO_RECORD}`);
}

export function holdsRecord(folder: string): boolean {
  return existsSync(folder) && recordFilesIn(folder).length > 0;
}

export function recordFilesIn(folder: string): string[] {
  return namesIn(folder)
    .filter((name) => name.endsWith(RECORD_EXTENSION))
    .toSorted()
    .map((name) => join(folder, name));
}

/** Newest first: by the time in the name, and within one second by the folder's own. */
function runsIn(directory: string): string[] {
  return namesIn(directory)
    .flatMap((name) => {
      const time = runTime(name);
      const folder = join(directory, name);
      return time === undefined ? [] : [{ folder, key: `${time} ${modified(folder)}` }];
    })
    .toSorted((left, right) => (left.key < right.key ? 1 : -1))
    .map(({ folder }) => folder);
}

/** Milliseconds since 1970, which have had 13 digits since 2001: they sort as text. */
function modified(folder: string): string {
  return statSync(folder, { throwIfNoEntry: false })?.mtimeMs.toFixed(3) ?? '';
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw unreadable(folder, error);
    throw new UnusableSourceError(`There is no ${folder} here. ${HOW_TO_RECORD}`);
  }
}
