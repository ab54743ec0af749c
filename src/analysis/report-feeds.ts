// How each feed did, as the report says it.

import { ExponentialHistogram } from '../model/histogram/exponential-histogram.js';
import { FEED_CAUSES, type FeedCause, type FeedRow } from '../model/record/feed-rows.js';
import type { ReportFeed } from '../model/report/feed-report.js';
import type { Nanoseconds } from '../model/units.js';
import { sum } from './statistics/numbers.js';

/** Those with the longest silences first, then by what is missing, reconnects, and events. */
export function reportFeeds(rows: readonly FeedRow[]): ReportFeed[] {
  return rows
    .map(reportFeed)
    .toSorted(
      (left, right) =>
        right.silentNanos - left.silentNanos ||
        right.missing - left.missing ||
        right.reconnects - left.reconnects ||
        right.received - left.received,
    );
}

function reportFeed(row: FeedRow): ReportFeed {
  const { source, symbol, connection, received, handled, missing, reconnects, byCause, longestSilenceNanos } = row;
  const intervals = ExponentialHistogram.fromData(row.intervals);
  const ages = ExponentialHistogram.fromData(row.ages);
  const faults = FEED_CAUSES.map((cause) => byCause[cause]);
  return {
    source,
    ...(symbol !== undefined && { symbol }),
    ...(connection !== undefined && { connection }),
    received,
    handled,
    gaps: sum(faults.map(({ gaps }) => gaps)),
    missing,
    silences: sum(faults.map(({ silences }) => silences)),
    silentNanos: sum(faults.map(({ silentNanos }) => silentNanos)) as Nanoseconds,
    longestSilenceNanos,
    reconnects,
    cause: causeOf(row),
    byCause,
    ...(intervals.count > 0 && { usualIntervalNanos: intervals.quantile(0.5) }),
    ...(ages.count > 0 && { ageP50Nanos: ages.quantile(0.5), ageP95Nanos: ages.quantile(0.95) }),
    lastEventAt: new Date(row.lastUnixMillis).toISOString(),
  };
}

/** Of the silences, who has the most time of them; without any, of the gaps; a reconnect alone is the network's. */
function causeOf({ byCause, reconnects }: FeedRow): FeedCause {
  const most = (amountOf: (cause: FeedCause) => number): FeedCause | undefined => {
    const [first] = FEED_CAUSES.toSorted((left, right) => amountOf(right) - amountOf(left));
    return first !== undefined && amountOf(first) > 0 ? first : undefined;
  };
  return (
    most((cause) => byCause[cause].silentNanos) ??
    most((cause) => byCause[cause].gaps) ??
    (reconnects > 0 ? 'network' : 'unknown')
  );
}
