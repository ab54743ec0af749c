// What an alert is, in the process.

import type { SilentFeed } from '../../aggregate/feed/feed-health.js';
import type { CacheWindows } from './cache-windows.js';
import type { History } from './history.js';
import type { RecentRssGrowth } from './recent-rss-growth.js';
import type { Leaders } from './sums.js';

/** `page`: a person is woken up. `ticket`: it can wait until the morning. */
export type Severity = 'page' | 'ticket';

/** Everything that a condition may look at. */
export interface MeasuredNow {
  readonly history: History;
  readonly caches: CacheWindows;
  readonly growth: RecentRssGrowth;
  /** Those that are silent now, whoever it is that they are. */
  silentFeeds(): readonly SilentFeed[];
  leaders(): Leaders;
}

export interface Verdict {
  readonly fires: boolean;
  /** @returns what was found, for a person who reads it on a telephone. Numbers take microseconds to write, and are asked for when somebody is told. */
  text(): string;
}

export interface Condition {
  readonly title: string;
  readonly severity: Severity;
  /** @returns `undefined` where too little is known to decide */
  judge(measured: MeasuredNow): Verdict | undefined;
}
