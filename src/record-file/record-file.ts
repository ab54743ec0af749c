// Reads record files together: the whole segments that count, and what has to be said about the rest.

import type { ProcessInfo, StoredSegment } from '../model/record/record-segment.js';
import { MissingSegments } from './missing-segments.js';
import { byProcess, ProcessFiles } from './process-files.js';
import { readSegment, type ScannedFile, scanFile, type SegmentInFile } from './scan-file.js';
import { coverOf } from './segment-cover.js';
import { type TimeWindow, withinWindow } from './time-window.js';
import { UnusableSourceError } from '../model/unusable-source-error.js';

export interface RecordContents {
  readonly segments: StoredSegment[];
  /** For the reader of the report: what is missing and why. */
  readonly notes: string[];
}

/** Takes segments one by one. */
export type TakeSegment = (segment: StoredSegment) => void;

export interface FilesContents {
  readonly notes: string[];
  /** Whose files have no whole segment. */
  readonly withoutSegment: readonly ProcessInfo[];
}

/**
 * @param begin returns who takes the segments; called again where they come from the beginning once more
 * @throws UnusableSourceError where the window holds nothing
 */
export function readRecordFiles(
  files: readonly ScannedFile[],
  begin: () => TakeSegment,
  window?: TimeWindow,
): FilesContents {
  const all = files.flatMap(({ segments }) => segments);
  const unusable = new Set<SegmentInFile>();
  for (;;) {
    const { chosen, notes } = coverOf(all.filter((segment) => !unusable.has(segment)));
    const processes = byProcess(files).map((own) => new ProcessFiles(own, new Set(chosen)));
    const tails = processes.flatMap(({ tail }) => tail ?? []);
    const wanted = window && withinWindow([...chosen, ...tails.map((head) => ({ head }))], window);
    const inWindow = new Set<unknown>(wanted?.inside.map(({ head }) => head));
    const isWanted = (head: unknown): boolean => wanted === undefined || inWindow.has(head);
    const missing = new MissingSegments(window === undefined);
    const take = begin();
    const failed = chosen
      .filter(({ head }) => isWanted(head))
      .find((found) => {
        const segment = readSegment(found);
        if (segment === undefined) return true;
        missing.add(segment);
        take(segment);
        return false;
      });
    if (failed !== undefined) {
      // One that is none is known by reading it alone. What it was to cover others may have, and what others were left for it.
      unusable.add(failed);
      continue;
    }
    for (const tail of tails.filter(isWanted)) take(tail);
    for (const segment of missing.toSegments()) take(segment);
    return {
      notes: [
        ...processes.flatMap((process) => process.notes(window === undefined ? missing : undefined)),
        ...notes,
        ...(wanted === undefined ? [] : [wanted.note]),
      ],
      withoutSegment: processes.flatMap(({ withoutSegment }) => withoutSegment ?? []),
    };
  }
}

/** @throws UnusableSourceError where the file is not a record, is empty, cannot be read, or is of a newer version */
export function openRecordFile(path: string): ScannedFile {
  const file = scanFile(path);
  if (file.bytes > 0) return file;
  throw new UnusableSourceError(`${file.name} is empty: its program was killed before it could write. Run it again.`);
}
