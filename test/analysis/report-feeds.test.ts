// Who it mostly was, and which feeds come first.

import { FeedAccumulator } from '../../src/aggregate/feed/feed-accumulator.js';
import { reportFeeds } from '../../src/analysis/report-feeds.js';
import type { Nanoseconds } from '../../src/model/units.js';

const seconds = (amount: number): Nanoseconds => (amount * 1e9) as Nanoseconds;

function feed(source: string, fill: (feed: FeedAccumulator) => void): FeedAccumulator {
  const accumulator = new FeedAccumulator({ source });
  fill(accumulator);
  return accumulator;
}

it.each([
  [
    'of silences, who was silent longest',
    (row: FeedAccumulator) => {
      row.silent('feed', seconds(1));
      row.silent('feed', seconds(1));
      row.silent('loop', seconds(3));
      row.gap('network', 5);
      row.gap('network', 5);
    },
    'loop',
  ],
  [
    'of gaps alone, who left out most often',
    (row: FeedAccumulator) => {
      row.gap('feed', 50);
      row.gap('network', 1);
      row.gap('network', 1);
    },
    'network',
  ],
  ['of a reconnect alone, the network', (row: FeedAccumulator) => void row.reconnects++, 'network'],
  ['of nothing, nobody', (row: FeedAccumulator) => void row.received++, 'unknown'],
])('says who it was: %s', (_what, fill, cause) => {
  expect(reportFeeds([feed('onTrade', fill).toRow()])).toMatchObject([{ cause }]);
});

it('adds up, and puts the longest silences first, then what is missing, then reconnects', () => {
  const rows = [
    feed('healthy', (row) => (row.received = 9)),
    feed('reconnected', (row) => (row.reconnects = 2)),
    feed('left out', (row) => row.gap('feed', 4)),
    feed('silent', (row) => {
      row.silent('feed', seconds(2));
      row.silent('unknown', seconds(1));
    }),
  ].map((each) => each.toRow());
  const report = reportFeeds(rows);
  expect(report.map(({ source }) => source)).toEqual(['silent', 'left out', 'reconnected', 'healthy']);
  expect(report[0]).toMatchObject({ silences: 2, silentNanos: 3e9, longestSilenceNanos: 2e9, gaps: 0 });
  expect(report[0]).not.toHaveProperty('usualIntervalNanos');
});
