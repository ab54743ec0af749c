// What an operation gives to the ticks that queue behind it, against the same program with the operation really faster. The whole statistics
// are `npm run accuracy`.

import { errorOf, type PredictedRepair, predictedRepairs } from '../harness/accuracy.js';
import { measured } from '../harness/measured-run.js';
import { type ProgramKind, randomProgram } from '../harness/random-program.js';
import { simulate } from '../harness/simulate.js';

jest.setTimeout(180_000);

function halved(kind: ProgramKind, seed: number, ticks: number): PredictedRepair[] {
  const program = randomProgram(kind, seed);
  return predictedRepairs({ program, seed, ticks, fasterShares: [0.5], knowsWaits: true });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

it.each<ProgramKind>(['queueing at once', 'queueing'])('is within 3 %% of p95 in every program: %s', (kind) => {
  const programs = [1, 2, 3, 4].map((seed) => halved(kind, seed, 4_000).map(errorOf));
  expect(mean(programs.flat())).toBeLessThan(0.02);
  for (const errors of programs) expect(mean(errors)).toBeLessThan(0.03);
});

it.each([1, 2, 3, 4])('tells how long an answer took from how long it waited for the loop: %i', (seed) => {
  const run = simulate(randomProgram('queueing', seed), seed, 4_000);
  const fetched = run.ticks.flatMap(({ operations }) =>
    operations.filter(({ operation }) => operation.startsWith('fetch')),
  );
  const taken = fetched.map(({ startNanos, endNanos = NaN, loopNanos = NaN }) => endNanos - startNanos - loopNanos);
  const row = measured(run, true).operations.find(({ name }) => name.startsWith('fetch'));
  const told = row?.criticalPathByTick.values.reduce((sum, nanos) => sum + nanos, 0) ?? 0;
  expect(Math.abs(told / taken.length / mean(taken) - 1)).toBeLessThan(0.15);
});

it.each<ProgramKind>(['queueing at once', 'queueing'])('%s: what is said to give most gives most', (kind) => {
  for (const seed of [1, 2, 3]) {
    const repairs = halved(kind, seed, 4_000);
    const first = repairs.toSorted((left, right) => left.predictedNanos - right.predictedNanos)[0];
    const best = Math.min(...repairs.map(({ trueNanos }) => trueNanos));
    const { p95Nanos, trueNanos } = first as PredictedRepair;
    expect(p95Nanos - trueNanos).toBeGreaterThan(0.9 * (p95Nanos - best));
  }
});
