// How each feed did: rows of a record segment, by where events come from and what they are about. Sums, all exact.

import type { HistogramData } from '../histogram/exponential-histogram.js';
import type { Nanoseconds, UnixMilliseconds } from '../units.js';

/**
 * A feed is silent after so much time without an event, and not before. Shorter pauses are those of any machine: where two processors had
 * fifteen processes to run, a healthy feed of 100 events a second had one of 440 ms in 25 s.
 */
export const LEAST_SILENCE_NANOS = 500_000_000 as Nanoseconds;

/**
 * Who it was.
 *
 * - `feed`: whoever sends had nothing to send, or left it out
 * - `network`: events were under way for so long, or the connection was replaced
 * - `loop`: the event loop was held: nothing could come in
 * - `unknown`: what would tell them apart is missing
 */
export const FEED_CAUSES = ['feed', 'network', 'loop', 'unknown'] as const;
export type FeedCause = (typeof FEED_CAUSES)[number];

/** What one of them has done. */
export interface FeedFaults {
  readonly gaps: number;
  readonly silences: number;
  readonly silentNanos: Nanoseconds;
}

/** What events of one feed have in common. */
export interface FeedName {
  /** The handler, or the function that receives events before a handler has them. */
  readonly source: string;
  /** Absent where events have none. */
  readonly symbol?: string;
  /** `host:port`; absent where events do not come from a socket, or not from there at once. */
  readonly connection?: string;
}

export interface FeedRow extends FeedName {
  /** Events that came in, and those of them that reached a tick. */
  readonly received: number;
  readonly handled: number;
  /** Numbers that were left out, in all gaps. */
  readonly missing: number;
  readonly reconnects: number;
  readonly byCause: Readonly<Record<FeedCause, FeedFaults>>;
  readonly longestSilenceNanos: Nanoseconds;
  /** Scale 4. From event to event, where the event loop has waited in between, without silences. */
  readonly intervals: HistogramData;
  /** Scale 4. Our clock when an event came in less the exchange's, less the smallest such difference of the last events. */
  readonly ages: HistogramData;
  /** When the last event came in. */
  readonly lastUnixMillis: UnixMilliseconds;
}
