// Everything that was recorded, from any number of sources.

import { statSync } from 'node:fs';
import { EMPTY_SEGMENT } from '../aggregate/empty-segment.js';
import type { ProcessInfo, StoredSegment } from '../model/record/record-segment.js';
import { leftNothingRow, processName } from './left-nothing.js';
import { openRecordFile, type RecordContents, readRecordFiles, type TakeSegment } from './record-file.js';
import { isFurtherFile } from './run-names.js';
import { newestRun, recordFilesOf } from './run-folder.js';
import type { ScannedFile } from './scan-file.js';
import type { TimeWindow } from './time-window.js';
import { GoneError, UnusableSourceError } from '../model/unusable-source-error.js';

/** So often the files of a run are listed anew where one of them is gone before it is read. */
const MOST_TIMES = 3;
/** Why a file has no segment. */
const WITHOUT_SEGMENT =
  'it ended before its first segment, a second after its start, by a signal or from outside, or is younger than that';

export interface SourceOptions {
  /** Where runs are kept: read where no source is given. */
  readonly directory: string;
  readonly window?: TimeWindow | undefined;
  /** Called before each file is looked through. @param place from 1 on, of so many files */
  readonly onFile?: (place: number, files: number) => void;
}

/**
 * A file that is unusable among others becomes a note; if none is left, its reason is thrown.
 * @throws UnusableSourceError where there is nothing to make a report from
 */
export function readSources(sources: readonly string[], options: SourceOptions): RecordContents {
  let segments: StoredSegment[] = [];
  const begin = (): TakeSegment => {
    const taken: StoredSegment[] = (segments = []);
    return (segment) => void taken.push(segment);
  };
  const notes = readSourcesInto(sources, options, begin);
  return { segments, notes };
}

/**
 * `readSources` for a record that is too long to be held.
 * @param begin returns who takes the segments; called again where they come from the beginning once more
 * @returns notes
 */
export function readSourcesInto(
  sources: readonly string[],
  options: SourceOptions,
  begin: () => TakeSegment,
): string[] {
  for (let times = 1; times < MOST_TIMES; times++) {
    try {
      return readOnce(sources, options, begin, false);
    } catch (error) {
      if (!(error instanceof GoneError)) throw error;
    }
  }
  return readOnce(sources, options, begin, true);
}

/** @param mayMiss whether a file that is gone by now is a note */
function readOnce(
  sources: readonly string[],
  { directory, window, onFile }: SourceOptions,
  begin: () => TakeSegment,
  mayMiss: boolean,
): string[] {
  const paths = withoutLinks((sources.length > 0 ? sources : [newestRun(directory)]).flatMap(recordFilesOf));
  const { files, notes: unusable } = openAll(paths, new Set(sources), mayMiss, onFile);
  const isEmpty = files.every(({ segments }) => segments.length === 0);
  let taken = new Taken(() => undefined);
  const beginAgain = (): TakeSegment => {
    taken = new Taken(begin());
    return (segment) => taken.add(segment);
  };
  const { notes, withoutSegment } = readRecordFiles(files, beginAgain, isEmpty ? undefined : window);
  if (taken.count === 0) {
    const [why] = [...unusable, ...notes, ...withoutSegment.map(nothingOf)];
    throw new UnusableSourceError(why ?? `${paths.join(', ')} holds no whole segment.`);
  }
  for (const segment of segmentsOfNothing(withoutSegment, taken.leftNothing)) taken.add(segment);
  return [...unusable, ...notes];
}

class Taken {
  count = 0;
  /** Names of processes of which another one knows that they left nothing. */
  readonly leftNothing = new Set<string>();
  readonly #take: TakeSegment;

  constructor(take: TakeSegment) {
    this.#take = take;
  }

  add(segment: StoredSegment): void {
    this.count++;
    for (const { name, leftNothing } of segment.notSeen) if (leftNothing === true) this.leftNothing.add(name);
    this.#take(segment);
  }
}

function openAll(
  paths: readonly string[],
  named: ReadonlySet<string>,
  mayMiss: boolean,
  onFile: SourceOptions['onFile'],
): { files: ScannedFile[]; notes: string[] } {
  const files: ScannedFile[] = [];
  const notes: string[] = [];
  for (const [place, path] of paths.entries()) {
    onFile?.(place + 1, paths.length);
    try {
      files.push(openRecordFile(path));
    } catch (error) {
      // A file that was asked for by name has to be usable; a run may hold one that its process had no time to begin.
      if (!(error instanceof UnusableSourceError) || named.has(path)) throw error;
      if (error instanceof GoneError && !mayMiss) throw error;
      if (!isFurtherFile(path)) notes.push(error.message);
    }
  }
  return { files, notes };
}

function nothingOf(process: ProcessInfo): string {
  return `${processName(process)} left nothing: ${WITHOUT_SEGMENT}.`;
}

/** A process that left nothing is one of the run: a segment of no length has its row. The process that started it may know more. */
function segmentsOfNothing(processes: readonly ProcessInfo[], known: ReadonlySet<string>): StoredSegment[] {
  return processes.map((process) => ({
    ...EMPTY_SEGMENT,
    fromUnixMillis: process.startedAtUnixMillis,
    toUnixMillis: process.startedAtUnixMillis,
    processes: [process],
    notSeen: known.has(processName(process)) ? [] : [leftNothingRow(process, WITHOUT_SEGMENT)],
    warmup: true,
  }));
}

/** Of the names of one file the first. */
function withoutLinks(files: readonly string[]): string[] {
  const byFile = new Map<string, string>();
  for (const file of files) {
    const identity = fileIdentity(file);
    if (!byFile.has(identity)) byFile.set(identity, file);
  }
  return [...byFile.values()];
}

/** What is no file any more is told of when it is read. */
function fileIdentity(file: string): string {
  try {
    const { dev, ino } = statSync(file, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return file;
  }
}
