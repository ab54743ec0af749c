// The report's schema, part by part: caches, and calls to the outside.

import { CACHE_SOURCES } from '../../model/record/outside-rows.js';
import { choice, count, type JsonSchema, list, nanos, object, share, text } from './json-schema.js';

const cacheSize = object('A number of entries.', {
  required: { entries: count('At most so many.'), hitShare: share('Of the look-ups, that would have been found.') },
});

export const cacheSchema: JsonSchema = object('All caches of one name and place.', {
  required: {
    source: choice('Where its look-ups were counted.', CACHE_SOURCES),
    name: text('The class of the cache, or the configured function.'),
    hits: count('Look-ups that found what they looked for.'),
    misses: count('Look-ups that did not.'),
    unknown: count('Look-ups whose outcome nobody saw: they threw, or answered with a promise of somebody else.'),
    sets: count('Entries that were put in, where the cache tells.'),
    evictions: count('Entries that were seen to go to make room, or because they were too old.'),
  },
  optional: {
    location: text('Where in the code of the program, as file:line: of its first use, or of the function.'),
    hitShare: share('Of the look-ups whose outcome is known; absent without any.'),
    mostEntries: count('The most entries that one of them was seen with.'),
    limit: count('The largest number of entries that one of them may have.'),
    sizes: object(
      'What it would have found with another limit, least recently used out first. Absent where it is not known, or where that is not what was counted.',
      {
        required: {
          curve: list('The limit that it has, and others around it, in order.', cacheSize),
          most: share('With room for everything.'),
        },
        optional: { forTarget: cacheSize },
      },
    ),
  },
});

export const externalSchema: JsonSchema = object('Calls to the outside with one name.', {
  required: {
    name: text('Method, server and path without its values; of messages on WebSockets, send and the server.'),
    count: count('Calls that ended.'),
    failed: count('Those that failed: by an error, given up, or by a status of 400 or more.'),
    limited: count('Answers with status 429.'),
    totalNanos: nanos('Their sum.'),
    p50Nanos: nanos('Median duration.'),
    p95Nanos: nanos('95th percentile.'),
    p99Nanos: nanos('99th percentile.'),
    outcomes: list(
      'How they came out.',
      object('One way.', {
        required: { outcome: text('A status of HTTP, or the type of an error.'), count: count('Calls.') },
      }),
    ),
  },
  optional: {
    venue: text('The exchange, broker or source of data, where its host is known.'),
    meanSentNanos: nanos('Until the request had been sent, mean: waiting for a connection, making one, sending.'),
    meanFirstByteNanos: nanos('Until the head of the response, mean; the rest is its body.'),
    newConnections: count('Calls for which a connection was made.'),
    reusedConnections: count('Calls that found a connection.'),
    meanConnectingNanos: nanos('Making a connection, mean of those that were made.'),
    meanLookupNanos: nanos('The part of it in which the name was looked up, mean of those for which it was.'),
    meanConnectNanos: nanos('The part of it that TCP took, mean of those for which Node.js tells it.'),
    meanHandshakeNanos: nanos('The part of it that TLS took, mean of those for which Node.js tells it.'),
    repeats: count('Calls that were made again in the same tick after they had failed.'),
  },
});
