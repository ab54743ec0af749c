// The report's schema, part by part: orders.

import { ORDER_ACTIONS } from '../../model/orders.js';
import { choice, count, type JsonSchema, nanos, object, text } from './json-schema.js';

const leg = (description: string): JsonSchema =>
  object(description, {
    required: {
      count: count('Orders in which it was seen.'),
      p50Nanos: nanos('Median.'),
      p95Nanos: nanos('95th percentile.'),
      p99Nanos: nanos('99th percentile.'),
    },
  });

export const orderSchema: JsonSchema = object('Orders of one venue and symbol that ask for the same.', {
  required: {
    action: choice('What was asked for.', ORDER_ACTIONS),
    count: count('Orders that began. A call that calls others of its kind is one.'),
    failed: count('Those that failed: by an error, or by a status of 400 or more.'),
    open: count('Those that had not ended when the report ends.'),
  },
  optional: {
    venue: text('The exchange or broker; its server where that is not known; __other__ for those without a row.'),
    symbol: text('As the program writes it: of the order, or of its tick.'),
    decisionNanos: leg('From the begin of the tick until the order began. Orders outside ticks have none.'),
    sentNanos: leg('From there until its first request had gone out that is no mere reading.'),
    acknowledgedNanos: leg(
      'From there, or from the begin where nothing was seen to go out, until its end. Of orders that did not fail.',
    ),
  },
});
