// Whether a worker thread has heap enough to be measured. Loaded before all else, so it imports next to nothing of Tickscope.

import { isMainThread, resourceLimits } from '../this-thread.js';

/** Tickscope takes about 6 MB of a thread's heap. A thread that may have less than this many MB would be near its end by that. */
export const LEAST_WORKER_HEAP_MEGABYTES = 32;

/** Whether a thread with this limit for its old objects is measured. */
export function isHeapEnough(maxOldGenerationSizeMb: number | undefined): boolean {
  // Node.js says 0 or -1 where nobody set one.
  return (
    maxOldGenerationSizeMb === undefined ||
    maxOldGenerationSizeMb <= 0 ||
    maxOldGenerationSizeMb >= LEAST_WORKER_HEAP_MEGABYTES
  );
}

export function isThisThreadMeasured(): boolean {
  return isMainThread || isHeapEnough(resourceLimits.maxOldGenerationSizeMb);
}
