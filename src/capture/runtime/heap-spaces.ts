// The heap, space by space: 1.4 µs.

import v8 from 'node:v8';
import type { HeapSpace } from '../../model/runtime-record.js';
import type { Bytes } from '../../model/units.js';

const { getHeapSpaceStatistics } = v8;

export function heapSpaces(): HeapSpace[] {
  return getHeapSpaceStatistics().map((space) => ({
    name: space.space_name,
    usedBytes: space.space_used_size as Bytes,
    availableBytes: space.space_available_size as Bytes,
    sizeBytes: space.space_size as Bytes,
    physicalBytes: space.physical_space_size as Bytes,
  }));
}
