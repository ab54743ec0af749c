// Buckets with gaps as one short list: the first index, then values; after a 0, how many of them there are.

import type { BucketArray } from './bucket-array.js';

/** Empty where nothing is in any bucket. */
export type PackedBuckets = readonly number[];

export function packBuckets(buckets: BucketArray): PackedBuckets {
  const packed: number[] = [];
  let next = 0;
  buckets.forEach((index, value) => {
    if (packed.length === 0) packed.push(index);
    else if (index > next) packed.push(0, index - next);
    packed.push(value);
    next = index + 1;
  });
  return packed;
}

export function addPacked(into: BucketArray, packed: PackedBuckets): void {
  let index = packed[0] as number;
  for (let place = 1; place < packed.length; place++) {
    const value = packed[place] as number;
    if (value === 0) index += packed[++place] as number;
    else into.add(index++, value);
  }
}

/** Whether it is a list that `addPacked` can read without asking for more room than any durations take. */
export function isPackedWithin(packed: PackedBuckets, lowest: number, highest: number): boolean {
  if (packed.length === 0) return true;
  let index = packed[0] as number;
  for (let place = 1; place < packed.length; place++) {
    if (packed[place] !== 0) index++;
    else if (!((packed[++place] as number) > 0)) return false;
    else index += packed[place] as number;
    if (index > highest + 1) return false;
  }
  return (packed[0] as number) >= lowest;
}
