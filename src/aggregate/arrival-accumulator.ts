// Adds up how events came in. Merges bit for bit, in any order.

import { type ArrivalTotals, type ByBasis, WAIT_BASES, type WaitBasis } from '../model/record/arrival-totals.js';
import { ExponentialHistogram } from '../model/histogram/exponential-histogram.js';
import type { Nanoseconds } from '../model/units.js';

type Histograms = Readonly<Record<WaitBasis, ExponentialHistogram>>;

export class ArrivalAccumulator {
  readonly waits: Histograms = histograms();
  readonly responses: Histograms = histograms();
  readonly ages: ExponentialHistogram = new ExponentialHistogram(6);
  smallestAgeFellNanos = 0;
  received = 0;
  handled = 0;
  ticksFromReceived = 0;
  sequenceGaps = 0;
  sequenceMissing = 0;

  waited(basis: WaitBasis, waitNanos: Nanoseconds, durationNanos: Nanoseconds): void {
    this.waits[basis].record(waitNanos);
    this.responses[basis].record((waitNanos + durationNanos) as Nanoseconds);
  }

  /** @param fellNanos by how much the smallest difference fell with this event */
  aged(ageNanos: Nanoseconds, fellNanos: Nanoseconds): void {
    this.ages.record(ageNanos);
    this.smallestAgeFellNanos += fellNanos;
  }

  merge(other: ArrivalTotals | ArrivalAccumulator): void {
    for (const basis of WAIT_BASES) {
      this.waits[basis].merge(other.waits[basis]);
      this.responses[basis].merge(other.responses[basis]);
    }
    this.ages.merge(other.ages);
    this.smallestAgeFellNanos += other.smallestAgeFellNanos;
    this.received += other.received;
    this.handled += other.handled;
    this.ticksFromReceived += other.ticksFromReceived;
    this.sequenceGaps += other.sequenceGaps;
    this.sequenceMissing += other.sequenceMissing;
  }

  toTotals(): ArrivalTotals {
    return {
      waits: dataOf(this.waits),
      responses: dataOf(this.responses),
      ages: this.ages.toData(),
      smallestAgeFellNanos: this.smallestAgeFellNanos as Nanoseconds,
      received: this.received,
      handled: this.handled,
      ticksFromReceived: this.ticksFromReceived,
      sequenceGaps: this.sequenceGaps,
      sequenceMissing: this.sequenceMissing,
    };
  }
}

function histograms(): Histograms {
  return { stamped: new ExponentialHistogram(6), bound: new ExponentialHistogram(6) };
}

function dataOf({ stamped, bound }: Histograms): ByBasis {
  return { stamped: stamped.toData(), bound: bound.toData() };
}
