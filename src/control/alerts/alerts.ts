// Judges the alerts of a process, and hands on what a person has to know.

import type { SilentFeed } from '../../aggregate/feed/feed-health.js';
import { ALERT_IDS, type AlertId } from '../../model/alerts.js';
import type { CacheTotals } from '../../model/cache-counters.js';
import { debug } from '../../stderr.js';
import type { Condition, MeasuredNow } from './alert.js';
import { AlertState, type Transition } from './alert-state.js';
import { CacheWindows } from './cache-windows.js';
import { CONDITIONS } from './conditions.js';
import { History } from './history.js';
import { RecentRssGrowth } from './recent-rss-growth.js';
import { type Leaders, RSS, type SumsRow } from './sums.js';

/** Where the numbers come from. Sums are those since any one moment. */
export interface AlertSource {
  sums(): SumsRow;
  leaders(): Leaders;
  caches(): Iterable<CacheTotals>;
  silentFeeds(): readonly SilentFeed[];
}

export type OnTransition = (id: AlertId, condition: Condition, transition: Transition) => void;

interface Judged {
  readonly id: AlertId;
  readonly condition: Condition;
  readonly state: AlertState;
}

export class Alerts {
  readonly #source: AlertSource;
  readonly #onTransition: OnTransition;
  readonly #judged: readonly Judged[];
  readonly #history = new History();
  readonly #caches = new CacheWindows();
  readonly #growth = new RecentRssGrowth();
  readonly #measured: MeasuredNow;

  /** @param without alerts that are not wanted */
  constructor(source: AlertSource, without: ReadonlySet<AlertId>, onTransition: OnTransition) {
    this.#source = source;
    this.#onTransition = onTransition;
    this.#judged = ALERT_IDS.flatMap((id) => {
      const condition = without.has(id) ? undefined : CONDITIONS[id];
      return condition === undefined ? [] : { id, condition, state: new AlertState() };
    });
    this.#measured = {
      history: this.#history,
      caches: this.#caches,
      growth: this.#growth,
      leaders: () => source.leaders(),
      silentFeeds: () => source.silentFeeds(),
    };
  }

  /** Called twice a second, when the event log has been read, from the end of the warm-up on. */
  evaluate(atNanos: number): void {
    const row = this.#source.sums();
    this.#history.add(atNanos, row);
    this.#growth.add(atNanos, row[RSS] as number);
    this.#caches.add(this.#source.caches());
    for (const { id, condition, state } of this.#judged) {
      try {
        const transition = state.next(condition.judge(this.#measured), atNanos);
        if (transition !== undefined) this.#onTransition(id, condition, transition);
      } catch (error) {
        // One that cannot be judged does not silence the others.
        debug(`the alert ${id} could not be judged`, error);
      }
    }
  }
}
