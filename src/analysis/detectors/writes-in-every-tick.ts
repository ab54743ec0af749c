// Finds writes that ticks wait for: the next decision needs the row no more than the tick does.

import type { Detector } from './detector.js';
import { statementsInEveryTick } from './every-tick.js';
import { isWrite } from './statements.js';

export const writesInEveryTick: Detector = {
  id: 'writes-in-every-tick',
  title: 'Every tick waits for a write',
  titleOfNone: 'No write is waited for in every tick',
  needsAllTicks: true,

  detect(input) {
    return statementsInEveryTick(input, (statement) => (isWrite(statement) ? ADVICE : undefined));
  },
};

const ADVICE =
  'Put the row into a list and go on. Write the list with one statement every few hundred milliseconds, and once more at the ' +
  'end of the program: what a kill loses is that list.';
