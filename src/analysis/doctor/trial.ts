// What the proposed lines did in a run with them.

import type { Candidate, Diagnosis, TriedLine } from '../../model/report/diagnosis.js';
import type { Report } from '../../model/report/report.js';
import { patternKey } from '../../model/rules.js';
import { configured, proposedNames } from './candidates.js';

export interface TrialRun {
  /** The report of the run with the lines. */
  readonly report: Report;
  readonly ended: string;
  /** The candidate for ticks that was among the lines. */
  readonly tick: Candidate | undefined;
}

/** @param runs in their order; the last one is that with the best lines */
export function withTrial(diagnosis: Diagnosis, ticksBefore: number, runs: readonly TrialRun[]): Diagnosis {
  const last = runs.at(-1);
  if (last === undefined) return diagnosis;
  const candidates = diagnosis.candidates.map((candidate) => {
    const run = candidate.kind === 'tick' ? runs.find(({ tick }) => tick === candidate) : last;
    return run === undefined ? candidate : { ...candidate, tried: triedIn(run.report, candidate) };
  });
  // Those in which nothing was measured are no help.
  const worked = candidates.filter(({ tried }) => tried === undefined || tried.calls > 0);
  const tick = worked.find(({ configLine, kind }) => kind === 'tick' && configLine === last.tick?.configLine);
  return {
    ...diagnosis,
    candidates,
    proposed: proposedNames(worked, tick),
    trial: { ended: last.ended, ticksBefore, ticks: last.report.ticks.count },
  };
}

export function triedIn({ coverage }: Report, candidate: Candidate): TriedLine {
  const { name } = configured(candidate);
  const key = patternKey(typeof name === 'string' ? { pattern: name } : name);
  const calls = coverage.instrumented
    .filter((row) => patternKey(row) === key)
    .reduce((sum, { count }) => sum + count, 0);
  if (calls > 0) return { calls };
  const why = coverage.notSeen.find((row) => patternKey(row) === key)?.why;
  return { calls, ...(why !== undefined && { why }) };
}
