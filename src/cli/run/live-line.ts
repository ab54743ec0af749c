// One line at the bottom of the terminal that is written anew every second, and gone when the program ends.

import type { Nanoseconds } from '../../model/units.js';
import { USUAL_COLUMNS } from '../../report/terminal.js';
import { prefixed } from '../messages.js';
import { LiveTotals } from './live-totals.js';

/** With a live line, the program writes as often as the line is drawn. */
export const LIVE_MILLIS = 1_000;

const BACK_AND_ERASE = '\r\u001b[K';

/** @returns what ends it */
export function startLiveLine(runFolder: string, terminal: NodeJS.WriteStream): () => void {
  const totals = new LiveTotals();
  const start = performance.now();
  const timer = setInterval(() => {
    totals.update(runFolder);
    const elapsed = Math.round((performance.now() - start) * 1e6) as Nanoseconds;
    const line = prefixed(totals.line(elapsed)).trimEnd();
    // One cell short: a full line would move the cursor to the next one. A terminal without a size says 0.
    terminal.write(BACK_AND_ERASE + line.slice(0, (terminal.columns || USUAL_COLUMNS) - 1));
  }, LIVE_MILLIS);
  return () => {
    clearInterval(timer);
    terminal.write(BACK_AND_ERASE);
  };
}
