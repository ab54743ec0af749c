// Finds feeds that left events out, fell silent or had to connect again, by who it mostly was.

import { formatCount, formatDuration } from '../../model/format-units.js';
import { FEED_CAUSES, type FeedCause } from '../../model/record/feed-rows.js';
import type { ReportFeed } from '../../model/report/feed-report.js';
import type { Nanoseconds } from '../../model/units.js';
import { sum } from '../statistics/numbers.js';
import type { Detector } from './detector.js';

const ADVICE: Readonly<Record<FeedCause, string>> = {
  loop: 'The event loop was held, and nothing could come in: see "Event loop" for who holds it. An exchange closes connections that are not read.',
  network:
    'The connection delays or breaks: a place nearer to the exchange, a heartbeat that notices a dead connection, and after each reconnect a snapshot of what was missed.',
  feed: 'Whoever sends left it out or had nothing to send: ask for a snapshot after each gap, and watch a second source where a silence costs money.',
  unknown:
    'What would tell the feed, the network and the program apart is missing: events with a time and a number of the exchange tell it.',
};
/** What the program does to itself comes first. */
const SEVERE: ReadonlySet<FeedCause> = new Set(['loop']);
const MOST_NAMES = 3;

export const faultyFeeds: Detector = {
  id: 'faulty-feeds',
  title: 'Feeds leave events out, or fall silent',
  titleOfNone: 'No feed left an event out, fell silent or had to connect again',
  needsAllTicks: true,

  detect({ feed }) {
    const faulty = feed.filter(({ gaps, silences, reconnects }) => gaps + silences + reconnects > 0);
    return FEED_CAUSES.flatMap((cause) => {
      const own = faulty.filter((each) => each.cause === cause);
      if (own.length === 0) return [];
      const longest = Math.max(...own.map(({ longestSilenceNanos }) => longestSilenceNanos)) as Nanoseconds;
      return [
        {
          ...(SEVERE.has(cause) && { severity: 'high' as const }),
          evidence: {
            'who it was': cause,
            feeds: namesOf(own),
            'events left out': formatCount(sum(own.map(({ missing }) => missing))),
            silences: formatCount(sum(own.map(({ silences }) => silences))),
            ...(longest > 0 && { 'the longest': formatDuration(longest) }),
            reconnects: formatCount(sum(own.map(({ reconnects }) => reconnects))),
          },
          advice: ADVICE[cause],
        },
      ];
    });
  },
};

function namesOf(feeds: readonly ReportFeed[]): string {
  const names = feeds
    .slice(0, MOST_NAMES)
    .map(({ source, symbol }) => (symbol === undefined ? source : `${source} ${symbol}`));
  const more = feeds.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${formatCount(more)} more` : names.join(', ');
}
