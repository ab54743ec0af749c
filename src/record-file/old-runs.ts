// Which runs of a folder are old enough to go. Says nothing about how they go.

import { type Bytes, HOUR, MILLISECOND, MINUTE, type Nanoseconds, type UnixMilliseconds } from '../model/units.js';
import { signalProcess } from '../primordials.js';
import { pidOfFile } from './run-names.js';

/** A program that does nothing writes every minute. One in another container cannot be asked whether it runs. */
const MAY_WRITE_MILLIS = (2 * MINUTE) / MILLISECOND;
/** A process of a number that wrote so long ago is another one: numbers come back. */
const MAY_RUN_MILLIS = (24 * HOUR) / MILLISECOND;

/** What a run's folder has of Tickscope. */
export interface RunFiles {
  readonly folder: string;
  readonly lastWriteUnixMillis: UnixMilliseconds;
  readonly files: readonly string[];
  readonly bytes: Bytes;
  /** As far as this machine knows. */
  readonly isRunning: boolean;
  /** It runs, or may run in another container: it is left alone. */
  readonly mayRun: boolean;
}

export interface FileOfRun {
  readonly path: string;
  readonly pid: number;
  readonly bytes: number;
  readonly writtenUnixMillis: number;
}

export interface Keeping {
  /** Of the newest, at least; running ones are always kept. */
  readonly runs: number;
  /** Younger ones, by their last write. */
  readonly nanos: Nanoseconds;
  /** The newest that fit this together. */
  readonly bytes: number;
}

/** All runs of a folder together, and how long one is kept after its last write, where nothing else is asked of `tickscope prune`. */
export const RUNS_BYTES = 1_000_000_000 as Bytes;
export const RUN_NANOS = (32 * 24 * HOUR) as Nanoseconds;

/** Where nobody says otherwise. */
export const KEEPING: Keeping = { runs: 0, nanos: RUN_NANOS, bytes: RUNS_BYTES };

/** @returns `undefined` where nothing is Tickscope's */
export function runOfFiles(folder: string, files: readonly FileOfRun[], nowUnixMillis: number): RunFiles | undefined {
  if (files.length === 0) return undefined;
  const lastWrite = files.reduce((latest, { writtenUnixMillis }) => Math.max(latest, writtenUnixMillis), 0);
  const quietMillis = nowUnixMillis - lastWrite;
  const isRunning = quietMillis < MAY_RUN_MILLIS && files.some(({ pid }) => isAlive(pid));
  return {
    folder,
    lastWriteUnixMillis: lastWrite as UnixMilliseconds,
    files: files.map(({ path }) => path),
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) as Bytes,
    isRunning,
    mayRun: isRunning || quietMillis < MAY_WRITE_MILLIS,
  };
}

/** @param runs the newest first @returns those that go */
export function oldRuns<Run extends RunFiles>(runs: readonly Run[], keeping: Keeping, nowUnixMillis: number): Run[] {
  const oldestMillis = nowUnixMillis - keeping.nanos / MILLISECOND;
  let bytes = 0;
  return runs.filter((run, place) => {
    bytes += run.bytes;
    if (run.mayRun || place < keeping.runs) return false;
    return run.lastWriteUnixMillis < oldestMillis || bytes > keeping.bytes;
  });
}

/** @returns the file as one of a run; `undefined` for what is no file, or not Tickscope's */
export function fileOfRun(
  path: string,
  name: string,
  stats: { isFile(): boolean; readonly size: number; readonly mtimeMs: number } | undefined,
): FileOfRun | undefined {
  const pid = pidOfFile(name);
  if (pid === undefined || stats?.isFile() !== true) return undefined;
  return { path, pid, bytes: stats.size, writtenUnixMillis: stats.mtimeMs };
}

function isAlive(pid: number): boolean {
  try {
    signalProcess(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
