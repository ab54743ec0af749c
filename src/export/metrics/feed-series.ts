// Which series feeds become. What did not happen has none.

import type { FeedAccumulator } from '../../aggregate/feed/feed-accumulator.js';
import { FEED_CAUSES } from '../../model/record/feed-rows.js';
import {
  ATTR_FEED_CAUSE,
  ATTR_FEED_CONNECTION,
  ATTR_FEED_SOURCE,
  METRIC_FEED_AGE,
  METRIC_FEED_GAPS,
  METRIC_FEED_HANDLED,
  METRIC_FEED_LAST,
  METRIC_FEED_MISSING,
  METRIC_FEED_RECEIVED,
  METRIC_FEED_RECONNECTS,
  METRIC_FEED_SILENCES,
  METRIC_FEED_SILENT,
} from '../../model/semconv/feed-conventions.js';
import { ATTR_SYMBOL } from '../../model/semconv/semantic-conventions.js';
import type { Series, SeriesAttributes } from './one-series.js';

const NANOS_PER_MILLISECOND = 1e6;

export function feedSeries(feeds: Iterable<FeedAccumulator>): Series[] {
  return [...feeds].flatMap(seriesOfFeed);
}

function seriesOfFeed(feed: FeedAccumulator): Series[] {
  const { source, symbol = '', connection = '' } = feed.name;
  const attributes: SeriesAttributes = {
    [ATTR_FEED_SOURCE]: source,
    [ATTR_SYMBOL]: symbol,
    [ATTR_FEED_CONNECTION]: connection,
  };
  const faults = FEED_CAUSES.flatMap((cause) => {
    const { gaps, silences, silentNanos } = feed.byCause[cause];
    const ofCause = { ...attributes, [ATTR_FEED_CAUSE]: cause };
    return [
      { metric: METRIC_FEED_GAPS, attributes: ofCause, value: gaps },
      { metric: METRIC_FEED_SILENCES, attributes: ofCause, value: silences },
      { metric: METRIC_FEED_SILENT, attributes: ofCause, value: silentNanos },
    ];
  });
  return [
    { metric: METRIC_FEED_RECEIVED, attributes, value: feed.received },
    { metric: METRIC_FEED_HANDLED, attributes, value: feed.handled },
    ...[
      ...faults,
      { metric: METRIC_FEED_MISSING, attributes, value: feed.missing },
      { metric: METRIC_FEED_RECONNECTS, attributes, value: feed.reconnects },
      { metric: METRIC_FEED_LAST, attributes, value: feed.lastUnixMillis * NANOS_PER_MILLISECOND },
    ].filter(({ value }) => value > 0),
    ...(feed.ages.count > 0 ? [{ metric: METRIC_FEED_AGE, attributes, value: feed.ages.toData() }] : []),
  ];
}
