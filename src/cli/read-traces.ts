// The report of stored traces: of files, or of Jaeger.

import { buildReportOfTraces } from '../analysis/build-report.js';
import { isTraceSource } from '../ingest/files/trace-files.js';
import { readTraceFiles, type TracesWithNotes } from '../ingest/read-trace-files.js';
import type { Report } from '../model/report/report.js';
import { MILLISECOND } from '../model/units.js';
import type { TimeWindow } from '../record-file/time-window.js';
import { UsageError } from './exit-codes.js';

/** @returns whether the sources are traces; a mix is none @throws UsageError for a mix */
export function areTraces(sources: readonly string[]): boolean {
  const traces = sources.filter(isTraceSource);
  const record = sources.find((source) => !traces.includes(source));
  if (traces.length > 0 && record !== undefined) {
    throw new UsageError(`${traces[0]} holds traces and ${record} does not. Make a report of each.`);
  }
  return traces.length > 0;
}

/** @throws UnusableSourceError where no tick is in them */
export async function readTraces(
  sources: readonly string[],
  roots: readonly string[],
  window: TimeWindow | undefined,
): Promise<Report> {
  const traces = await readInWindow(sources, roots, window);
  return buildReportOfTraces(traces.segment, traces, traces.notes);
}

/** The last ten minutes are counted back from the last tick, which is known when all are read. */
async function readInWindow(
  sources: readonly string[],
  roots: readonly string[],
  window: TimeWindow | undefined,
): Promise<TracesWithNotes> {
  if (window === undefined) return readTraceFiles(sources, { roots });
  if ('sinceUnixMillis' in window) return readTraceFiles(sources, { roots, sinceUnixMillis: window.sinceUnixMillis });
  const { segment } = await readTraceFiles(sources, { roots });
  const sinceUnixMillis = segment.toUnixMillis - window.lastNanos / MILLISECOND;
  return readTraceFiles(sources, { roots, sinceUnixMillis });
}
