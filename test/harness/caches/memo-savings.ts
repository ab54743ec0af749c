// What keeping results saves, by the advice and by a program on a virtual clock that does keep them, in a real cache of the advised size.

import { LRUCache } from 'lru-cache';
import { memoAdvice } from '../../../src/analysis/memo-advice.js';
import { Draws } from '../detectors/draws.js';
import { recordOf, type World } from '../detectors/scenario.js';
import { simulate } from '../simulate.js';
import { lookUp } from './heard-cache.js';

/** Nanoseconds of a key, of each value in it, of a look-up that finds, of one that does not and puts in: measured, times what is drawn. */
const COSTS = { key: 38, value: 10.5, found: 200, putIn: 450 };

export const MOST_SAVING_ERROR = 0.1;

/** @returns of each advised program how far what is saved is from what the advice says, as a share of what is saved */
export function savingErrors(worlds: readonly World[], seeds: number): number[] {
  return worlds
    .filter(({ has }) => has)
    .flatMap(({ make }) => Array.from({ length: seeds }, (_, place) => savingError(make, place + 1)))
    .filter((error) => error !== undefined);
}

function savingError(make: World['make'], seed: number): number | undefined {
  const scenario = make(new Draws(seed));
  const { program, ticks: count = 600, inputs = {} } = scenario;
  const [given] = Object.entries(inputs);
  if (given === undefined) return undefined;
  const [operation, inputOf] = given;
  const { operations, ticks } = recordOf(scenario, seed);
  const row = operations.find(({ indicator }) => indicator !== undefined);
  const advice = row && memoAdvice(row, row.count / ticks.count, ticks);
  if (row === undefined || advice === undefined) return undefined;
  const draws = new Draws(seed + 1_000);
  const factor = draws.between(0.5, 1.5);
  const cache = new LRUCache<number | string, number>({ max: advice.entries });
  let saved = 0;
  for (const [number, tick] of simulate(program, seed, count).ticks.entries()) {
    const calls = tick.operations.filter((each) => each.operation === operation);
    for (const [call, { startNanos, endNanos = tick.endNanos }] of calls.entries()) {
      const { hash, values } = inputOf(number, call);
      const isFound = lookUp(cache, hash);
      saved -= factor * (COSTS.key + COSTS.value * values + (isFound ? COSTS.found : COSTS.putIn));
      if (isFound) saved += endNanos - startNanos;
    }
  }
  return Math.abs(advice.savedNanos * row.count - saved) / saved;
}
