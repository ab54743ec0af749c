// Finds reads that ticks wait for again and again. A market event changes prices, and hardly ever what a database has.

import type { Detector } from './detector.js';
import { statementsInEveryTick } from './every-tick.js';
import { comparedColumn, isRead } from './statements.js';

export const readsInEveryTick: Detector = {
  id: 'reads-in-every-tick',
  title: 'Every tick waits for the same read',
  titleOfNone: 'No read is waited for in every tick',
  needsAllTicks: true,

  detect(input) {
    return statementsInEveryTick(input, (statement) => (isRead(statement) ? adviceFor(statement) : undefined));
  },
};

function adviceFor(statement: string): string {
  const column = comparedColumn(statement);
  const key = column === undefined ? '' : ` by ${column}`;
  return (
    `Read it once for all, keep it in a Map${key}, and read it again outside the tick: on a timer, or when it changes ` +
    '(in PostgreSQL by LISTEN and NOTIFY). Where the program itself is who changes it, change the Map too.'
  );
}
