// What a record holds of the question how long ticks had taken with one operation faster.

import type { PackedBuckets } from '../histogram/packed-buckets.js';

/** How much of its own time the operation loses, by place in the lists of a record. */
export const FASTER_SHARES = [0.25, 0.5, 0.75, 1] as const;
/** The one that the ranking goes by. */
export const RANKED_PLACE = 1;

/** The ticks that took part. Each counts for as many as it stands for. */
export interface WhatIfTicks {
  /** Scale 6: ticks by their response time, where their wait is known, else by their duration. */
  readonly buckets: PackedBuckets;
  /** Those of them whose wait is known. */
  readonly withWait: number;
  /** Further ticks in which too much went on at once. */
  readonly leftOut: number;
}

/** What the squares of `WhatIfRow` count in: parts of a tick. */
export const SHARE_UNITS = 1_024;

/** One operation in those ticks. */
export interface WhatIfRow {
  /** Those in which it was at least a hundredth of the time. */
  readonly ticks: number;
  /** Those of them of which no shifts are kept, as other operations weighed more. */
  readonly missed: number;
  /**
   * By the bucket (scale 4) of the tick's duration: the squares of its share of the critical path, in 1,024ths, of all ticks in which it had
   * one. They say how sure the share of slow ticks is.
   */
  readonly squaresByTick: PackedBuckets;
  /** By `FASTER_SHARES`, scale 6: what has to be added to the buckets of the ticks. */
  readonly shifts: readonly PackedBuckets[];
}
