// Runs a program bare and under the preload, both at once, each in an empty working directory of its own.

import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildReport } from '../../src/analysis/build-report.js';
import { readSources } from '../../src/record-file/read-sources.js';
import type { OperationKind } from '../../src/model/operation.js';
import type { Report } from '../../src/model/report/report.js';
import { type Outcome, REGISTER, run, withoutTickscopeLines } from '../support/programs.js';
import type { Program } from './programs.js';

/** What the program prints after `TRUTH`: counts of its own, each compared with the report. */
interface Truth {
  readonly ticks?: number;
  readonly ended?: number;
  readonly failed?: number;
  readonly indicators?: number;
  readonly database?: number;
  /** Least mean duration by operation, where a program knows how long it waited. */
  readonly minMillis?: Readonly<Record<string, number>>;
}

/** Text as lines: a difference shows the lines in which it is. */
interface Behaviour extends Omit<Outcome, 'stdout' | 'stderr'> {
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
  /** As the program counted, or as the report says. */
  readonly counts: Truth;
}

export interface Comparison {
  readonly bare: Behaviour;
  readonly recorded: Behaviour;
}

/** A program that hangs is killed, which shows as its signal. */
const LONGEST_MILLIS = 90_000;

/** @param settings variables of Tickscope's */
export async function runBoth(program: Program, settings: Readonly<Record<string, string>> = {}): Promise<Comparison> {
  const folders = [emptyFolder(), emptyFolder()] as const;
  try {
    const [bare, recorded] = await Promise.all([
      runIn(folders[0], program, false, {}),
      runIn(folders[1], program, true, settings),
    ]);
    const truth = truthOf(bare.stdout);
    return { bare: behaviour(bare, truth), recorded: behaviour(recorded, foundIn(folders[1], truth)) };
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}

function behaviour(outcome: Outcome, counts: Truth): Behaviour {
  return { ...outcome, stdout: outcome.stdout.split('\n'), stderr: outcome.stderr.split('\n'), counts };
}

function emptyFolder(): string {
  return mkdtempSync(path.join(realpathSync(tmpdir()), 'tickscope-test-'));
}

async function runIn(
  folder: string,
  program: Program,
  isRecorded: boolean,
  settings: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const { file, text, flags, from, preload, kill } = program;
  const options: Record<Program['preload'], readonly string[]> = {
    require: ['--require', REGISTER],
    import: ['--import', REGISTER],
    NODE_OPTIONS: [],
  };
  const source = { file: [file], eval: ['-e', text], stdin: ['-'] }[from];
  const command = [process.execPath, ...(isRecorded ? options[preload] : []), ...flags, ...source];
  const environment = {
    ...(isRecorded && preload === 'NODE_OPTIONS' && { NODE_OPTIONS: `--require ${REGISTER}` }),
    ...(isRecorded && settings),
  };
  const outcome = await run(command, {
    cwd: folder,
    environment,
    input: from === 'stdin' ? text : program.input,
    timeoutMillis: LONGEST_MILLIS,
    ...(kill !== undefined && { kill }),
  });
  return {
    ...outcome,
    stdout: withoutProcess(outcome.stdout, folder),
    stderr: withoutProcess(withoutTickscopeLines(outcome.stderr), folder),
  };
}

/** Without the process id in Node's warnings and the name of the working directory. */
function withoutProcess(text: string, folder: string): string {
  return text.replaceAll(/\(node:\d+\)/g, '(node)').replaceAll(folder, '<folder>');
}

function truthOf(stdout: string): Truth {
  const [, json] = /^TRUTH (.*)$/m.exec(stdout) ?? [];
  if (json === undefined) throw new Error(`the program printed no TRUTH: ${stdout}`);
  return JSON.parse(json) as Truth;
}

/** Of what the program counted, what the report says. One that a signal ends at once may count nothing: its record may be empty. */
function foundIn(folder: string, truth: Truth): Truth {
  if (Object.keys(truth).length === 0) return {};
  const { segments, notes } = readSources([], { directory: path.join(folder, '.tickscope') });
  const report = buildReport(segments, notes);
  const found: Truth = {
    ticks: report.ticks.started,
    ended: report.ticks.count,
    failed: report.ticks.failed,
    indicators: callsOf(report, 'indicator'),
    database: callsOf(report, 'database'),
    minMillis: Object.fromEntries(
      Object.entries(truth.minMillis ?? {}).map(([name, least]) => [name, Math.min(least, meanMillis(report, name))]),
    ),
  };
  return Object.fromEntries(Object.entries(found).filter(([key]) => key in truth));
}

function callsOf(report: Report, kind: OperationKind): number {
  return report.operations.filter((row) => row.kind === kind).reduce((sum, row) => sum + row.count, 0);
}

function meanMillis(report: Report, name: string): number {
  const row = report.operations.find((operation) => operation.name === name);
  return row === undefined ? 0 : row.totalNanos / row.count / 1e6;
}
