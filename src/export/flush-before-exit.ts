// Sends what is left when a program has come to its natural end.

import { startTimeout, stopTimeout } from '../primordials.js';
import { beforeProcessEvent } from '../process-events.js';

/** Holds the event `beforeExit` back until `flush` has settled, at the longest for the limit. */
export function flushBeforeExit(isPending: () => boolean, flush: () => Promise<void>, limitMillis: number): void {
  let flushed = false;
  beforeProcessEvent('beforeExit', () => {
    if (flushed || !isPending()) return false;
    flushed = true;
    // The loop stays alive for this timer; when both have settled it empties again, and Node.js emits the event anew.
    const limit = startTimeout(() => {}, limitMillis).ref();
    void flush().finally(() => stopTimeout(limit));
    return true;
  });
}
