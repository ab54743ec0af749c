// What readings of the heap have to look like.

import { type MemoryReading, type MemorySite, SITES_PER_READING } from '../model/record/memory-rows.js';
import { type Check, isAmount, isText, listOf, shape } from './checks.js';

const isSite = shape<MemorySite>(
  { name: isText, bytes: isAmount },
  { location: isText, collection: isText, others: listOf(isText) },
);

export const isMemoryReading: Check<MemoryReading> = shape<MemoryReading>(
  {
    process: isText,
    atUnixMillis: isAmount,
    heapBytes: isAmount,
    externalBytes: isAmount,
    limitBytes: isAmount,
    sites: listOf(isSite, SITES_PER_READING),
  },
  {},
);
