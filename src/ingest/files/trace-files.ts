// Which files a source is: a file, a folder with a collector's rotated files, or a pattern that no shell has expanded.

import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import picomatch from 'picomatch';
import { unreadable, UnusableSourceError } from '../../model/unusable-source-error.js';
import { firstBytesOf } from './read-file.js';
import { compressionOf, framingOf, knownKindOf } from './sniff.js';

const RECORD_START = '{"format":"tickscope.';
/** In a folder. Names of rotated files end in anything, so what is in them decides. */
const NOT_TRACES = /\.(?:tks|log|md|txt|ya?ml|pid|sock)$/;

/** @returns whether a source is traces, and not a record: by what is there, not by its name */
export function isTraceSource(source: string): boolean {
  if (isPattern(source)) return true;
  const stats = statSync(source, { throwIfNoEntry: false });
  if (stats?.isDirectory() === true) return !holdsRecord(source) && tracesIn(source).length > 0;
  if (stats?.isFile() !== true || source.endsWith('.tks')) return false;
  // What is known and is no record is told of as what it is.
  return holdsTraces(source) || knownKindOf(firstBytesOf(source, basename(source))) !== undefined;
}

/** The oldest first: so most traces are whole before others begin. @throws UnusableSourceError where there is none */
export function traceFilesOf(source: string): string[] {
  if (isPattern(source)) return matching(source);
  const stats = statSync(source, { throwIfNoEntry: false });
  if (stats === undefined) throw unreadable(source, { code: 'ENOENT' });
  return stats.isDirectory() ? tracesIn(source) : [source];
}

function holdsRecord(folder: string): boolean {
  return readdirSync(folder).some((name) => name.endsWith('.tks'));
}

function isPattern(source: string): boolean {
  return /[*?[{]/.test(basename(source)) && !existsSync(source);
}

function matching(pattern: string): string[] {
  const folder = dirname(pattern);
  const isMatch = picomatch(basename(pattern));
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => isMatch(name)) : [];
  if (names.length === 0)
    throw new UnusableSourceError(`${pattern} matches no file. Give files of traces, or a folder.`);
  return oldestFirst(names.map((name) => join(folder, name)).filter((path) => statSync(path).isFile()));
}

function tracesIn(folder: string): string[] {
  const paths = readdirSync(folder)
    .filter((name) => !NOT_TRACES.test(name))
    .map((name) => join(folder, name));
  return oldestFirst(paths.filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() && holdsTraces(path)));
}

function holdsTraces(path: string): boolean {
  const start = firstBytesOf(path, basename(path));
  if (start.toString('latin1').startsWith(RECORD_START)) return false;
  return compressionOf(start) !== undefined || framingOf(start) !== undefined;
}

function oldestFirst(paths: readonly string[]): string[] {
  const withTimes = paths.map((path) => ({ path, changed: statSync(path).mtimeMs }));
  return withTimes
    .toSorted((left, right) => left.changed - right.changed || (left.path < right.path ? -1 : 1))
    .map(({ path }) => path);
}
