// The report's schema, part by part: ticks over time.

import { bytes, count, type JsonSchema, list, nanos, number, object } from './json-schema.js';

export const timelineSchema: JsonSchema = object(
  'A stretch of time. An old part of a record is known by the hour, so stretches differ in length.',
  {
    required: {
      fromUnixMillis: number('Its begin, in milliseconds since 1970.'),
      toUnixMillis: number('Its end, in milliseconds since 1970.'),
      ticks: count('Ticks that ended in it, warm-up included.'),
      failed: count('Those that failed.'),
      underTarget: count('Those under the target of P1.'),
      durations: object('Ticks by their durations, two buckets for each doubling; one of 0 ns is in none.', {
        required: {
          offset: number('The first bucket. Bucket i is over 2^(i/2) s, up to 2^((i+1)/2) s.'),
          values: list('How many ticks are in each bucket from there on.', count('Ticks.')),
        },
      }),
    },
    optional: {
      p50Nanos: nanos('Half of the ticks take up to this; absent where no tick ended.'),
      p95Nanos: nanos('95 % take up to this.'),
      maxNanos: nanos('The longest.'),
      rssBytes: bytes('Resident memory at its end, of all processes that have samples before and after it.'),
      heapUsedBytes: bytes('The same of the used heap.'),
    },
  },
);
