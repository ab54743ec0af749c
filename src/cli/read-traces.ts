// The report of stored traces: of files, or of Jaeger.

import { buildReportOfTraces } from '../analysis/traces/build-report-of-traces.js';
import { isTraceSource } from '../ingest/files/trace-files.js';
import { readJaeger } from '../ingest/jaeger/read-jaeger.js';
import { readTraceFiles, type TracesWithNotes } from '../ingest/read-trace-files.js';
import type { TraceIngestOptions } from '../ingest/trace-ingest.js';
import type { Report } from '../model/report/report.js';
import { formatBytes, formatCount, formatShare } from '../model/format-units.js';
import { type Bytes, HOUR, MILLISECOND, type Share } from '../model/units.js';
import type { TimeWindow } from '../record-file/time-window.js';
import { type Progress, withProgressOf } from './progress.js';
import { UsageError } from './exit-codes.js';
import { keepHeapSmall } from './small-heap.js';

/** @returns whether the sources are traces; a mix is none @throws UsageError for a mix */
export function areTraces(sources: readonly string[]): boolean {
  const traces = sources.filter(isTraceSource);
  const record = sources.find((source) => !traces.includes(source));
  if (traces.length > 0 && record !== undefined) {
    throw new UsageError(`${traces[0]} holds traces and ${record} does not. Make a report of each.`);
  }
  return traces.length > 0;
}

/** Which spans are the ticks of the report. */
export type WantedTicks = Pick<TraceIngestOptions, 'roots' | 'symbol'>;

/** @throws UnusableSourceError where no tick is in them */
export async function readTraces(
  sources: readonly string[],
  wanted: WantedTicks,
  window: TimeWindow | undefined,
): Promise<Report> {
  const traces = await withProgressOf((progress) => readInWindow(sources, wanted, window, progress));
  return buildReportOfTraces(traces.segment, traces, traces.notes);
}

/** The last ten minutes are counted back from the last tick, which is known when all are read. */
async function readInWindow(
  sources: readonly string[],
  wanted: WantedTicks,
  window: TimeWindow | undefined,
  progress: Progress,
): Promise<TracesWithNotes> {
  const keepSmall = keepHeapSmall();
  const onRead = (bytes: number, ofBytes: number): void => {
    progress.step(() => readText(bytes, ofBytes));
    keepSmall();
  };
  if (window === undefined) return readTraceFiles(sources, wanted, onRead);
  if ('sinceUnixMillis' in window)
    return readTraceFiles(sources, { ...wanted, sinceUnixMillis: window.sinceUnixMillis }, onRead);
  const { segment } = await readTraceFiles(sources, wanted, onRead);
  const sinceUnixMillis = segment.toUnixMillis - window.lastNanos / MILLISECOND;
  return readTraceFiles(sources, { ...wanted, sinceUnixMillis }, onRead);
}

function readText(bytes: number, ofBytes: number): string {
  return `reading traces: ${formatShare(Math.min(1, bytes / Math.max(1, ofBytes)) as Share)} of ${formatBytes(ofBytes as Bytes)}`;
}

export interface JaegerSource {
  readonly jaeger?: string;
  readonly service?: string;
}

/** Without a window. */
const LAST_HOUR: TimeWindow = { option: 'the last hour', lastNanos: HOUR };

/** @throws UsageError where the call is wrong @throws UnusableSourceError where Jaeger gives no tick */
export async function readFromJaeger(
  { jaeger, service }: JaegerSource & { readonly jaeger: string },
  sources: readonly string[],
  wanted: WantedTicks,
  window: TimeWindow = LAST_HOUR,
): Promise<Report> {
  if (sources.length > 0) {
    throw new UsageError(`--jaeger ${jaeger} and ${sources[0]} are two sources. Make a report of each.`);
  }
  const address = URL.canParse(jaeger) ? new URL(jaeger) : undefined;
  if (address === undefined || !/^https?:$/.test(address.protocol)) {
    throw new UsageError(
      `--jaeger ${jaeger} is no address. Give that of Jaeger's pages, for example http://127.0.0.1:16686.`,
    );
  }
  const toUnixMillis = Date.now();
  const fromUnixMillis = 'lastNanos' in window ? toUnixMillis - window.lastNanos / MILLISECOND : window.sinceUnixMillis;
  const traces = await withProgressOf((progress) => {
    const onRequest = (count: number): void =>
      progress.step(() => `asking Jaeger: ${formatCount(count)} traces so far`);
    return readJaeger({ address, service, ...wanted, fromUnixMillis, toUnixMillis, onRequest });
  });
  return buildReportOfTraces(traces.segment, traces, traces.notes);
}
