// Sends what is left when a program has come to its natural end.

import { NOTHING } from '../guard.js';
import { startTimeout, stopTimeout } from '../primordials.js';
import { beforeProcessEvent } from '../process-events.js';

/** Holds the event `beforeExit` back until `flush` has settled, at the longest for the limit. */
export function flushBeforeExit(isPending: () => boolean, flush: () => Promise<void>, limitMillis: number): void {
  let hasFlushed = false;
  beforeProcessEvent('beforeExit', () => {
    if (hasFlushed || !isPending()) return false;
    hasFlushed = true;
    // The loop stays alive for this timer; when both have settled it empties again, and Node.js emits the event anew.
    const limit = startTimeout(NOTHING, limitMillis).ref();
    const flushed = (): void => stopTimeout(limit);
    // Not by `finally`: what it rejects with would be a rejection that nobody handles.
    void flush().then(flushed, flushed);
    return true;
  });
}
