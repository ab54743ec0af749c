// Before and after: what changed, how surely, and what could not have been seen.
//
// The unit is the run, not the tick: ticks of one run share its machine, its memory and its luck, and tests that take each for a witness find
// changes where there are none. Docs:
// docs/explanation/comparison-and-growth.md, whose tables `npm run statistics` prints.

import { type Estimate, pairedEstimate, unpairedEstimate } from './hodges-lehmann.js';
import { holm } from './holm.js';
import { permutationTest, signFlipTest } from './permutation-test.js';

/** Of false alarms, in a whole family of comparisons. */
export const LEVEL = 0.05;
/** A smaller change is none that anybody should act on, however surely it is there. */
const LEAST_EFFECT_SHARE = 0.03;

/**
 * Of half the interval's width: a change that is so much larger than that is found in four of five comparisons. By the normal distribution it is
 * 0.84 / 1.96; because the width itself is taken from a few runs, that was found in 77 to 80 % (6 to 20 runs), and this in 81 to 84 %.
 */
const FOUND_IN_FOUR_OF_FIVE = 0.5;

/** One measure of two versions of a program: a time of each run, such as its p95. Larger is slower. */
export interface MeasuredRuns {
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** The runs of one place were made next to each other, in an order by chance. Otherwise the runs of a side are in no order. */
  readonly isPaired: boolean;
}

type Change = 'faster' | 'slower' | 'no change shown';

/** Shares are of the time before: 0.05 is 5 % slower, -0.05 is 5 % faster. */
export interface Comparison {
  readonly change: Change;
  /** Pairs; of runs that are not paired, those of the smaller side. */
  readonly runs: number;
  /** 0 without runs. */
  readonly estimateShare: number;
  /** -1 and infinite where the runs are too few for limits. */
  readonly lowerShare: number;
  readonly upperShare: number;
  /** What the limits have: 95 %, and a little more because there are only so many runs. */
  readonly confidence: number;
  /** Already corrected for the family. */
  readonly pValue: number;
  /** A change of this size would have been shown in four of five comparisons; infinite where the runs are too few for any. */
  readonly couldHaveSeenShare: number;
}

/** All that is compared at once is one family: a false alarm anywhere in it has a chance of 5 % together. In the order given. */
export function compareRuns(family: readonly MeasuredRuns[]): Comparison[] {
  const measured = family.map(inLogarithms);
  const pValues = holm(measured.map(chanceOf));
  return measured.map((runs, place) => {
    const { estimate, lower, upper, confidence } = estimateOf(runs, 1 - LEVEL);
    const pValue = pValues[place] as number;
    const isShown = pValue <= LEVEL && (lower > 0 || upper < 0) && Math.abs(estimate) >= Math.log1p(LEAST_EFFECT_SHARE);
    return {
      change: isShown ? (estimate > 0 ? 'slower' : 'faster') : 'no change shown',
      runs: Math.min(runs.before.length, runs.after.length),
      estimateShare: Number.isNaN(estimate) ? 0 : Math.expm1(estimate),
      lowerShare: Math.expm1(lower),
      upperShare: Math.expm1(upper),
      confidence,
      pValue,
      couldHaveSeenShare: couldHaveSeen(estimateOf(runs, 1 - LEVEL / family.length)),
    };
  });
}

/** @param estimate with limits that hold for the whole family */
function couldHaveSeen({ lower, upper }: Estimate): number {
  const half = (upper - lower) / 2;
  const beyond = FOUND_IN_FOUR_OF_FIVE * half;
  return Math.expm1(beyond + Math.max(half, Math.log1p(LEAST_EFFECT_SHARE)));
}

/** Times differ by factors: of logarithms, the difference is the factor. A run without a time is left out, and so is its pair. */
function inLogarithms({ before, after, isPaired }: MeasuredRuns): MeasuredRuns {
  if (!isPaired)
    return { before: before.filter(isTime).map(Math.log), after: after.filter(isTime).map(Math.log), isPaired };
  const pairs = before.flatMap((one, place) => {
    const other = after[place] ?? NaN;
    return isTime(one) && isTime(other) ? [[Math.log(one), Math.log(other)] as const] : [];
  });
  return { before: pairs.map(([one]) => one), after: pairs.map(([, other]) => other), isPaired };
}

function isTime(value: number): boolean {
  return value > 0 && value < Infinity;
}

function chanceOf(runs: MeasuredRuns): number {
  return runs.isPaired ? signFlipTest(differencesOf(runs)) : permutationTest(runs.before, runs.after);
}

function estimateOf(runs: MeasuredRuns, confidence: number): Estimate {
  if (runs.isPaired) return pairedEstimate(differencesOf(runs), confidence);
  return unpairedEstimate(runs.before, runs.after, confidence);
}

function differencesOf({ before, after }: MeasuredRuns): number[] {
  return after.map((value, place) => value - (before[place] as number));
}
