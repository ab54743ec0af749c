// Names and meanings of the metrics of feeds. Part of `semantic-conventions.ts`.

import { FEED_CAUSES } from '../record/feed-rows.js';
import type { AttributeDescription, MetricDescription } from './metric-description.js';
import { ATTR_SYMBOL } from './semantic-conventions.js';

export const ATTR_FEED_SOURCE = 'tickscope.feed.source';
export const ATTR_FEED_CONNECTION = 'tickscope.feed.connection';
export const ATTR_FEED_CAUSE = 'tickscope.feed.cause';

export const METRIC_FEED_RECEIVED = 'tickscope.feed.received';
export const METRIC_FEED_HANDLED = 'tickscope.feed.handled';
export const METRIC_FEED_GAPS = 'tickscope.feed.gaps';
export const METRIC_FEED_MISSING = 'tickscope.feed.missing';
export const METRIC_FEED_SILENCES = 'tickscope.feed.silences';
export const METRIC_FEED_SILENT = 'tickscope.feed.silent';
export const METRIC_FEED_RECONNECTS = 'tickscope.feed.reconnects';
export const METRIC_FEED_AGE = 'tickscope.feed.age';
export const METRIC_FEED_LAST = 'tickscope.feed.last';

const OF_FEED = [ATTR_FEED_SOURCE, ATTR_SYMBOL, ATTR_FEED_CONNECTION];

export const FEED_METRICS: Readonly<Record<string, MetricDescription>> = {
  [METRIC_FEED_RECEIVED]: {
    instrument: 'counter',
    unit: '{event}',
    description: 'Market events that came in.',
    attributes: OF_FEED,
  },
  [METRIC_FEED_HANDLED]: {
    instrument: 'counter',
    unit: '{event}',
    description: 'Those of them that reached a tick.',
    attributes: OF_FEED,
  },
  [METRIC_FEED_GAPS]: {
    instrument: 'counter',
    unit: '{gap}',
    description:
      'Places at which numbers that had followed each other one by one left some out. Absent until there is one.',
    attributes: [...OF_FEED, ATTR_FEED_CAUSE],
  },
  [METRIC_FEED_MISSING]: {
    instrument: 'counter',
    unit: '{event}',
    description: 'Numbers that were left out there.',
    attributes: OF_FEED,
  },
  [METRIC_FEED_SILENCES]: {
    instrument: 'counter',
    unit: '{silence}',
    description:
      'Times without an event that were far longer than usual, when the next event came. Absent until there is one.',
    attributes: [...OF_FEED, ATTR_FEED_CAUSE],
  },
  [METRIC_FEED_SILENT]: {
    instrument: 'counter',
    unit: 's',
    description: 'How long they were, in all.',
    attributes: [...OF_FEED, ATTR_FEED_CAUSE],
  },
  [METRIC_FEED_RECONNECTS]: {
    instrument: 'counter',
    unit: '{reconnect}',
    description: 'How often another socket to the same place took over. Only of feeds that come from a socket.',
    attributes: OF_FEED,
  },
  [METRIC_FEED_AGE]: {
    instrument: 'exponential histogram',
    unit: 's',
    description:
      "Our clock when an event came in less the exchange's, less the smallest such difference of the last events. Scale 4, or less.",
    attributes: OF_FEED,
  },
  [METRIC_FEED_LAST]: {
    instrument: 'gauge',
    unit: 's',
    description: 'When the last event came in, since 1970: what has passed since then is a silence that is not over.',
    attributes: OF_FEED,
  },
};

export const FEED_ATTRIBUTES: Readonly<Record<string, AttributeDescription>> = {
  [ATTR_FEED_SOURCE]: {
    type: 'string',
    on: ['metric'],
    description:
      'The handler of the events, or the function that receives them before a handler has them. At most 192 feeds; `__other__` for the rest.',
  },
  [ATTR_FEED_CONNECTION]: {
    type: 'string',
    on: ['metric'],
    description: 'Where the events come from, as host:port; empty where that is not known.',
  },
  [ATTR_FEED_CAUSE]: {
    type: 'string',
    on: ['metric'],
    description:
      'Who it was: `feed`, who sends; `network`, the way or the connection; `loop`, the event loop, which was held; `unknown`, where what would tell them apart is missing.',
    values: FEED_CAUSES,
  },
};
