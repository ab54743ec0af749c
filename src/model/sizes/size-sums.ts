// How long calls took, by the size of what they were given: sums of whole numbers in cells of size, which add up in any order.
//
// Of each cell the calls, their sizes, and the logarithms of their times: the typical time at a typical size, however many calls there were. From
// those an analysis fits the law that the time follows.

import { BucketArray, type BucketArrayData } from '../histogram/bucket-array.js';

/** Cells of a size and its double: 4.4 % each. */
const CELLS_PER_DOUBLE = 16;
/** Logarithms to the base of 2 are kept in steps of 2^-16, a thousandth of a percent. */
export const LOG_STEPS = 65_536;

/** What has the size: the largest of what a call was given; where that has none, of what the object holds that it was called on. */
export const SIZED = ['input', 'object'] as const;
export type Sized = (typeof SIZED)[number];

/** By cell of size, of calls that were looked at. */
export interface SizeCells {
  readonly calls: BucketArrayData;
  /** Sizes, added up. */
  readonly sizes: BucketArrayData;
  /** Logarithms of nanoseconds, in steps, added up. */
  readonly logSteps: BucketArrayData;
}

export type SizeRow = Readonly<Partial<Record<Sized, SizeCells>>>;

/** Those of one operation of the running process. */
export interface OperationSizes {
  readonly operationId: number;
  readonly row: SizeRow;
}

class CellSums {
  readonly calls: BucketArray = new BucketArray();
  readonly sizes: BucketArray = new BucketArray();
  readonly logSteps: BucketArray = new BucketArray();

  add(size: number, nanos: number): void {
    const cell = Math.floor(Math.log2(size) * CELLS_PER_DOUBLE);
    this.calls.add(cell, 1);
    this.sizes.add(cell, size);
    this.logSteps.add(cell, Math.round(Math.log2(Math.max(1, nanos)) * LOG_STEPS));
  }

  merge({ calls, sizes, logSteps }: SizeCells): void {
    this.calls.merge(calls);
    this.sizes.merge(sizes);
    this.logSteps.merge(logSteps);
  }

  toCells(): SizeCells {
    return { calls: this.calls.toData(), sizes: this.sizes.toData(), logSteps: this.logSteps.toData() };
  }
}

export class SizeSums {
  #input: CellSums | undefined;
  #object: CellSums | undefined;

  /** @param size 1 or more */
  add(sized: Sized, size: number, nanos: number): void {
    this.#of(sized).add(size, nanos);
  }

  merge(row: SizeRow): void {
    for (const sized of SIZED) {
      const cells = row[sized];
      if (cells !== undefined) this.#of(sized).merge(cells);
    }
  }

  toRow(): SizeRow {
    return {
      ...(this.#input !== undefined && { input: this.#input.toCells() }),
      ...(this.#object !== undefined && { object: this.#object.toCells() }),
    };
  }

  #of(sized: Sized): CellSums {
    return sized === 'input' ? (this.#input ??= new CellSums()) : (this.#object ??= new CellSums());
  }
}
