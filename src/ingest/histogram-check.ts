// What a histogram in a record file has to look like.

import type { BucketArrayData } from '../model/bucket-array.js';
import type { HistogramData } from '../model/exponential-histogram.js';
import { type Check, integerBetween, isAmount, listOf, oneOf, shape } from './checks.js';

/** Scale 6 has 3,392 buckets in all; without a bound one number could ask for any amount of memory. */
const BUCKETS = 4_096;

export const isBuckets: Check<BucketArrayData> = shape<BucketArrayData>(
  { offset: integerBetween(-BUCKETS, BUCKETS), values: listOf(isAmount, BUCKETS) },
  {},
);

export function isHistogram(scale: HistogramData['scale']): Check<HistogramData> {
  return shape<HistogramData>(
    {
      scale: oneOf([scale]),
      count: isAmount,
      sumNanos: isAmount,
      minNanos: isAmount,
      maxNanos: isAmount,
      zeroCount: isAmount,
      buckets: isBuckets,
    },
    {},
  );
}
