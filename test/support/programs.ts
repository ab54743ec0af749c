// Runs programs as children, with and without the preload, and reads the record that they leave.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { buildReport } from '../../src/analysis/build-report.js';
import { readSources } from '../../src/record-file/read-sources.js';
import type { StoredSegment } from '../../src/model/record/record-segment.js';
import type { Report } from '../../src/model/report/report.js';

const ROOT: string = path.join(__dirname, '../..');
export const REGISTER: string = path.join(ROOT, 'dist/register.js');
const FIXTURES: string = path.join(ROOT, 'test/fixtures');

/**
 * Programs start as they do on a machine that has run them before, and nothing is written outside. Not where V8 counts what runs: the
 * counters are in the code, and code that was kept has none.
 */
const CODE_CACHE: string =
  process.env['NODE_V8_COVERAGE'] === undefined ? path.join(ROOT, 'node_modules/.cache/tickscope') : 'off';

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Recorded extends Outcome {
  readonly segments: readonly StoredSegment[];
  readonly report: Report;
}

export interface RunOptions {
  readonly nodeArguments?: readonly string[];
  /** The preload; absent: that of `dist`. */
  readonly register?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Working directory; absent: that of the tests. */
  readonly cwd?: string;
  /** The whole of stdin; absent: none. */
  readonly input?: string;
  /** A program of Node.js that reads its stdout, instead of the test. */
  readonly reader?: string;
  /** Killed when it has run for so long. */
  readonly timeoutMillis?: number;
  /** Sent when the program has written this on stdout. */
  readonly kill?: { readonly after: string; readonly signal: NodeJS.Signals };
}

/** The environment of every child: nothing of the one that runs the tests speaks of Tickscope or OpenTelemetry. */
export function cleanEnvironment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(?:TICKSCOPE_|OTEL_|NODE_OPTIONS$)/.test(name));
  // A collector in a test's own process, on a busy machine, may take longer than the half second that is the default.
  return { ...Object.fromEntries(kept), TICKSCOPE_CODE_CACHE: CODE_CACHE, TICKSCOPE_FLUSH_MILLIS: '2000', ...more };
}

export function run(
  command: readonly string[],
  { environment, cwd, kill, input, reader, timeoutMillis }: RunOptions = {},
): Promise<Outcome> {
  const [file = '', ...args] = command;
  const child = spawn(file, args, {
    cwd,
    env: cleanEnvironment(environment),
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: timeoutMillis,
    killSignal: 'SIGKILL',
  });
  // A program may end without reading its input.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  let stdout = '';
  let stderr = '';
  let killed = false;
  if (reader !== undefined) handOver(child.stdout, reader);
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (kill === undefined || killed || !stdout.includes(kill.after)) return;
    killed = true;
    child.kill(kill.signal);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ stdout, stderr, code, signal }));
  });
}

/** From now on another program reads this output, and nothing comes here. */
function handOver(output: Readable, reader: string): void {
  spawn(process.execPath, [reader], { stdio: [output, 'ignore', 'inherit'] });
  output.destroy();
}

/** Runs a program as it is. */
export function runBare(program: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return run([process.execPath, ...(options.nodeArguments ?? []), ...program], options);
}

/** Runs a program under the preload, with a folder for its record that is gone afterwards. */
export async function runRecorded(program: readonly string[], options: RunOptions = {}): Promise<Recorded> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tickscope-test-'));
  try {
    const register = options.register ?? REGISTER;
    const outcome = await run([process.execPath, '--require', register, ...(options.nodeArguments ?? []), ...program], {
      ...options,
      environment: { TICKSCOPE_DIR: folder, ...options.environment },
    });
    const { segments, notes } = readSources([], { directory: folder });
    return { ...outcome, segments, report: buildReport(segments, notes) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a program's own stderr was, without Tickscope's lines. */
export function withoutTickscopeLines(stderr: string): string {
  return stderr.replaceAll(/^tickscope: .*\n/gm, '');
}

export function fixture(name: string): string {
  return path.join(FIXTURES, name);
}

/** Calls by operation, as the report has them. */
export function countsOf(report: Report, kind: string): Record<string, number> {
  const rows = report.operations.filter((operation) => operation.kind === kind);
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}
