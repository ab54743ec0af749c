// Could a difference be chance? Where nothing changed, the sign of each pair's difference, or which runs are called
// "before", was a coin toss. So the tosses are made again, all of them where they can be counted, and the p-value is the share
// of them whose mean difference is at least as large as the one that was seen. Exact whatever the noise looks like, as
// long as the runs do not hang together: the unit is a run of the process, never a tick.
//
// Fisher, "The Design of Experiments" (1935), sections 21 and 21.1. Where there are too many, a sample of tosses is drawn, and the seen one
// counts as one of them: Phipson and Smyth, "Permutation p-values should never be zero" (2010).

import { sum } from './numbers.js';
import { seededRandom } from './seeded-random.js';

/** Beyond this many pairs, a sample: 2^20 sums are 8 MB and some milliseconds. */
const MOST_EXACT_PAIRS = 20;
/** Beyond this many runs of both sides together, a sample. Either half has 2^10 sums. */
const MOST_EXACT_RUNS = 20;
/** A p-value of 5 % is then known to 0.4 points. */
export const DRAWS = 9_999;

/** Sums of the same numbers in another order differ in their last bits, and must count as the same. */
const ROUNDING = 1e-12;

/**
 * Two-sided.
 * @param differences after less before, one of each pair of runs
 * @returns the p-value; 1 without differences
 */
export function signFlipTest(differences: readonly number[], seed = 1): number {
  const seen = atLeast(Math.abs(sum(differences)), differences);
  if (differences.length > MOST_EXACT_PAIRS) {
    const random = seededRandom(seed);
    return shareOfDraws(() => Math.abs(sum(differences.map((value) => (random() < 0.5 ? value : -value)))) >= seen);
  }
  // The first sign stays: with all signs turned round the sum is as far from 0.
  let sums = Float64Array.of(differences[0] ?? 0);
  for (const value of differences.slice(1)) sums = bothSigns(sums, value);
  return sums.reduce((count, each) => count + (Math.abs(each) >= seen ? 1 : 0), 0) / sums.length;
}

/**
 * Of runs that are not paired. Two-sided.
 * @returns the p-value; 1 where one side has none
 */
export function permutationTest(before: readonly number[], after: readonly number[], seed = 1): number {
  if (before.length === 0 || after.length === 0) return 1;
  // With the mean of all at 0, how far the sum of either side is from 0 says how far the means are apart.
  const all = [...before, ...after];
  const middle = sum(all) / all.length;
  const centred = all.map((value) => value - middle);
  const seen = atLeast(Math.abs(sum(centred.slice(0, before.length))), centred);
  if (all.length <= MOST_EXACT_RUNS) return shareOfChoices(centred, before.length, seen);
  const random = seededRandom(seed);
  return shareOfDraws(() => Math.abs(sumOfSome(centred, before.length, random)) >= seen);
}

/** What counts as this far from 0. */
function atLeast(seen: number, values: readonly number[]): number {
  return Math.max(0, seen - ROUNDING * sum(values.map((value) => Math.abs(value))));
}

function bothSigns(sums: Float64Array, value: number): Float64Array<ArrayBuffer> {
  const both = new Float64Array(sums.length * 2);
  for (const [place, each] of sums.entries()) {
    both[place] = each + value;
    both[sums.length + place] = each - value;
  }
  return both;
}

function shareOfDraws(isAsFar: () => boolean): number {
  let count = 1;
  for (let draw = 0; draw < DRAWS; draw++) if (isAsFar()) count++;
  return count / (DRAWS + 1);
}

/** Of all choices of `size` values, the share whose sum is as far from 0 as `seen`: each choice is one from either half. */
function shareOfChoices(values: readonly number[], size: number, seen: number): number {
  const half = values.length >> 1;
  // Everything is as far from 0 as 0 is; below, it would count twice.
  if (seen === 0) return 1;
  const left = sumsBySize(values.slice(0, half));
  const right = sumsBySize(values.slice(half));
  let choices = 0;
  let asFar = 0;
  for (const [chosen, sums] of left.entries()) {
    const others = right[size - chosen]?.toSorted();
    if (others === undefined) continue;
    choices += sums.length * others.length;
    for (const each of sums) {
      asFar += others.length - countBelow(others, seen - each) + countUpTo(others, -seen - each);
    }
  }
  return asFar / choices;
}

/** By how many values were chosen, the sums of all choices of so many. */
function sumsBySize(values: readonly number[]): Float64Array[] {
  let bySize: Float64Array[] = [Float64Array.of(0)];
  for (const value of values) {
    bySize = Array.from({ length: bySize.length + 1 }, (_, size) => {
      const without = bySize[size] ?? [];
      const others = bySize[size - 1] ?? [];
      return Float64Array.from([...without, ...Array.from(others, (each) => each + value)]);
    });
  }
  return bySize;
}

function countBelow(sorted: Float64Array, limit: number): number {
  return firstPlace(sorted, (value) => value >= limit);
}

function countUpTo(sorted: Float64Array, limit: number): number {
  return firstPlace(sorted, (value) => value > limit);
}

function firstPlace(sorted: Float64Array, isBeyond: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBeyond(sorted[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The sum of `size` of the values, each choice as likely as any other. Reorders them. */
function sumOfSome(values: number[], size: number, random: () => number): number {
  let total = 0;
  for (let place = 0; place < size; place++) {
    const other = place + Math.floor(random() * (values.length - place));
    const chosen = values[other] as number;
    values[other] = values[place] as number;
    values[place] = chosen;
    total += chosen;
  }
  return total;
}
