// Whether so few cases tell on which side of a target a share lies.

import { formatCount } from '../../model/format-units.js';
import type { Share } from '../../model/units.js';
import { wilsonInterval } from '../statistics/wilson-interval.js';

/** So many are judged as they were counted. Of fewer, one more or less would be more than a hundredth. */
const ENOUGH_TO_JUDGE = 100;

/** Of fewer, Wilson's interval is too narrow: one slow tick would be certainly too many. */
const LEAST_TO_JUDGE = 10;

/** Ends the evidence of what is not judged for that. */
export const TOO_FEW_TEXT: string = `; they are too few to rule out chance, ${formatCount(ENOUGH_TO_JUDGE)} are enough`;

/**
 * Of few, only where chance is ruled out: one slow tick in fifteen is no 93 %.
 *
 * @param count of `cases` that are what the target wants
 */
export function isEnoughToJudge(count: number, cases: number, target: Share): boolean {
  if (cases >= ENOUGH_TO_JUDGE) return true;
  if (cases < LEAST_TO_JUDGE) return false;
  const [low, high] = wilsonInterval(count, cases);
  return low >= target || high < target;
}
