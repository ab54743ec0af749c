// Finds ticks that look through texts with regular expressions.

import { REGULAR_EXPRESSION } from '../../model/record/profile-rows.js';
import type { Detector } from './detector.js';
import { calledInOperations } from './in-profile.js';

export const regularExpressionsInTicks: Detector = {
  id: 'regular-expressions-in-ticks',
  title: 'Ticks spend their time in a regular expression',
  titleOfNone: 'No regular expression is seen to take much of the time of what is measured',
  needsAllTicks: true,

  detect({ segment: { profiles } }) {
    return calledInOperations(
      profiles,
      (within) => within === REGULAR_EXPRESSION,
      'Take the text apart once, when it comes, with JSON.parse, split or indexOf, and keep the parts. Repeats within repeats, (a+)+, try every way to divide the text where it does not match: write [a-z]+ and not ([a-z]+)+, begin with ^, and limit how long the text may be.',
    );
  },
};
