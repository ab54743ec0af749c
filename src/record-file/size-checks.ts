// Checks of how long calls took by the size of what they were given.

import type { SizeCells, SizeRow } from '../model/sizes/size-sums.js';
import { type Check, isBuckets, shape } from './checks.js';

const isSizeCells = shape<SizeCells>({ calls: isBuckets, sizes: isBuckets, logSteps: isBuckets }, {});

export const isSizeRow: Check<SizeRow> = shape<SizeRow>({}, { input: isSizeCells, object: isSizeCells });
