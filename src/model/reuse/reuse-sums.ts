// How many entries a cache needs so that a look-up finds what it looks for, as sums: whole numbers, which add up in any order.

import { BucketArray, type BucketArrayData } from '../histogram/bucket-array.js';
import { placeOfSize } from './cache-sizes.js';

/** Of the look-ups that were followed. Of a share of the keys each stands for as many as that share is smaller than all. */
export interface ReuseRow {
  /** All of them, whichever keys were followed. */
  readonly lookUps: number;
  /** Those whose key had not been put in, or had been removed: no size of cache has them. */
  readonly firsts: number;
  /** The others by the smallest cache, least recently used out first, that would have had them: its place among `sizeAtPlace`. */
  readonly sizes: BucketArrayData;
  /** Look-ups that could not be followed: a kind of key that is not read, entries that came or went unseen, too many caches. */
  readonly missed: number;
  /** How often the keys that were followed were halved, at most: 0 where all were. */
  readonly halvings: number;
}

export class ReuseSums {
  lookUps = 0;
  firsts = 0;
  missed = 0;
  halvings = 0;
  readonly sizes: BucketArray = new BucketArray();

  /** @param entries that a cache has to have for it @param weight how many look-ups it stands for */
  reused(entries: number, weight: number): void {
    this.sizes.add(placeOfSize(entries), weight);
  }

  merge({ lookUps, firsts, sizes, missed, halvings }: ReuseRow): void {
    this.lookUps += lookUps;
    this.firsts += firsts;
    this.missed += missed;
    this.halvings = Math.max(this.halvings, halvings);
    this.sizes.merge(sizes);
  }

  /** @returns undefined where there was no look-up */
  toRow(): ReuseRow | undefined {
    const { lookUps, firsts, missed, halvings } = this;
    if (lookUps + missed === 0) return undefined;
    return { lookUps, firsts, sizes: this.sizes.toData(), missed, halvings };
  }
}

/** @returns the sum of two rows, in any order */
export function sumOfReuse(left: ReuseRow | undefined, right: ReuseRow | undefined): ReuseRow | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  const sums = new ReuseSums();
  sums.merge(left);
  sums.merge(right);
  return sums.toRow();
}
