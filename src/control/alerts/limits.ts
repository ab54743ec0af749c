// The limits of alerts that are no targets. Rules for Prometheus, runbooks and documents are written from them.

import type { LossId } from '../../model/losses.js';
import { MILLISECOND, MINUTE, type Nanoseconds, SECOND, type Share } from '../../model/units.js';

/** A window ends now. It is as long as it takes to hold `least` of what is counted, from `nanos` to `mostNanos`. */
export interface WindowLimits {
  readonly nanos: Nanoseconds;
  readonly mostNanos: Nanoseconds;
  readonly least: number;
}

/** A share of slow ticks that is so many times what the target allows, in both windows: the long one says that it matters, the short one that it goes on. */
export interface BurnLimits {
  readonly rate: number;
  readonly long: WindowLimits;
  readonly short: WindowLimits;
}

const minutes = (count: number): Nanoseconds => (count * MINUTE) as Nanoseconds;
const seconds = (count: number): Nanoseconds => (count * SECOND) as Nanoseconds;

/** What is remembered; no window is longer. */
export const REMEMBERED_NANOS: Nanoseconds = minutes(5);

/** Of 100 ticks of which 5 % are slow, 30 are by chance once in 10^15. */
const LEAST_TICKS = 100;
const LEAST_TICKS_SHORT = 20;

/** With an objective of 95 % no rate is above 20, so that the customary 14.4 would mean 72 % of all ticks. */
export const BURNS: readonly BurnLimits[] = [
  {
    rate: 6,
    long: { nanos: seconds(2), mostNanos: minutes(1), least: LEAST_TICKS },
    short: { nanos: seconds(1), mostNanos: minutes(1), least: LEAST_TICKS_SHORT },
  },
  {
    rate: 3,
    long: { nanos: minutes(5), mostNanos: minutes(5), least: LEAST_TICKS },
    short: { nanos: seconds(30), mostNanos: minutes(1), least: LEAST_TICKS_SHORT },
  },
];

/** Ticks that were started in each window. */
export const OVERLOAD_LEAST_TICKS = 20;

/** The event loop was held, in stretches of 10 ms or more, for so much of the time: of 10 s half a second. */
export const STALLED_SHARE = 0.05 as Share;
export const STALLED_NANOS: Nanoseconds = seconds(10);
/** A stall is in the sums a tenth of a second after its turn of the loop, and one after the other makes a long turn: those of the start are over by then. */
export const STALL_SETTLES_NANOS: Nanoseconds = seconds(1);

export const QUERY_WINDOW: WindowLimits = { nanos: seconds(2), mostNanos: minutes(1), least: 20 };

/** Mean wait for a connection. Where one is free it takes microseconds. */
export const POOL_WAIT_NANOS = (10 * MILLISECOND) as Nanoseconds;
export const POOL_WINDOW: WindowLimits = { nanos: seconds(2), mostNanos: minutes(1), least: 20 };

/** From the begin of the tick until the venue has answered, as the mean. An exchange far away takes 300 ms. */
export const ORDER_NANOS: Nanoseconds = SECOND;
export const ORDER_WINDOW: WindowLimits = { nanos: seconds(2), mostNanos: minutes(5), least: 5 };

/** A feed that is silent for longer has ended. */
export const FEED_ENDED_NANOS: Nanoseconds = minutes(60);

/** Look-ups of one cache that are judged together. */
export const CACHE_LEAST_LOOKUPS = 200;
/** Standard deviations that the ratio has to be away from its limit: one in 30,000 by chance. */
export const CACHE_DEVIATIONS = 4;

/** RSS is over its limit for so long without a break. */
export const MEMORY_HIGH_NANOS: Nanoseconds = seconds(10);
/** RSS is looked at so often for its growth. */
export const MEMORY_POINT_NANOS: Nanoseconds = seconds(30);

export const LOST_NANOS: Nanoseconds = seconds(10);
/** What was measured and has not come where it was to be read. */
export const TELEMETRY_LOSSES: readonly LossId[] = [
  'spans_beyond_queue',
  'spans_not_exported',
  'spans_rejected',
  'collections_failed',
  'collections_not_sent',
  'data_points_rejected',
  'segments_beyond_disk',
  'segments_not_written',
];

/** An alert is over when its condition has not held for so long. */
export const CALM_NANOS: Nanoseconds = minutes(1);
/** From one notification that an alert fires to the next of the same alert. */
export const BETWEEN_NOTIFICATIONS_NANOS: Nanoseconds = minutes(10);
