// An exponential histogram with a fixed scale over integer nanoseconds: merges bit for bit, in any order.

import { BucketArray, type BucketArrayData } from './bucket-array.js';
import { bucketIndex, bucketMiddleNanos, type HistogramScale } from './histogram-buckets.js';
import type { Nanoseconds } from '../units.js';

/** Plain form, as it stands in record segments and reports. Without values, `minNanos` and `maxNanos` are 0. */
export interface HistogramData {
  readonly scale: HistogramScale;
  readonly count: number;
  readonly sumNanos: Nanoseconds;
  readonly minNanos: Nanoseconds;
  readonly maxNanos: Nanoseconds;
  readonly zeroCount: number;
  readonly buckets: BucketArrayData;
}

export class ExponentialHistogram {
  readonly scale: HistogramScale;
  readonly buckets: BucketArray = new BucketArray();
  count = 0;
  sumNanos: Nanoseconds = 0 as Nanoseconds;
  zeroCount = 0;
  #minNanos = Infinity;
  #maxNanos = 0;

  constructor(scale: HistogramScale) {
    this.scale = scale;
  }

  get minNanos(): Nanoseconds {
    return (this.count === 0 ? 0 : this.#minNanos) as Nanoseconds;
  }

  get maxNanos(): Nanoseconds {
    return this.#maxNanos as Nanoseconds;
  }

  /** @returns the bucket's index, or `undefined` for a duration of 0, so that a caller need not look it up again */
  record(nanos: Nanoseconds): number | undefined {
    this.count++;
    this.sumNanos = (this.sumNanos + nanos) as Nanoseconds;
    if (nanos < this.#minNanos) this.#minNanos = nanos;
    if (nanos > this.#maxNanos) this.#maxNanos = nanos;
    if (nanos <= 0) {
      this.zeroCount++;
      return undefined;
    }
    const index = bucketIndex(this.scale, nanos);
    this.buckets.add(index, 1);
    return index;
  }

  /** @throws RangeError where the scales differ: their buckets cannot be added exactly */
  merge(other: ExponentialHistogram | HistogramData): void {
    if (other.scale !== this.scale) {
      throw new RangeError(`a histogram of scale ${other.scale} cannot be merged into one of scale ${this.scale}`);
    }
    if (other.count === 0) return;
    this.count += other.count;
    this.sumNanos = (this.sumNanos + other.sumNanos) as Nanoseconds;
    this.zeroCount += other.zeroCount;
    this.#minNanos = Math.min(this.#minNanos, other.minNanos);
    this.#maxNanos = Math.max(this.#maxNanos, other.maxNanos);
    this.buckets.merge(other.buckets);
  }

  /**
   * The value at `quantile` (0 to 1), as the middle of its bucket held within the smallest and largest value seen.
   * Nearest-rank; the relative error is at most half a bucket: 0.54 % at scale 6, 2.2 % at scale 4. 0 without values.
   */
  quantile(quantile: number): Nanoseconds {
    const index = this.quantileBucket(quantile);
    if (index === undefined) return 0 as Nanoseconds;
    const middle = bucketMiddleNanos(this.scale, index);
    return Math.min(Math.max(middle, this.minNanos), this.maxNanos) as Nanoseconds;
  }

  /** The index of the bucket that holds `quantile`; `undefined` where that value is 0 or there is none. */
  quantileBucket(quantile: number): number | undefined {
    let left = Math.max(1, Math.ceil(quantile * this.count)) - this.zeroCount;
    if (this.count === 0 || left <= 0) return undefined;
    let found: number | undefined;
    this.buckets.forEach((index, count) => {
      if (left > 0) found = index;
      left -= count;
    });
    return found;
  }

  toData(): HistogramData {
    return {
      scale: this.scale,
      count: this.count,
      sumNanos: this.sumNanos,
      minNanos: this.minNanos,
      maxNanos: this.maxNanos,
      zeroCount: this.zeroCount,
      buckets: this.buckets.toData(),
    };
  }

  static fromData(data: HistogramData): ExponentialHistogram {
    const histogram = new ExponentialHistogram(data.scale);
    histogram.merge(data);
    return histogram;
  }
}
