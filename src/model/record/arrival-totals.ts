// How events came in: how long they waited, how old they were, and how many of them no tick handled. Sums, all exact.

import type { HistogramData } from '../histogram/exponential-histogram.js';
import type { Nanoseconds } from '../units.js';

/**
 * What a wait is counted from.
 *
 * - `stamped`: the moment at which the event was handed to JavaScript, which was seen. What it lay in the kernel before
 *   that is not in it: a lower bound of all waiting, and a fact about waiting in the process
 * - `bound`: the moment at which the event loop last had nothing to do. Nothing can have waited longer
 */
export const WAIT_BASES = ['stamped', 'bound'] as const;
export type WaitBasis = (typeof WAIT_BASES)[number];

/** One histogram (scale 6) for each basis; a tick can be in both. */
export type ByBasis = Readonly<Record<WaitBasis, HistogramData>>;

export interface ArrivalTotals {
  /** From the moment an event could have been handled to the first line of its handler. */
  readonly waits: ByBasis;
  /** Wait and duration of the same ticks. */
  readonly responses: ByBasis;
  /**
   * The result's time less the exchange's, less the smallest such difference of the process until then. Scale 6. Fixed when
   * the tick ends, so that segments add up like durations.
   */
  readonly ages: HistogramData;
  /** By how much that smallest difference fell after the first: no age is understated by more. */
  readonly smallestAgeFellNanos: Nanoseconds;
  /** Market events that came in where events were counted before any tick handled them. */
  readonly received: number;
  /** Those of them that reached a tick. */
  readonly handled: number;
  /** Ticks that handled them. */
  readonly ticksFromReceived: number;
  /** Places at which the numbers of consecutive events left some out, and how many numbers were left out. */
  readonly sequenceGaps: number;
  readonly sequenceMissing: number;
}
