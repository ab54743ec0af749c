// Sums over the pauses of one kind of garbage collection.

import { ExponentialHistogram } from './exponential-histogram.js';
import type { GcKind, GcRow } from './runtime-record.js';
import type { Nanoseconds } from './units.js';

export class GcAccumulator {
  readonly kind: GcKind;
  readonly pauses: ExponentialHistogram = new ExponentialHistogram(4);
  ticksHit = 0;
  inTicksNanos = 0;

  constructor(kind: GcKind) {
    this.kind = kind;
  }

  hitTick(nanos: number): void {
    this.ticksHit++;
    this.inTicksNanos += nanos;
  }

  merge(row: GcRow | GcAccumulator): void {
    this.pauses.merge(row.pauses);
    this.ticksHit += row.ticksHit;
    this.inTicksNanos += row.inTicksNanos;
  }

  toRow(): GcRow {
    return {
      kind: this.kind,
      pauses: this.pauses.toData(),
      ticksHit: this.ticksHit,
      inTicksNanos: this.inTicksNanos as Nanoseconds,
    };
  }
}
