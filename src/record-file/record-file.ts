// Reads record files together: the whole segments that count, and what has to be said about the rest.

import type { ProcessInfo, StoredSegment } from '../model/record/record-segment.js';
import { byProcess, ProcessFiles } from './process-files.js';
import { readSegment, type ScannedFile, scanFile, type SegmentInFile } from './scan-file.js';
import { coverOf } from './segment-cover.js';
import { type TimeWindow, withinWindow } from './time-window.js';
import { UnusableSourceError } from './unusable-source-error.js';

export interface RecordContents {
  readonly segments: StoredSegment[];
  /** For the reader of the report: what is missing and why. */
  readonly notes: string[];
}

export interface FilesContents extends RecordContents {
  /** Whose files have no whole segment. */
  readonly withoutSegment: readonly ProcessInfo[];
}

/** @throws UnusableSourceError where the window holds nothing */
export function readRecordFiles(files: readonly ScannedFile[], window?: TimeWindow): FilesContents {
  const all = files.flatMap(({ segments }) => segments);
  const read = new Map<SegmentInFile, StoredSegment | undefined>();
  for (;;) {
    const usable = all.filter((segment) => !read.has(segment) || read.get(segment) !== undefined);
    const { chosen, notes } = coverOf(usable);
    const processes = byProcess(files).map((own) => new ProcessFiles(own, new Set(chosen)));
    const tails = processes.flatMap(({ tail }) => tail ?? []);
    const wanted = window && withinWindow([...chosen, ...tails.map((head) => ({ head }))], window);
    const inWindow = new Set<unknown>(wanted?.inside.map(({ head }) => head));
    const isWanted = (head: unknown): boolean => wanted === undefined || inWindow.has(head);
    const unread = chosen.filter((segment) => isWanted(segment.head) && !read.has(segment));
    for (const segment of unread) read.set(segment, readSegment(segment));
    // One that is none is known by reading it alone. What it was to cover others may have.
    if (unread.some((segment) => read.get(segment) === undefined)) continue;
    const segments = chosen.flatMap((segment) => (isWanted(segment.head) ? (read.get(segment) ?? []) : []));
    const whole = window === undefined ? segments : undefined;
    return {
      segments: [...segments, ...tails.filter(isWanted)],
      notes: [
        ...processes.flatMap((process) => process.notes(whole)),
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
