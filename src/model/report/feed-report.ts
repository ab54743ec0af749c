// How each feed did, as the report has it.

import type { FeedCause, FeedFaults, FeedName } from '../record/feed-rows.js';
import type { Nanoseconds } from '../units.js';

export interface ReportFeed extends FeedName {
  /** Events that came in, and those of them that reached a tick. */
  readonly received: number;
  readonly handled: number;
  /** Places at which numbers that had followed each other left some out, and how many numbers. */
  readonly gaps: number;
  readonly missing: number;
  readonly silences: number;
  readonly silentNanos: Nanoseconds;
  readonly longestSilenceNanos: Nanoseconds;
  readonly reconnects: number;
  /** Who it mostly was; `unknown` too where there was nothing. */
  readonly cause: FeedCause;
  readonly byCause: Readonly<Record<FeedCause, FeedFaults>>;
  /** From event to event, the middle one; absent where the events have no pace. */
  readonly usualIntervalNanos?: Nanoseconds;
  /** How old events were when they came in; absent where they have no time. */
  readonly ageP50Nanos?: Nanoseconds;
  readonly ageP95Nanos?: Nanoseconds;
  /** ISO 8601. */
  readonly lastEventAt: string;
}
