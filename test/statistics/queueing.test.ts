// What an operation gives to the ticks that queue behind it, against the same program with the operation really faster. The whole statistics
// are `npm run accuracy`.

import { errorOf, type PredictedRepair, predictedRepairs } from '../harness/accuracy.js';
import { type ProgramKind, randomProgram } from '../harness/random-program.js';

jest.setTimeout(180_000);

function halved(kind: ProgramKind, seed: number, ticks: number): PredictedRepair[] {
  const program = randomProgram(kind, seed);
  return predictedRepairs({ program, seed, ticks, fasterShares: [0.5], knowsWaits: true });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

it('is within 3 % of p95 in every program whose ticks do all of their work at once', () => {
  const programs = [1, 2, 3].map((seed) => halved('queueing at once', seed, 4_000).map(errorOf));
  expect(mean(programs.flat())).toBeLessThan(0.015);
  for (const errors of programs) expect(mean(errors)).toBeLessThan(0.03);
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
