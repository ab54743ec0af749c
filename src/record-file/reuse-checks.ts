// Checks of what indicators, functions and statements were given, and how often it came again.

import { type IndicatorRow, PARAMETERS_KEPT } from '../model/indicator.js';
import type { CallsRow } from '../model/reuse/call-sums.js';
import type { ReuseRow } from '../model/reuse/reuse-sums.js';
import {
  type Check,
  integerBetween,
  isAmount,
  isBuckets,
  isHistogram,
  isText,
  listOf,
  oneOf,
  shape,
} from './checks.js';

export const isReuse: Check<ReuseRow> = shape<ReuseRow>(
  { lookUps: isAmount, firsts: isAmount, missed: isAmount, halvings: integerBetween(0, 32), sizes: isBuckets },
  {},
);

const isCalls = shape<CallsRow>(
  { reuse: isReuse, compared: isAmount, differed: isAmount, again: isHistogram(4), first: isHistogram(4) },
  {},
);

export const isIndicator: Check<IndicatorRow> = shape<IndicatorRow>(
  {
    parameters: listOf(isText, PARAMETERS_KEPT),
    calls: isAmount,
    inputLength: isAmount,
    maxInputLength: isAmount,
    repeated: isAmount,
    repeatedInTick: isAmount,
  },
  { library: isText, moreParameters: oneOf([true]), pureCalls: isCalls },
);
