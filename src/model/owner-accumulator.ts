// Sums over the event-loop time of one owner.

import { ExponentialHistogram } from './exponential-histogram.js';
import type { LoopOwner } from './loop-owner.js';
import type { LoopOwnerRow } from './runtime-record.js';
import type { Nanoseconds } from './units.js';

export class OwnerAccumulator {
  readonly owner: LoopOwner;
  readonly held: ExponentialHistogram = new ExponentialHistogram(4);
  gcNanos = 0;
  stalls = 0;
  stallNanos = 0;
  delayedTicks = 0;
  delayedTickNanos = 0;

  constructor({ kind, name }: LoopOwner) {
    this.owner = { kind, name };
  }

  stalled(durationNanos: number, delayedTicks: number): void {
    this.stalls++;
    this.stallNanos += durationNanos;
    this.delayedTicks += delayedTicks;
    this.delayedTickNanos += delayedTicks * durationNanos;
  }

  merge(row: LoopOwnerRow | OwnerAccumulator): void {
    this.held.merge(row.held);
    this.gcNanos += row.gcNanos;
    this.stalls += row.stalls;
    this.stallNanos += row.stallNanos;
    this.delayedTicks += row.delayedTicks;
    this.delayedTickNanos += row.delayedTickNanos;
  }

  toRow(): LoopOwnerRow {
    return {
      ...this.owner,
      held: this.held.toData(),
      gcNanos: this.gcNanos as Nanoseconds,
      stalls: this.stalls,
      stallNanos: this.stallNanos as Nanoseconds,
      delayedTicks: this.delayedTicks,
      delayedTickNanos: this.delayedTickNanos as Nanoseconds,
    };
  }
}
