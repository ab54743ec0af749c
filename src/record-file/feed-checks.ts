// What the rows of feeds in a record file have to look like.

import type { FeedCause, FeedFaults, FeedRow } from '../model/record/feed-rows.js';
import { type Check, isAmount, isHistogram, isText, isUnixMillis, shape } from './checks.js';

const isFaults = shape<FeedFaults>({ gaps: isAmount, silences: isAmount, silentNanos: isAmount }, {});

const isByCause = shape<Readonly<Record<FeedCause, FeedFaults>>>(
  { feed: isFaults, network: isFaults, loop: isFaults, unknown: isFaults },
  {},
);

export const isFeedRow: Check<FeedRow> = shape<FeedRow>(
  {
    source: isText,
    received: isAmount,
    handled: isAmount,
    missing: isAmount,
    reconnects: isAmount,
    byCause: isByCause,
    longestSilenceNanos: isAmount,
    intervals: isHistogram(4),
    ages: isHistogram(4),
    lastUnixMillis: isUnixMillis,
  },
  { symbol: isText, connection: isText },
);
