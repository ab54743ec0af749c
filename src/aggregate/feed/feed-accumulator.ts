// Adds up how one feed did. Merges bit for bit, in any order.

import { ExponentialHistogram } from '../../model/histogram/exponential-histogram.js';
import { FEED_CAUSES, type FeedCause, type FeedName, type FeedRow } from '../../model/record/feed-rows.js';
import type { Nanoseconds, UnixMilliseconds } from '../../model/units.js';

interface Faults {
  gaps: number;
  silences: number;
  silentNanos: Nanoseconds;
}

export class FeedAccumulator {
  readonly name: FeedName;
  received = 0;
  handled = 0;
  missing = 0;
  reconnects = 0;
  readonly intervals: ExponentialHistogram = new ExponentialHistogram(4);
  readonly ages: ExponentialHistogram = new ExponentialHistogram(4);
  readonly byCause: Readonly<Record<FeedCause, Faults>> = {
    feed: noFaults(),
    network: noFaults(),
    loop: noFaults(),
    unknown: noFaults(),
  };
  longestSilenceNanos: Nanoseconds = 0 as Nanoseconds;
  /** When the last event came in, in milliseconds since 1970. */
  readonly last: Float64Array = new Float64Array(1);

  constructor({ source, symbol, connection }: FeedName) {
    this.name = { source, ...(symbol !== undefined && { symbol }), ...(connection !== undefined && { connection }) };
  }

  get lastUnixMillis(): UnixMilliseconds {
    return this.last[0] as UnixMilliseconds;
  }

  silent(cause: FeedCause, nanos: Nanoseconds): void {
    const faults = this.byCause[cause];
    faults.silences++;
    faults.silentNanos = (faults.silentNanos + nanos) as Nanoseconds;
    if (nanos > this.longestSilenceNanos) this.longestSilenceNanos = nanos;
  }

  gap(cause: FeedCause, missing: number): void {
    this.byCause[cause].gaps++;
    this.missing += missing;
  }

  merge(other: FeedRow | FeedAccumulator): void {
    this.received += other.received;
    this.handled += other.handled;
    this.missing += other.missing;
    this.reconnects += other.reconnects;
    this.intervals.merge(other.intervals);
    this.ages.merge(other.ages);
    for (const cause of FEED_CAUSES) {
      const faults = this.byCause[cause];
      const { gaps, silences, silentNanos } = other.byCause[cause];
      faults.gaps += gaps;
      faults.silences += silences;
      faults.silentNanos = (faults.silentNanos + silentNanos) as Nanoseconds;
    }
    if (other.longestSilenceNanos > this.longestSilenceNanos) this.longestSilenceNanos = other.longestSilenceNanos;
    this.last[0] = Math.max(this.lastUnixMillis, other.lastUnixMillis);
  }

  toRow(): FeedRow {
    const { feed, network, loop, unknown } = this.byCause;
    return {
      ...this.name,
      received: this.received,
      handled: this.handled,
      missing: this.missing,
      reconnects: this.reconnects,
      byCause: { feed: { ...feed }, network: { ...network }, loop: { ...loop }, unknown: { ...unknown } },
      longestSilenceNanos: this.longestSilenceNanos,
      intervals: this.intervals.toData(),
      ages: this.ages.toData(),
      lastUnixMillis: this.lastUnixMillis,
    };
  }
}

/** One order for rows of the same feed, whichever process they are from. */
export function feedKey({ source, symbol = '', connection = '' }: FeedName): string {
  return `${source}\u0000${symbol}\u0000${connection}`;
}

/** The feeds of a segment. */
export type FeedSums = Map<string, FeedAccumulator>;

export function feedIn(sums: FeedSums, name: FeedName): FeedAccumulator {
  const key = feedKey(name);
  let feed = sums.get(key);
  if (feed === undefined) sums.set(key, (feed = new FeedAccumulator(name)));
  return feed;
}

function noFaults(): Faults {
  return { gaps: 0, silences: 0, silentNanos: 0 as Nanoseconds };
}
