// A histogram as the value of an OTLP exponential histogram point, in seconds.
//
// The buckets are already OTLP's, index by index. A consumer takes at most 160 of them by default, and scale 6 can have 3,392
// over the whole range: a point that has more is given at a lower scale. One scale down, two neighbours become one bucket,
// `index >> 1`; counts, sum, smallest and largest value stay exact.

import type { ExponentialHistogram } from '@opentelemetry/sdk-metrics';
import type { BucketArrayData } from '../../model/histogram/bucket-array.js';
import type { HistogramData } from '../../model/histogram/exponential-histogram.js';

/** What OpenTelemetry's own SDKs and the collector take by default. */
export const DEFAULT_MAX_BUCKETS = 160;

const NANOS_PER_SECOND = 1e9;

/** @param isWhole whether the values are all since the begin: of a difference, smallest and largest are not known */
export function exponentialPoint(data: HistogramData, maxBuckets: number, isWhole: boolean): ExponentialHistogram {
  const shift = shiftFor(data.buckets, maxBuckets);
  return {
    count: data.count,
    sum: data.sumNanos / NANOS_PER_SECOND,
    ...(isWhole && data.count > 0 && { min: data.minNanos / NANOS_PER_SECOND, max: data.maxNanos / NANOS_PER_SECOND }),
    scale: data.scale - shift,
    zeroCount: data.zeroCount,
    positive: downscaled(data.buckets, shift),
    negative: { offset: 0, bucketCounts: [] },
  };
}

/** How many scales lower the buckets have to be. Two buckets are always needed: -1 and 0 never become one. */
function shiftFor({ offset, values }: BucketArrayData, maxBuckets: number): number {
  const last = offset + values.length - 1;
  const most = Math.max(2, maxBuckets);
  let shift = 0;
  while ((last >> shift) - (offset >> shift) + 1 > most) shift++;
  return shift;
}

function downscaled({ offset, values }: BucketArrayData, shift: number): ExponentialHistogram['positive'] {
  if (shift === 0) return { offset, bucketCounts: values.slice() };
  const newOffset = offset >> shift;
  const bucketCounts: number[] = [];
  for (let position = 0; position < values.length; position++) {
    const newPosition = ((offset + position) >> shift) - newOffset;
    // Buckets come in order: a new one is always the next.
    if (newPosition === bucketCounts.length) bucketCounts.push(0);
    bucketCounts[newPosition]! += values[position] as number;
  }
  return { offset: newOffset, bucketCounts };
}
