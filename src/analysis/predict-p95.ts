// What p95 would be if one operation were faster: the quantile of the ticks' buckets with the operation's shifts added.

import { BucketArray } from '../model/histogram/bucket-array.js';
import { addPacked } from '../model/histogram/packed-buckets.js';
import type { WhatIfRow } from '../model/record/what-if-rows.js';

/** Of scale 6, in a factor of two. */
const BUCKETS_PER_DOUBLING = 64;

/**
 * Within its bucket, ticks are taken as spread evenly over the logarithm of the duration, so that a repair that moves few of them is
 * told from one that moves none.
 *
 * @param buckets of scale 6, with at least one tick
 * @returns in nanoseconds, not rounded
 */
export function smoothQuantile(buckets: BucketArray, quantile: number): number {
  let left = quantile * buckets.sumFrom(-Infinity);
  let place = NaN;
  buckets.forEach((index, count) => {
    // Shifts that stand for others can take more ticks from a bucket than it has.
    if (left > 0 && count > 0) place = index + Math.min(1, left / count);
    if (left > 0) left -= count;
  });
  return 1e9 * 2 ** (place / BUCKETS_PER_DOUBLING);
}

/**
 * @param ticks those that took part, by their buckets
 * @param place in `FASTER_SHARES`
 * @param share of the ticks in which it is faster, whichever they are
 * @returns the quantile with the operation faster, as a share of what it is; undefined where too few of its ticks have shifts
 */
export function predictedRatio(
  ticks: BucketArray,
  row: WhatIfRow,
  place: number,
  quantile: number,
  share: number = 1,
): number | undefined {
  const shifts = row.shifts[place];
  if (shifts === undefined || row.missed * 2 > row.ticks) return undefined;
  // Of some segments there are no shifts: those of the others stand for them.
  const scale = (share * row.ticks) / (row.ticks - row.missed);
  const moved = new BucketArray();
  addPacked(moved, shifts);
  const shifted = new BucketArray();
  shifted.merge(ticks);
  moved.forEach((index, amount) => shifted.add(index, scale * amount));
  return smoothQuantile(shifted, quantile) / smoothQuantile(ticks, quantile);
}
