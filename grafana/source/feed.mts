// "Do events come, and in time?" Per feed: rate, gaps, silences, reconnects, age.

import type { Board } from './board.mts';
import { linesPanel, numberPanel, tablePanel } from './panels.mts';
import { increase, quantile, rate, series, sum, top, whileAlive } from './queries.mts';

const SYMBOL = { 'tickscope.symbol': '=~"$symbol"' };
const SOURCE = 'tickscope.feed.source';
const CAUSE = 'tickscope.feed.cause';
const FEED = [SOURCE, 'tickscope.symbol', 'tickscope.feed.connection'];
const LEGEND = '{{tickscope_feed_source}} {{tickscope_symbol}}';
const feed = (metric: string): string => series(`tickscope.feed.${metric}`, SYMBOL);
const BY_FEED = FEED.map((attribute) => attribute.replaceAll('.', '_')).join(', ');
const SINCE_LAST = `time() - max by (${BY_FEED}) (${feed('last')})`;

export const feeds: Board = {
  title: 'Feed',
  uid: 'tickscope-feed',
  about: 'Whether market events arrive, in order and in time, and who is to blame where they do not.',
  variables: ['service', 'instance', 'symbol'],
  panels: [
    numberPanel({
      title: 'Events a second',
      about: 'Market events that came in. None while the market is open: look at the connection.',
      unit: 'suffix: /s',
      width: 6,
      query: { legend: 'events', expression: whileAlive(rate(feed('received'))) },
      nothing: 'no events',
    }),
    numberPanel({
      title: 'Longest without an event',
      about:
        'The feed that has been quiet for longest, of processes that still send. Far over its usual distance: reconnect it.',
      unit: 's',
      width: 6,
      query: { legend: 'quiet', expression: whileAlive(`max(${SINCE_LAST})`) },
      limit: { at: 60, good: 'below' },
      nothing: 'no events',
    }),
    numberPanel({
      title: 'Missing events',
      about: 'Numbers that were left out in this time. Over 0: the book may be wrong, take a new snapshot.',
      unit: 'short',
      width: 6,
      query: { legend: 'missing', expression: `${increase(feed('missing'))} or vector(0)` },
      limit: { at: 1, good: 'below' },
      nothing: '0',
    }),
    numberPanel({
      title: 'Not handled',
      about: 'Events received that no tick has seen, waiting ones among them. It only rises: events are dropped.',
      unit: 'short',
      width: 6,
      query: { legend: 'not handled', expression: whileAlive(sum(series('tickscope.events.dropped'))) },
      nothing: 'not counted',
    }),
    linesPanel({
      title: 'Events received',
      about: 'By feed, the ten busiest. One falls alone: its subscription or its connection is gone.',
      unit: 'suffix: /s',
      width: 12,
      nothing: 'no events',
      queries: [{ legend: LEGEND, expression: top(10, rate(feed('received'), SOURCE, 'tickscope.symbol')) }],
    }),
    linesPanel({
      title: 'Received and handled',
      about: 'Of all feeds. Handled stays below: ticks cannot keep up, or the program filters on purpose.',
      unit: 'suffix: /s',
      width: 12,
      nothing: 'no events',
      queries: [
        { legend: 'received', expression: rate(feed('received')) },
        { legend: 'handled', expression: rate(feed('handled')) },
      ],
    }),
    linesPanel({
      title: 'Age of events when they come in (p95)',
      about:
        'Against the smallest of the last events. It rises for all feeds: our machine or its network; for one: that venue.',
      unit: 's',
      width: 12,
      logarithmic: true,
      nothing: 'events say no time',
      queries: [{ legend: LEGEND, expression: top(10, quantile(0.95, feed('age'), SOURCE, 'tickscope.symbol')) }],
    }),
    linesPanel({
      title: 'Time since the last event',
      about: 'By feed, the ten quietest. A line that climbs is a silence that is not over.',
      unit: 's',
      width: 12,
      nothing: 'no events',
      queries: [{ legend: LEGEND, expression: `topk(10, ${SINCE_LAST})` }],
    }),
    linesPanel({
      title: 'Silences',
      about:
        'Share of the time without events, by who it was. Cause loop: the program itself held them up, open Runtime.',
      unit: 'percentunit',
      width: 12,
      nothing: 'no silences',
      queries: [
        {
          legend: '{{tickscope_feed_source}} ({{tickscope_feed_cause}})',
          expression: top(10, rate(feed('silent'), SOURCE, CAUSE)),
        },
      ],
    }),
    linesPanel({
      title: 'Gaps',
      about:
        'Places where numbers were left out, by who it was. Cause network: the connection; feed: the venue sent less.',
      unit: 'suffix: /s',
      width: 12,
      nothing: 'no gaps',
      queries: [
        {
          legend: '{{tickscope_feed_source}} ({{tickscope_feed_cause}})',
          expression: top(10, rate(feed('gaps'), SOURCE, CAUSE)),
        },
      ],
    }),
    linesPanel({
      title: 'Reconnects',
      about:
        'How often another socket took over. Regular: the venue closes connections after a while; often: look at the network.',
      unit: 'suffix: /s',
      width: 12,
      nothing: 'no reconnects',
      queries: [{ legend: '{{tickscope_feed_source}}', expression: top(10, rate(feed('reconnects'), SOURCE)) }],
    }),
    tablePanel({
      title: 'Feeds',
      about: 'What happened to each in this time. Sort by what hurts; a feed that is missing here never sent an event.',
      unit: 'short',
      width: 12,
      nothing: 'no feeds',
      columns: [
        { legend: 'events', unit: 'short', expression: increase(feed('received'), ...FEED) },
        { legend: 'missing', unit: 'short', expression: increase(feed('missing'), ...FEED) },
        { legend: 'reconnects', unit: 'short', expression: increase(feed('reconnects'), ...FEED) },
        { legend: 'since the last', unit: 's', expression: SINCE_LAST },
      ],
    }),
  ],
};
