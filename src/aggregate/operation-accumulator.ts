// Sums over the calls of one operation.

import { BucketArray } from '../model/histogram/bucket-array.js';
import { ExponentialHistogram } from '../model/histogram/exponential-histogram.js';
import { IndicatorAccumulator, type IndicatorRow } from '../model/indicator.js';
import type { OperationName } from '../model/operation.js';
import type { OperationRow } from '../model/record/record-segment.js';
import { type ReuseRow, ReuseSums } from '../model/reuse/reuse-sums.js';
import { type SizeRow, SizeSums } from '../model/sizes/size-sums.js';
import type { Nanoseconds } from '../model/units.js';
import { OperationShifts } from './what-if/operation-shifts.js';

export class OperationAccumulator {
  readonly identity: OperationName;
  location: string | undefined;
  calledAt: string | undefined;
  /** The strategy that it belongs to, where there is one. */
  readonly strategy: string | undefined;
  readonly durations: ExponentialHistogram = new ExponentialHistogram(4);
  failed = 0;
  late = 0;
  outsideTicks = 0;
  selfNanos = 0;
  /** Of the calls of a statement or of something outside: how long the event loop was held while their answers can have been there. */
  loopNanos = 0;
  readonly criticalPathByTick: BucketArray = new BucketArray();
  readonly callsByTick: BucketArray = new BucketArray();
  /** Of an indicator whose input could be read. */
  inputs: IndicatorAccumulator | undefined;
  /** `ReuseSums` of the values that a statement is asked with; undefined where none was followed. */
  askedValues: ReuseSums | undefined;
  /** Of an indicator that was given something with a size. */
  sizes: SizeSums | undefined;
  /** Where a tick that takes part in what-if waited for it. */
  whatIf: OperationShifts | undefined;

  constructor(identity: OperationName, location?: string, strategy?: string) {
    this.identity = identity;
    this.location = location;
    this.strategy = strategy;
  }

  get criticalPathNanos(): number {
    return this.criticalPathByTick.sumFrom(-Infinity);
  }

  merge(row: OperationRow): void {
    // The smaller text wins, so that the result does not depend on the order.
    this.location = smallerText(this.location, row.location);
    this.calledAt = smallerText(this.calledAt, row.calledAt);
    this.durations.merge(row.durations);
    this.failed += row.failed;
    this.late += row.late;
    this.outsideTicks += row.outsideTicks;
    this.selfNanos += row.selfNanos;
    this.loopNanos += row.loopNanos ?? 0;
    this.criticalPathByTick.merge(row.criticalPathByTick);
    this.callsByTick.merge(row.callsByTick);
    if (row.indicator !== undefined) this.mergeInputs(row.indicator);
    if (row.askedValues !== undefined) this.mergeAskedValues(row.askedValues);
    if (row.sizes !== undefined) this.mergeSizes(row.sizes);
    if (row.whatIf !== undefined) (this.whatIf ??= new OperationShifts()).merge(row.whatIf);
  }

  mergeInputs(row: IndicatorRow): void {
    (this.inputs ??= new IndicatorAccumulator()).merge(row);
  }

  mergeAskedValues(row: ReuseRow): void {
    (this.askedValues ??= new ReuseSums()).merge(row);
  }

  mergeSizes(row: SizeRow): void {
    (this.sizes ??= new SizeSums()).merge(row);
  }

  toRow(): OperationRow {
    const askedValues = this.askedValues?.toRow();
    return {
      kind: this.identity.kind,
      name: this.identity.name,
      ...(this.location !== undefined && { location: this.location }),
      ...(this.calledAt !== undefined && { calledAt: this.calledAt }),
      count: this.durations.count,
      failed: this.failed,
      late: this.late,
      outsideTicks: this.outsideTicks,
      durations: this.durations.toData(),
      selfNanos: this.selfNanos as Nanoseconds,
      ...(this.loopNanos > 0 && { loopNanos: this.loopNanos as Nanoseconds }),
      criticalPathByTick: this.criticalPathByTick.toData(),
      callsByTick: this.callsByTick.toData(),
      ...(this.inputs !== undefined && { indicator: this.inputs.toRow() }),
      ...(askedValues !== undefined && { askedValues }),
      ...(this.sizes !== undefined && { sizes: this.sizes.toRow() }),
      ...(this.whatIf !== undefined && { whatIf: this.whatIf.toRow() }),
    };
  }
}

function smallerText(left: string | undefined, right: string | undefined): string | undefined {
  return left === undefined || (right !== undefined && right < left) ? right : left;
}
