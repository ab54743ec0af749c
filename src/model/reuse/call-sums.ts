// Whether a function gives the same for the same, and how long its calls take that were made before with the same input. Whole numbers.

import { ExponentialHistogram, type HistogramData } from '../histogram/exponential-histogram.js';
import { type ReuseRow, ReuseSums } from './reuse-sums.js';

/** Of the calls of a function that looks as if it depended on its arguments alone. */
export interface CallsRow {
  /** By the input, as if it were the key of a cache. */
  readonly reuse: ReuseRow;
  /** Results of a sample that were compared with one for the same input, and those that were another. */
  readonly compared: number;
  readonly differed: number;
  /** Of a sample, scale 4: calls whose input had come before, and the others. */
  readonly again: HistogramData;
  readonly first: HistogramData;
}

export class CallSums {
  compared = 0;
  differed = 0;
  readonly again: ExponentialHistogram = new ExponentialHistogram(4);
  readonly first: ExponentialHistogram = new ExponentialHistogram(4);

  merge({ compared, differed, again, first }: Omit<CallsRow, 'reuse'>): void {
    this.compared += compared;
    this.differed += differed;
    this.again.merge(again);
    this.first.merge(first);
  }

  toRow(reuse: ReuseRow): CallsRow {
    const { compared, differed, again, first } = this;
    return { reuse, compared, differed, again: again.toData(), first: first.toData() };
  }
}

/** @returns the sum of two rows, in any order */
export function sumOfCalls(left: CallsRow | undefined, right: CallsRow | undefined): CallsRow | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  const calls = new CallSums();
  const reuse = new ReuseSums();
  for (const row of [left, right]) {
    calls.merge(row);
    reuse.merge(row.reuse);
  }
  const row = reuse.toRow();
  return row && calls.toRow(row);
}
