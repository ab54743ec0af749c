// The report of bytes as they would stand in a file.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildReportOfTraces } from '../../src/analysis/traces/build-report-of-traces.js';
import { readTraceFiles } from '../../src/ingest/read-trace-files.js';
import type { Report } from '../../src/model/report/report.js';

let files = 0;

export async function reportOf(folder: string, bytes: Buffer | string, roots: readonly string[] = []): Promise<Report> {
  const file = join(folder, `traces-${files++}`);
  writeFileSync(file, bytes);
  const traces = await readTraceFiles([file], { roots });
  return buildReportOfTraces(traces.segment, traces, traces.notes);
}

/** By cause. */
export function lossesOf({ losses }: Report): Record<string, number> {
  return Object.fromEntries(losses.map(({ cause, count }) => [cause, count]));
}
