// Everything that was recorded, from any number of sources.

import { statSync } from 'node:fs';
import { EMPTY_SEGMENT } from '../aggregate/empty-segment.js';
import type { ProcessInfo, StoredSegment } from '../model/record/record-segment.js';
import { leftNothingRow, processName } from './left-nothing.js';
import { openRecordFile, type RecordContents, readRecordFiles } from './record-file.js';
import { isFurtherFile } from './run-names.js';
import { newestRun, recordFilesOf } from './run-folder.js';
import type { ScannedFile } from './scan-file.js';
import type { TimeWindow } from './time-window.js';
import { UnusableSourceError } from './unusable-source-error.js';

/** Why a file has no segment. */
const WITHOUT_SEGMENT =
  'it ended before its first segment, a second after its start, by a signal or from outside, or is younger than that';

export interface SourceOptions {
  /** Where runs are kept: read where no source is given. */
  readonly directory: string;
  readonly window?: TimeWindow | undefined;
}

/**
 * A file that is unusable among others becomes a note; if none is left, its reason is thrown.
 * @throws UnusableSourceError where there is nothing to make a report from
 */
export function readSources(sources: readonly string[], { directory, window }: SourceOptions): RecordContents {
  const paths = withoutLinks((sources.length > 0 ? sources : [newestRun(directory)]).flatMap(recordFilesOf));
  const { files, notes: unusable } = openAll(paths, new Set(sources));
  const isEmpty = files.every(({ segments }) => segments.length === 0);
  const { segments, notes, withoutSegment } = readRecordFiles(files, isEmpty ? undefined : window);
  if (segments.length === 0) {
    const [why] = [...unusable, ...notes, ...withoutSegment.map(nothingOf)];
    throw new UnusableSourceError(why ?? `${paths.join(', ')} holds no whole segment.`);
  }
  return {
    segments: [...segments, ...segmentsOfNothing(withoutSegment, segments)],
    notes: [...unusable, ...notes],
  };
}

function openAll(paths: readonly string[], named: ReadonlySet<string>): { files: ScannedFile[]; notes: string[] } {
  const files: ScannedFile[] = [];
  const notes: string[] = [];
  for (const path of paths) {
    try {
      files.push(openRecordFile(path));
    } catch (error) {
      // A file that was asked for by name has to be usable; a run may hold one that its process had no time to begin.
      if (!(error instanceof UnusableSourceError) || named.has(path)) throw error;
      if (!isFurtherFile(path)) notes.push(error.message);
    }
  }
  return { files, notes };
}

function nothingOf(process: ProcessInfo): string {
  return `${processName(process)} left nothing: ${WITHOUT_SEGMENT}.`;
}

/** A process that left nothing is one of the run: a segment of no length has its row. The process that started it may know more. */
function segmentsOfNothing(processes: readonly ProcessInfo[], segments: readonly StoredSegment[]): StoredSegment[] {
  const known = new Set(
    segments.flatMap(({ notSeen }) => notSeen.flatMap(({ name, leftNothing }) => (leftNothing ? name : []))),
  );
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
