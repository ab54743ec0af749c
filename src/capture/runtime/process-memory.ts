// The memory of the process, where the system tells it: Node.js reads it from a file, for which a program that has run out of descriptors
// has none left (`EMFILE`).

import { memoryUsage, readTextFile } from '../../primordials.js';
import { debug } from '../../stderr.js';
import { isMainThread } from '../../this-thread.js';

export interface ProcessMemory extends NodeJS.MemoryUsage {
  /** Of `rss`, what stands in no file and is shared with no other process. Linux tells it; a worker leaves it to the main thread. */
  readonly private?: number;
}

/** `size resident shared ...`, in pages: proc(5). 7 µs of processor time, where `smaps_rollup` takes 650: the kernel walks all pages for that. */
const PAGES_FILE = '/proc/self/statm';
let isPrivateTold = process.platform === 'linux' && isMainThread;

export function readMemory(): ProcessMemory | undefined {
  try {
    const usage = memoryUsage();
    if (!isPrivateTold) return usage;
    const share = privateShare();
    return share === undefined ? usage : { ...usage, private: Math.round(usage.rss * share) };
  } catch (error) {
    debug('the memory of the process cannot be read', error);
    return undefined;
  }
}

/** Of the resident pages, so that nobody has to know how large a page is. */
function privateShare(): number | undefined {
  try {
    const [, resident = NaN, shared = NaN] = readTextFile(PAGES_FILE, 'utf8').split(' ', 3).map(Number);
    return shared <= resident ? (resident - shared) / resident : undefined;
  } catch (error) {
    // It may not be read (--permission), or there is no /proc: that does not change.
    isPrivateTold = false;
    debug('the private memory of the process cannot be read', error);
    return undefined;
  }
}
