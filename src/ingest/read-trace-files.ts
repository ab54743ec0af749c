// Traces of any number of files as one segment.

import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { UnusableSourceError } from '../model/unusable-source-error.js';
import { readTraceFile } from './files/read-file.js';
import { traceFilesOf } from './files/trace-files.js';
import { type ReadTraces, TraceIngest, type TraceIngestOptions } from './trace-ingest.js';

export interface TracesWithNotes extends ReadTraces {
  readonly notes: readonly string[];
}

/**
 * A file that is unusable among others becomes a note.
 * @param onRead called with how many bytes of how many are read
 * @throws UnusableSourceError where there is no tick to make a report from
 */
export async function readTraceFiles(
  sources: readonly string[],
  options: TraceIngestOptions,
  onRead: (bytes: number, ofBytes: number) => void = () => undefined,
): Promise<TracesWithNotes> {
  const ingest = new TraceIngest(options);
  const files = [...new Set(sources.flatMap(traceFilesOf))];
  const sizes = files.map((file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0);
  const ofBytes = sizes.reduce((total, size) => total + size, 0);
  let before = 0;
  const notes: string[] = [];
  for (const [place, file] of files.entries()) {
    try {
      notes.push(...(await readTraceFile(file, basename(file), ingest, (bytes) => onRead(before + bytes, ofBytes))));
    } catch (error) {
      if (!(error instanceof UnusableSourceError) || files.length === 1) throw error;
      notes.push(error.message);
    }
    before += sizes[place] ?? 0;
  }
  const [first = '', ...others] = files.map((file) => basename(file));
  try {
    return { ...ingest.finish(others.length === 0 ? first : `${first} and ${others.length} more`), notes };
  } catch (error) {
    if (!(error instanceof UnusableSourceError) || notes.length === 0) throw error;
    throw new UnusableSourceError([error.message, ...notes].join('\n'));
  }
}
