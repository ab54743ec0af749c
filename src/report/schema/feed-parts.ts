// The report's schema, part by part: feeds.

import { FEED_CAUSES } from '../../model/record/feed-rows.js';
import { choice, count, type JsonSchema, nanos, object, text } from './json-schema.js';

const faults: JsonSchema = object('What it has done.', {
  required: {
    gaps: count('Gaps in numbers.'),
    silences: count('Silences.'),
    silentNanos: nanos('How long they were, in all.'),
  },
});

export const feedSchema: JsonSchema = object('Events of one source and symbol.', {
  required: {
    source: text(
      'The handler, or the function that receives events before a handler has them; __other__ for those without a row.',
    ),
    received: count('Events that came in.'),
    handled: count('Those of them that reached a tick.'),
    gaps: count('Places at which numbers that had followed each other left some out.'),
    missing: count('Numbers that were left out.'),
    silences: count('Times without an event that were far longer than usual.'),
    silentNanos: nanos('How long they were, in all.'),
    longestSilenceNanos: nanos('The longest.'),
    reconnects: count('How often another socket to the same place took over.'),
    cause: choice('Who it mostly was; unknown too where there was nothing.', FEED_CAUSES),
    byCause: object('Gaps and silences by who it was.', {
      required: Object.fromEntries(FEED_CAUSES.map((cause) => [cause, faults])),
    }),
    lastEventAt: text('When the last event came in, in ISO 8601.'),
  },
  optional: {
    symbol: text('The symbol of its events.'),
    connection: text('Where its events come from, as host:port.'),
    usualIntervalNanos: nanos('From event to event, the middle one.'),
    ageP50Nanos: nanos(
      "Our clock less the exchange's when an event came in, less the smallest such difference: half are up to this.",
    ),
    ageP95Nanos: nanos('95 % are up to this.'),
  },
});
