// The conditions of the alerts that a process can decide itself: one table, whose limits stand in `limits.ts` and `model/targets.ts`.

import type { AlertId } from '../../model/alerts.js';
import { formatBytes, formatCount, formatDuration, formatShare, withoutZeros } from '../../model/format-units.js';
import type { FeedName } from '../../model/record/feed-rows.js';
import {
  CACHE_TARGET_SHARE,
  MEMORY_STABILITY_NANOS,
  MEMORY_STABILITY_SHARE,
  MEMORY_OVER_BYTES,
  QUERY_TARGET_NANOS,
  TICK_TARGET_NANOS,
  TICK_TARGET_SHARE,
} from '../../model/targets.js';
import type { Bytes, Nanoseconds, Share } from '../../model/units.js';
import type { Condition, MeasuredNow, Verdict } from './alert.js';
import type { Change } from './history.js';
import {
  type BurnLimits,
  BURNS,
  FEED_ENDED_NANOS,
  LOST_NANOS,
  MEMORY_HIGH_NANOS,
  ORDER_NANOS,
  ORDER_WINDOW,
  POOL_WAIT_NANOS,
  POOL_WINDOW,
  QUERY_WINDOW,
  STALL_SETTLES_NANOS,
  STALLED_NANOS,
  STALLED_SHARE,
  type WindowLimits,
} from './limits.js';
import { overload } from './overload.js';
import {
  ACKNOWLEDGED,
  ACKNOWLEDGED_TIME,
  DECISION_TIME,
  DECISIONS,
  ENDED,
  LOST,
  POOL_WAIT_TIME,
  POOL_WAITS,
  QUERIES,
  QUERY_TIME,
  SENDING_TIME,
  SENDINGS,
  STALLED_TIME,
  UNDER_TARGET,
} from './sums.js';

const duration = (nanos: number): string => withoutZeros(formatDuration(nanos as Nanoseconds));
const share = (of: number): string => withoutZeros(formatShare(of as Share));
const bytes = (count: number): string => withoutZeros(formatBytes(count as Bytes));

export const CONDITIONS: Readonly<Partial<Record<AlertId, Condition>>> = {
  overloaded: {
    title: 'The program cannot keep up',
    severity: 'page',
    judge: ({ history }) => overload(history),
  },

  'budget-burn': {
    title: 'Too many ticks over 1 ms',
    severity: 'page',
    judge({ history }) {
      const verdicts = BURNS.flatMap((limits) => burn(limits, (window) => history.window(window, ENDED)) ?? []);
      return verdicts.find(({ fires }) => fires) ?? verdicts[0];
    },
  },

  'loop-stall': {
    title: 'The event loop is held',
    severity: 'page',
    judge({ history, leaders }) {
      const window = history.sinceSettled(STALLED_NANOS, STALL_SETTLES_NANOS);
      const nanos = window.of(STALLED_TIME);
      return {
        fires: nanos >= STALLED_SHARE * STALLED_NANOS,
        text: () => `held for ${duration(nanos)} of the last ${duration(window.nanos)}${by(leaders().stalled)}`,
      };
    },
  },

  'feed-silent': {
    title: 'A feed is silent',
    severity: 'page',
    judge: (measured) => silence(measured),
  },

  'orders-late': {
    title: 'Orders are late',
    severity: 'page',
    judge({ history }) {
      const window = history.window(ORDER_WINDOW, ACKNOWLEDGED);
      if (window === undefined) return undefined;
      const decided = meanOf(window, DECISIONS, DECISION_TIME);
      const sent = meanOf(window, SENDINGS, SENDING_TIME);
      const acknowledged = meanOf(window, ACKNOWLEDGED, ACKNOWLEDGED_TIME);
      const nanos = decided + sent + acknowledged;
      return {
        fires: nanos >= ORDER_NANOS,
        text: () =>
          `${duration(nanos)} from tick to answer, the mean of ${counted(window, ACKNOWLEDGED, 'order')}: ` +
          `${duration(decided)} to decide, ${duration(sent)} to send, ${duration(acknowledged)} at the venue`,
      };
    },
  },

  'database-slow': {
    title: 'The database is slow',
    severity: 'page',
    judge({ history, leaders }) {
      const window = history.window(QUERY_WINDOW, QUERIES);
      if (window === undefined) return undefined;
      const nanos = meanOf(window, QUERIES, QUERY_TIME);
      return {
        fires: nanos >= QUERY_TARGET_NANOS,
        text: () => {
          const { query } = leaders();
          const most = query === undefined ? '' : `; most of the time goes to ${query}`;
          return `queries take ${duration(nanos)} on average, ${counted(window, QUERIES, 'query', 'queries')}${most}`;
        },
      };
    },
  },

  'pool-exhausted': {
    title: 'The connection pool is exhausted',
    severity: 'page',
    judge({ history }) {
      const window = history.window(POOL_WINDOW, POOL_WAITS);
      if (window === undefined) return undefined;
      const nanos = meanOf(window, POOL_WAITS, POOL_WAIT_TIME);
      return {
        fires: nanos >= POOL_WAIT_NANOS,
        text: () => `a connection takes ${duration(nanos)} to get, the mean of ${counted(window, POOL_WAITS, 'wait')}`,
      };
    },
  },

  'cache-ratio': {
    title: 'A cache misses too often',
    severity: 'ticket',
    judge({ caches }) {
      if (!caches.isJudged) return undefined;
      const { lowest } = caches;
      if (lowest === undefined) {
        return { fires: false, text: () => `every cache hits more than ${share(CACHE_TARGET_SHARE)}` };
      }
      const { name, ratio, lookups } = lowest;
      return { fires: true, text: () => `${name} hits ${share(ratio)} of ${formatCount(lookups)} look-ups` };
    },
  },

  'memory-high': {
    title: 'Memory is over its limit',
    severity: 'ticket',
    judge({ history }) {
      const rss = history.leastRss(MEMORY_HIGH_NANOS);
      if (rss === 0) return undefined;
      return {
        fires: rss >= MEMORY_OVER_BYTES,
        text: () => `RSS is ${bytes(rss)} or more for ${duration(MEMORY_HIGH_NANOS)}`,
      };
    },
  },

  'memory-growth': {
    title: 'Memory grows',
    severity: 'ticket',
    judge({ growth, history }) {
      const grown = growth.share(history.atNanos);
      if (grown === undefined) return undefined;
      return {
        fires: grown >= MEMORY_STABILITY_SHARE,
        text: () => `RSS grew by ${share(Math.max(0, grown))} of its median in ${duration(MEMORY_STABILITY_NANOS)}`,
      };
    },
  },

  'telemetry-lost': {
    title: 'What was measured is lost',
    severity: 'ticket',
    judge({ history }) {
      const window = history.since(LOST_NANOS);
      const before = history.beforeFirst(LOST, LOST_NANOS);
      const lost = window.of(LOST) + before;
      return {
        fires: lost > 0,
        text: () =>
          `${formatCount(lost)} spans, collections or segments ${before > 0 ? 'since the start' : `in the last ${duration(window.nanos)}`}`,
      };
    },
  },
};

