// Feeds, by who it was.

import { FeedAccumulator } from '../../../src/aggregate/feed/feed-accumulator.js';
import { FEED_CAUSES } from '../../../src/model/record/feed-rows.js';
import type { ReportFinding } from '../../../src/model/report/report.js';
import { findingsOf } from './recording.js';

function findingsOfFeeds(...fills: readonly ((feed: FeedAccumulator) => void)[]): readonly ReportFinding[] {
  const feeds = fills.map((fill, place) => {
    const feed = new FeedAccumulator({ source: 'onTrade', symbol: `S${place}` });
    feed.received = feed.handled = 1_000;
    fill(feed);
    return feed.toRow();
  });
  return findingsOf({ calls: [], parts: { feeds } });
}

it.each(FEED_CAUSES)('finds what was silent because of the %s', (cause) => {
  const silent = (feed: FeedAccumulator): void => feed.silent(cause, 3e9 as never);
  const [finding, ...others] = findingsOfFeeds(silent, silent, silent, silent);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    id: 'faulty-feeds',
    severity: cause === 'loop' ? 'high' : 'low',
    evidence: {
      'who it was': cause,
      feeds: 'onTrade S0, onTrade S1, onTrade S2 and 1 more',
      silences: '4',
      'the longest': '3.00 s',
    },
  });
});

it('finds gaps and reconnects', () => {
  expect(findingsOfFeeds((feed) => feed.gap('network', 7))[0]?.evidence).toMatchObject({ 'events left out': '7' });
  expect(findingsOfFeeds((feed) => void feed.reconnects++)[0]?.evidence).toMatchObject({ reconnects: '1' });
});

it('finds nothing in feeds that are well, however few or many', () => {
  expect(findingsOfFeeds()).toEqual([]);
  expect(
    findingsOfFeeds(
      () => undefined,
      () => undefined,
    ),
  ).toEqual([]);
});
