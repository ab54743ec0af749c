// Runs programs that call servers of their own, and reads what was recorded of their calls beside what they and the servers counted.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { OperationRow } from '../../src/model/record/record-segment.js';
import { mergeRecordSegments } from '../../src/aggregate/merge-record-segments.js';
import { makeCertificates } from '../support/certificates.js';
import { isComputedWait } from '../../src/model/wait-names.js';
import { fixture, type Recorded, runRecorded, type RunOptions } from '../support/programs.js';

/** What a program prints of itself. By `GET /path`. */
interface Truth {
  readonly asked: Readonly<Record<string, number>>;
  readonly failed: Readonly<Record<string, number>>;
  /** By the program's own stopwatch. */
  readonly nanos: Readonly<Record<string, number>>;
  readonly received: Readonly<Record<string, number>>;
}

const ASKED: ReadonlySet<string> = new Set(['external', 'query', 'wait']);

export interface ExternalRun extends Recorded {
  readonly truth: Truth;
  /** By their names without the server. */
  readonly calls: ReadonlyMap<string, OperationRow>;
}

const folder = mkdtempSync(path.join(tmpdir(), 'tickscope-certificates-'));
let isMade = false;

export function certificatesFolder(): string {
  if (!isMade) makeCertificates(folder);
  isMade = true;
  return folder;
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

export async function runExternal(name: string, options: RunOptions = {}): Promise<ExternalRun> {
  const environment = { CERTIFICATES: certificatesFolder(), ...options.environment };
  const run = await runRecorded([fixture(`external/${name}`)], { ...options, environment });
  expect({ code: run.code, stderr: run.stderr }).toEqual({
    code: 0,
    stderr: expect.stringMatching(/^(tickscope: .*\n)*$/),
  });
  const truth = JSON.parse(run.stdout.trimEnd().split('\n').at(-1) ?? '') as Truth;
  return { ...run, truth, calls: callsOf(run) };
}

function callsOf({ segments }: Recorded): Map<string, OperationRow> {
  const rows =
    mergeRecordSegments(segments)?.operations.filter((row) => ASKED.has(row.kind) && !isComputedWait(row)) ?? [];
  return new Map(rows.map((row) => [row.name.replace(/ localhost:\d+/, ''), row]));
}

export function counted(calls: ReadonlyMap<string, OperationRow>, what: 'count' | 'failed'): Record<string, number> {
  return Object.fromEntries(
    [...calls].map(([name, row]) => [name, row[what]] as const).filter(([, count]) => count > 0),
  );
}
