// The ticks that took part in what-if, of one segment or of many.

import { BucketArray } from '../../model/histogram/bucket-array.js';
import { addPacked, packBuckets } from '../../model/histogram/packed-buckets.js';
import type { WhatIfTicks } from '../../model/record/what-if-rows.js';

export class TickSums {
  readonly buckets: BucketArray = new BucketArray();
  withWait = 0;
  leftOut = 0;

  merge({ buckets, withWait, leftOut }: WhatIfTicks): void {
    addPacked(this.buckets, buckets);
    this.withWait += withWait;
    this.leftOut += leftOut;
  }

  /** @returns undefined where no tick took part */
  toTicks(): WhatIfTicks | undefined {
    const buckets = packBuckets(this.buckets);
    if (buckets.length === 0 && this.leftOut === 0) return undefined;
    return { buckets, withWait: this.withWait, leftOut: this.leftOut };
  }
}
