// How large a difference is, and between what limits, without asking what the noise looks like: one bad run in ten moves neither.
//
// Of pairs, the median of the means of every two differences (Walsh averages); of runs that are not paired, the median of all
// differences between one and the other. The limits are order statistics of the same lists, at the ranks of the Wilcoxon tests.
// Hodges and Lehmann, "Estimates of location based on rank tests" (1963); Hollander and Wolfe, sections 3.3 and 4.3.

import { median } from './numbers.js';

/** Chances are sums of products of doubles. */
const ROUNDING = 1e-12;

export interface Estimate {
  /** `NaN` without runs. */
  readonly estimate: number;
  /** Infinite, like the other, where the runs are too few for limits of that confidence. */
  readonly lower: number;
  readonly upper: number;
  /** What the limits have in truth: the ranks are whole numbers, so it is a little more than was asked for. */
  readonly confidence: number;
}

/** @param differences after less before, one of each pair of runs; symmetric around the truth where nothing else is known */
export function pairedEstimate(differences: readonly number[], confidence = 0.95): Estimate {
  const walsh: number[] = [];
  for (const [place, one] of differences.entries()) {
    for (const other of differences.slice(place)) walsh.push((one + other) / 2);
  }
  return limitsOf(walsh, signedRankChances(differences.length), confidence);
}

/** Of runs that are not paired: how much larger `after` is. */
export function unpairedEstimate(before: readonly number[], after: readonly number[], confidence = 0.95): Estimate {
  const differences = before.flatMap((one) => after.map((other) => other - one));
  return limitsOf(differences, rankSumChances(before.length, after.length), confidence);
}

/** @param chances of the test's statistic, from 0 up to as many as there are values, where nothing is different */
function limitsOf(values: readonly number[], chances: Float64Array, confidence: number): Estimate {
  const sorted = Float64Array.from(values).sort();
  // The largest number of values that may lie outside on either side.
  let outside = 0;
  let tail = 0;
  while (outside < sorted.length && tail + (chances[outside] as number) <= (1 - confidence) / 2 + ROUNDING) {
    tail += chances[outside++] as number;
  }
  return {
    estimate: median(sorted),
    lower: outside === 0 ? -Infinity : (sorted[outside - 1] as number),
    upper: outside === 0 ? Infinity : (sorted[sorted.length - outside] as number),
    confidence: 1 - 2 * tail,
  };
}

/** Of the sum of the ranks whose sign is positive, among all 2^n signs. */
function signedRankChances(runs: number): Float64Array {
  let chances = Float64Array.of(1);
  for (let rank = 1; rank <= runs; rank++) chances = mixed(chances, 0.5, chances, rank);
  return chances;
}

/** Of the Mann-Whitney statistic, among all ways to tell the runs apart. */
function rankSumChances(before: number, after: number): Float64Array {
  let rows: Float64Array<ArrayBuffer>[] = Array.from({ length: after + 1 }, () => Float64Array.of(1));
  for (let one = 1; one <= before; one++) {
    const next = [Float64Array.of(1)];
    for (let other = 1; other <= after; other++) {
      // The largest of all runs is from one side or from the other.
      const others = rows[other] as Float64Array;
      next.push(mixed(next[other - 1] as Float64Array, other / (one + other), others, other));
    }
    rows = next;
  }
  return rows[after] as Float64Array;
}

/** One list of chances with a share, and another with the rest, `by` places further on. */
function mixed(one: Float64Array, share: number, other: Float64Array, by: number): Float64Array<ArrayBuffer> {
  const added = new Float64Array(Math.max(one.length, other.length + by));
  for (const [place, chance] of one.entries()) added[place] = share * chance;
  for (const [place, chance] of other.entries()) {
    added[place + by] = (added[place + by] as number) + (1 - share) * chance;
  }
  return added;
}
