// Traces of any number of files as one segment.

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
 * @throws UnusableSourceError where there is no tick to make a report from
 */
export async function readTraceFiles(
  sources: readonly string[],
  options: TraceIngestOptions,
): Promise<TracesWithNotes> {
  const ingest = new TraceIngest(options);
  const files = [...new Set(sources.flatMap(traceFilesOf))];
  const notes: string[] = [];
  for (const file of files) {
    try {
      notes.push(...(await readTraceFile(file, basename(file), ingest)));
    } catch (error) {
      if (!(error instanceof UnusableSourceError) || files.length === 1) throw error;
      notes.push(error.message);
    }
  }
  const [first = '', ...others] = files.map((file) => basename(file));
  try {
    return { ...ingest.finish(others.length === 0 ? first : `${first} and ${others.length} more`), notes };
  } catch (error) {
    if (!(error instanceof UnusableSourceError) || notes.length === 0) throw error;
    throw new UnusableSourceError([error.message, ...notes].join('\n'));
  }
}
