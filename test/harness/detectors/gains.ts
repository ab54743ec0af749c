// How right the gain of a finding is: the repaired program runs too.

import { p95Of } from '../accuracy.js';
import { simulate } from '../simulate.js';
import { Draws } from './draws.js';
import { reportOf, type World } from './scenario.js';

/** Of so many ticks p95 is known well enough. */
const TICKS = 3_000;

/** @returns of each repaired program how far p95 is from what the finding says, as a share of that; none where it says no gain */
export function gainErrors(detector: string, worlds: readonly World[], seeds: number): number[] {
  return worlds.flatMap(({ make }) =>
    Array.from({ length: seeds }, (_, place) => place + 1).flatMap((seed) => {
      const scenario = make(new Draws(seed));
      if (scenario.repaired === undefined) return [];
      const { findings, whatIf } = reportOf({ ...scenario, ticks: TICKS }, seed);
      const { gainNanos } = findings.find(({ id }) => id === detector) ?? {};
      if (gainNanos === undefined || whatIf === undefined) return [];
      const saidNanos = whatIf.p95Nanos - gainNanos;
      const isResponse = whatIf.of === 'response';
      return [Math.abs(p95Of(simulate(scenario.repaired, seed, TICKS), isResponse) - saidNanos) / saidNanos];
    }),
  );
}
