// The memory of the process, where the system tells it: Node.js reads it from a file, for which a program that has run out of descriptors
// has none left (`EMFILE`).

import { memoryUsage } from '../../primordials.js';
import { debug } from '../../stderr.js';

export function readMemory(): NodeJS.MemoryUsage | undefined {
  try {
    return memoryUsage();
  } catch (error) {
    debug('the memory of the process cannot be read', error);
    return undefined;
  }
}
