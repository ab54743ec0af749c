// What a record file has to say of the question what if one operation were faster.

import { isPackedWithin, type PackedBuckets } from '../model/histogram/packed-buckets.js';
import { FASTER_SHARES, type WhatIfRow, type WhatIfTicks } from '../model/record/what-if-rows.js';
import { BUCKETS, type Check, integerBetween, isAmount, listOf, shape } from './checks.js';

const isListOfIntegers = listOf(integerBetween(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER), 2 * BUCKETS);

const isPacked: Check<PackedBuckets> = (value): value is PackedBuckets =>
  isListOfIntegers(value) && isPackedWithin(value, -BUCKETS, BUCKETS);

export const isWhatIfTicks: Check<WhatIfTicks> = shape<WhatIfTicks>(
  { buckets: isPacked, withWait: isAmount, leftOut: isAmount },
  {},
);

const isShifts = listOf(isPacked, FASTER_SHARES.length);

export const isWhatIfRow: Check<WhatIfRow> = shape<WhatIfRow>(
  {
    ticks: isAmount,
    missed: isAmount,
    squaresByTick: isPacked,
    shifts: (value): value is WhatIfRow['shifts'] =>
      isShifts(value) && (value.length === 0 || value.length === FASTER_SHARES.length),
  },
  {},
);
