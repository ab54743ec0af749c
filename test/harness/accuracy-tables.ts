// The tables of docs/explanation/accuracy.md, line by line as they become known. `npm run accuracy` prints them.

import { errorOf, type PredictedRepair, predictedRepairs } from './accuracy.js';
import { intervalCoverage } from './interval-coverage.js';
import { FASTER_SHARES } from '../../src/model/record/what-if-rows.js';
import { kendallTau } from './kendall-tau.js';
import { isQueueing, type ProgramKind, randomProgram } from './random-program.js';

export interface AccuracySizes {
  /** Random programs of each kind. */
  readonly systems: number;
  readonly ticks: number;
  readonly kinds: readonly ProgramKind[];
  /** Of intervals. */
  readonly trials: number;
}

export function* accuracyTables(sizes: AccuracySizes): Generator<string> {
  const { systems, ticks, trials, kinds } = sizes;
  yield `${ticks} ticks of each program. Errors as a share of p95.`;
  yield '';
  yield '| kind | programs | repairs | error, mean | 99 % are below | worst program, mean | worst repair | order: Kendall tau, mean | lowest | best repair found |';
  yield '|---|---|---|---|---|---|---|---|---|---|';
  for (const kind of kinds) {
    const isAimed = kind === 'sequential' || kind === 'parallel' || isQueueing(kind);
    yield rowOf(kind, { ...sizes, systems: isAimed ? systems : Math.ceil(systems / 10) });
  }
  yield '';
  yield `${trials} trials of 2,000 ticks, in which 95 % intervals of the share of slow ticks are to have the truth.`;
  yield '';
  yield '| operation | its share | trials with the truth |';
  yield '|---|---|---|';
  for (const { name, share, covered } of intervalCoverage(trials, 2_000)) {
    yield `| ${name} | ${percent(share)} | ${percent(covered)} |`;
  }
}

function rowOf(kind: ProgramKind, { systems, ticks }: AccuracySizes): string {
  const errors: number[] = [];
  const taus: number[] = [];
  let worstProgram = 0;
  let bestFound = 0;
  for (let seed = 1; seed <= systems; seed++) {
    // The order needs half only: the other shares of one program in four.
    const fasterShares = seed % 4 === 1 ? FASTER_SHARES : [0.5];
    const repairs = predictedRepairs({
      program: randomProgram(kind, seed),
      seed,
      ticks,
      fasterShares,
      knowsWaits: isQueueing(kind),
    });
    const own = repairs.map(errorOf);
    errors.push(...own);
    worstProgram = Math.max(worstProgram, mean(own));
    const halved = repairs.filter(({ repair }) => repair.faster === 0.5);
    const tau = kendallTau(halved.map(predictedGain), halved.map(trueGain));
    if (tau !== undefined) taus.push(tau);
    if (findsBest(halved)) bestFound++;
  }
  errors.sort((left, right) => left - right);
  const cells = [
    kind,
    systems.toString(),
    errors.length.toString(),
    percent(mean(errors)),
    percent(errors[Math.floor(0.99 * errors.length)] as number),
    percent(worstProgram),
    percent(errors.at(-1) as number),
    mean(taus).toFixed(3),
    Math.min(...taus).toFixed(2),
    percent(bestFound / systems),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Whether the first of the ranking gives nine tenths of what the best repair gives. */
function findsBest(repairs: readonly PredictedRepair[]): boolean {
  const best = Math.max(...repairs.map(trueGain));
  const first = repairs.reduce((one, other) => (predictedGain(other) > predictedGain(one) ? other : one));
  return trueGain(first) >= 0.9 * best;
}

function predictedGain({ p95Nanos, predictedNanos }: PredictedRepair): number {
  return p95Nanos - predictedNanos;
}

function trueGain({ p95Nanos, trueNanos }: PredictedRepair): number {
  return p95Nanos - trueNanos;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
