// Runs a program for the doctor, into a folder that is gone afterwards, and reads what it left, whatever became of it.

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { buildReport } from '../../analysis/build-report.js';
import type { Observations } from '../../model/record/observations.js';
import type { Report } from '../../model/report/report.js';
import { readObservations } from '../../record-file/read-observations.js';
import { readSources } from '../../record-file/read-sources.js';
import { UnusableSourceError } from '../../model/unusable-source-error.js';
import { type ChildEnd, GRACE_MILLIS, runChild } from '../run/child.js';
import { childEnvironment, REGISTER } from '../run/child-environment.js';
import { type Patience, watchForEvents } from './watch-for-events.js';

/** What was measured is written so often; a program that is ended from outside loses no more than this. */
const SEGMENT_MILLIS = 500;

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

export interface LookedAtRun {
  readonly end: ChildEnd;
  readonly report: Report;
  /** One for each process in which the doctor was. */
  readonly observations: readonly Observations[];
  /** Whether the preload has left anything at all. */
  readonly wasReached: boolean;
}

/** @param more variables besides those of the preload */
export async function runLookedAt(
  { command, args }: Program,
  patience: Patience,
  more: NodeJS.ProcessEnv,
): Promise<LookedAtRun> {
  const runFolder = mkdtempSync(join(tmpdir(), 'tickscope-doctor-'));
  try {
    const preload = childEnvironment(process.env, { register: REGISTER, runFolder, segmentMillis: SEGMENT_MILLIS });
    const watch = (askToEnd: () => void): (() => void) => watchForEvents(runFolder, patience, askToEnd);
    const end = await runChild(command, args, { ...preload, ...more }, { watch, isQuiet: true });
    if (end.wasAsked) await endOthersOf(runFolder);
    const wasReached = readdirSync(runFolder).length > 0;
    return { end, report: reportOf(runFolder), observations: readObservations(runFolder), wasReached };
  } finally {
    rmSync(runFolder, { recursive: true, force: true });
  }
}

/** A program that was killed may have left half a record, or none. */
function reportOf(runFolder: string): Report {
  try {
    const { segments, notes } = readSources([runFolder], { directory: runFolder });
    return buildReport(segments, notes);
  } catch (error) {
    if (!(error instanceof UnusableSourceError)) throw error;
    return buildReport([], []);
  }
}

/** A shell ends without what it has started, which would go on trading with nobody to see it. */
async function endOthersOf(runFolder: string): Promise<void> {
  const untilMillis = performance.now() + GRACE_MILLIS;
  const pids = new Set(readdirSync(runFolder).map((name) => Number.parseInt(name, 10)));
  const living = [...pids].filter((pid) => pid > 0 && signalled(pid, 'SIGTERM'));
  while (living.some((pid) => signalled(pid, 0)) && performance.now() < untilMillis) await setTimeout(50);
  for (const pid of living) signalled(pid, 'SIGKILL');
}

/** @returns whether there is such a process */
function signalled(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
