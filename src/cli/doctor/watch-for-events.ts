// Decides when a program has run long enough to be told of: some time after its first market events, or when none came.

import { readdirSync } from 'node:fs';
import { looksLikeEvents } from '../../analysis/doctor/market-events.js';
import { readObservations } from '../../record-file/read-observations.js';
import { LiveTotals } from '../run/live-totals.js';

export interface Patience {
  /** For the first market event, since the program itself has started. */
  readonly waitMillis: number;
  /** From then on. */
  readonly forMillis: number;
}

/** The program writes what it saw less often. */
const LOOK_MILLIS = 100;
/** The least that a command gets to start a program of Node.js. */
const START_MILLIS = 10_000;

/** @returns what ends the watch */
export function watchForEvents(runFolder: string, { waitMillis, forMillis }: Patience, enough: () => void): () => void {
  const totals = new LiveTotals();
  let isReached = false;
  let hasEvents = false;
  let endMillis = performance.now() + Math.max(waitMillis, START_MILLIS);
  const look = setInterval(() => {
    const nowMillis = performance.now();
    if (!isReached && readdirSync(runFolder).length > 0) {
      isReached = true;
      endMillis = nowMillis + waitMillis;
    }
    if (isReached && !hasEvents && seesEvents(runFolder, totals)) {
      hasEvents = true;
      endMillis = nowMillis + forMillis;
    }
    if (nowMillis < endMillis) return;
    clearInterval(look);
    enough();
  }, LOOK_MILLIS);
  return () => clearInterval(look);
}

function seesEvents(runFolder: string, totals: LiveTotals): boolean {
  totals.update(runFolder);
  return totals.ticks > 0 || readObservations(runFolder).some(looksLikeEvents);
}
