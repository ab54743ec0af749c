// How often a detector is right: it is tried on programs that have its problem, and on as many that only look like it.

import { Draws } from './draws.js';
import { reportOf, type World } from './scenario.js';

export interface Score {
  /** Programs that have the problem, and those of them that were found. */
  readonly sick: number;
  readonly found: number;
  readonly healthy: number;
  readonly accused: number;
  /** World and seed of each mistake. */
  readonly mistakes: readonly string[];
}

/** @param each programs that have the problem, and as many that have not; at least one of each world */
export function scoreOf(detector: string, worlds: readonly World[], each: number): Score {
  const sides = [true, false].map((has) => {
    const own = worlds.filter((world) => world.has === has);
    const count = Math.max(each, own.length);
    const trials = Array.from({ length: count }, (_, place) => ({
      world: own[place % own.length] as World,
      seed: place + 1,
    }));
    const wrong = trials.filter(({ world, seed }) => isFound(detector, world, seed) !== has);
    return { count, wrong: wrong.map(({ world, seed }) => `${has ? 'missed' : 'accused'}: ${world.name} (${seed})`) };
  });
  const [sick, healthy] = sides as [(typeof sides)[number], (typeof sides)[number]];
  return {
    sick: sick.count,
    found: sick.count - sick.wrong.length,
    healthy: healthy.count,
    accused: healthy.wrong.length,
    mistakes: [...sick.wrong, ...healthy.wrong],
  };
}

function isFound(detector: string, { make }: World, seed: number): boolean {
  return reportOf(make(new Draws(seed)), seed).findings.some(({ id }) => id === detector);
}

/** Of those that were found, the share that has the problem. */
export function precisionOf({ found, accused }: Score): number {
  return found + accused === 0 ? 0 : found / (found + accused);
}

/** Of those that have the problem, the share that was found. */
export function recallOf({ sick, found }: Score): number {
  return found / sick;
}