/** What the sum of fractions of a limit may be off. */
const ROUNDING = 1e-9;

function burn(
  { rate, long, short }: BurnLimits,
  windowOf: (limits: WindowLimits) => Change | undefined,
): Verdict | undefined {
  const ofLong = windowOf(long);
  const ofShort = windowOf(short);
  if (ofLong === undefined || ofShort === undefined) return undefined;
  const over = (change: Change): number => 1 - change.of(UNDER_TARGET) / change.of(ENDED);
  const limit = rate * (1 - TICK_TARGET_SHARE) - ROUNDING;
  return {
    fires: over(ofLong) >= limit && over(ofShort) >= limit,
    text: () =>
      `${share(over(ofLong))} of ${counted(ofLong, ENDED, 'tick')} took ${duration(TICK_TARGET_NANOS)} or longer, ` +
      `${share(over(ofShort))} in the last ${duration(ofShort.nanos)}`,
  };
}

/** Not a feed that has ended, nor one from which nothing could come because the event loop was held. */
function silence({ history, silentFeeds }: MeasuredNow): Verdict {
  const silent = silentFeeds().filter(({ nanos }) => {
    return nanos < FEED_ENDED_NANOS && history.since(nanos).of(STALLED_TIME) < nanos / 2;
  });
  const [longest] = silent.toSorted((left, right) => right.nanos - left.nanos);
  if (longest === undefined) return { fires: false, text: () => 'every feed has events again' };
  const others = silent.length - 1;
  return {
    fires: true,
    text: () =>
      `nothing from ${feedText(longest.name)} for ${duration(longest.nanos)}${others === 0 ? '' : `, and ${formatCount(others)} more`}`,
  };
}

function feedText({ source, symbol, connection }: FeedName): string {
  return `${source}${symbol === undefined ? '' : ` ${symbol}`}${connection === undefined ? '' : ` at ${connection}`}`;
}

function meanOf(change: Change, counts: number, times: number): number {
  const count = change.of(counts);
  return count === 0 ? 0 : change.of(times) / count;
}

function counted(change: Change, counts: number, one: string, many = `${one}s`): string {
  const count = change.of(counts);
  return `${formatCount(count)} ${count === 1 ? one : many} in ${duration(change.nanos)}`;
}

function by(owner: string | undefined): string {
  return owner === undefined ? '' : `, most of it by ${owner}`;
}
