// Sums over the ticks of one name or symbol, or over the calls of one strategy.

import { ExponentialHistogram } from '../model/histogram/exponential-histogram.js';
import type { GroupRow } from '../model/record/record-segment.js';
import { TICK_TARGET_NANOS } from '../model/targets.js';
import type { Nanoseconds } from '../model/units.js';

export class GroupAccumulator {
  readonly dimension: GroupRow['dimension'];
  readonly name: string;
  readonly durations: ExponentialHistogram = new ExponentialHistogram(6);
  failed = 0;
  underTarget = 0;

  constructor(dimension: GroupRow['dimension'], name: string) {
    this.dimension = dimension;
    this.name = name;
  }

  record(durationNanos: Nanoseconds, failed: boolean): void {
    this.durations.record(durationNanos);
    if (failed) this.failed++;
    if (durationNanos < TICK_TARGET_NANOS) this.underTarget++;
  }

  merge(row: GroupRow | GroupAccumulator): void {
    this.durations.merge(row.durations);
    this.failed += row.failed;
    this.underTarget += row.underTarget;
  }

  toRow(): GroupRow {
    return {
      dimension: this.dimension,
      name: this.name,
      count: this.durations.count,
      failed: this.failed,
      underTarget: this.underTarget,
      durations: this.durations.toData(),
    };
  }
}

/** @returns the group of that name, made where there is none yet */
export function groupOf(
  groups: Map<string, GroupAccumulator>,
  dimension: GroupRow['dimension'],
  name: string,
): GroupAccumulator {
  let group = groups.get(name);
  if (group === undefined) groups.set(name, (group = new GroupAccumulator(dimension, name)));
  return group;
}
