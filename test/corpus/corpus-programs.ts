// The corpus: which programs there are, and what each did by its own count and by its record.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { OperationKind } from '../../src/model/operation.js';
import type { Report } from '../../src/model/report/report.js';
import { fixture, type Outcome, runBare, runRecorded, withoutTickscopeLines } from '../support/programs.js';

export type Group = 'named' | 'unnamed' | 'look-alikes';

type Counts = Readonly<Record<string, number>>;

interface Counted {
  readonly ticks: number;
  /** Calls by name. */
  readonly indicators: Counts;
  readonly database: Counts;
  /** Statements that a driver ran. */
  readonly queries: number;
}

export interface CorpusRun {
  /** Without its ending: `gekko-plugin`. */
  readonly program: string;
  readonly bare: Outcome;
  readonly recorded: Outcome;
  readonly truth: Counted;
  readonly found: Counted;
  readonly report: Report;
}

/** At once: as many as the smallest machines have processors. */
const AT_ONCE = 2;
const PROGRAM = /^(?!.*\.json$)(.+?)(?:\.[cm][jt]s)?$/;
const MAIN_FILE = /^main\.[cm][jt]s$/;

/** A program is a file, or a folder with a `main`. */
export function programsOf(group: Group): Map<string, string> {
  const folder = fixture(`corpus/${group}`);
  const programs = new Map<string, string>();
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const [, name] = PROGRAM.exec(entry.name) ?? [];
    if (name === undefined) continue;
    const main = entry.isDirectory()
      ? readdirSync(path.join(folder, entry.name)).find((file) => MAIN_FILE.test(file))
      : '';
    if (main === undefined) throw new Error(`${entry.name} has no main file`);
    programs.set(name, path.join(folder, entry.name, main));
  }
  return programs;
}

/** @param environmentOf variables for one program under the preload */
export async function runAll(
  group: Group,
  environmentOf: (program: string) => Readonly<Record<string, string>> = () => ({}),
): Promise<CorpusRun[]> {
  const waiting = [...programsOf(group)];
  const runs: CorpusRun[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      runs.push(await runOne(next[0], next[1], environmentOf(next[0])));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return runs.toSorted((left, right) => (left.program < right.program ? -1 : 1));
}

async function runOne(
  program: string,
  file: string,
  environment: Readonly<Record<string, string>>,
): Promise<CorpusRun> {
  const truthFolder = mkdtempSync(path.join(tmpdir(), 'tickscope-truth-'));
  try {
    const bare = await runBare([file]);
    const recorded = await runRecorded([file], { environment: { ...environment, CORPUS_TRUTH: truthFolder } });
    const { stdout, stderr, code, signal, report } = recorded;
    return {
      program,
      bare,
      recorded: { stdout, stderr: withoutTickscopeLines(stderr), code, signal },
      truth: truthIn(truthFolder),
      found: foundIn(report),
      report,
    };
  } finally {
    rmSync(truthFolder, { recursive: true, force: true });
  }
}

type TruthFile = Readonly<Record<'tick' | 'indicator' | 'database' | 'query', Counts>>;

/** Each thread of a program has written its own file. */
function truthIn(folder: string): Counted {
  const files = readdirSync(folder).map(
    (name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as TruthFile,
  );
  if (files.length === 0) throw new Error('the program has not counted');
  const merged = (kind: keyof TruthFile): Counts => sumOf(files.flatMap((file) => Object.entries(file[kind])));
  return {
    ticks: total(merged('tick')),
    indicators: merged('indicator'),
    database: merged('database'),
    queries: total(merged('query')),
  };
}

function foundIn({ ticks, operations }: Report): Counted {
  const ofKind = (kind: OperationKind): Counts =>
    sumOf(operations.filter((row) => row.kind === kind).map(({ name, count }) => [name, count]));
  return {
    ticks: ticks.started,
    indicators: ofKind('indicator'),
    database: ofKind('database'),
    queries: total(ofKind('query')),
  };
}

function sumOf(entries: readonly (readonly [string, number])[]): Counts {
  const sums: Record<string, number> = {};
  for (const [name, value] of entries) sums[name] = (sums[name] ?? 0) + value;
  return sums;
}

export function total(counts: Counts): number {
  return Object.values(counts).reduce((sum, value) => sum + value, 0);
}
