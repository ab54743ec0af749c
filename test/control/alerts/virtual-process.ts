// A process on a virtual clock whose sums rise by what a test says, looked at twice a second as in a real one.

import type { SilentFeed } from '../../../src/aggregate/feed/feed-health.js';
import { Alerts } from '../../../src/control/alerts/alerts.js';
import * as sums from '../../../src/control/alerts/sums.js';
import type { AlertId } from '../../../src/model/alerts.js';
import type { CacheTotals } from '../../../src/model/cache-counters.js';
import { MEGABYTE, MILLISECOND, SECOND } from '../../../src/model/units.js';

const LOOK_NANOS = SECOND / 2;

/** What happens in each second. */
export interface Load {
  readonly ticks?: number;
  /** Ticks that have not ended. */
  readonly open?: number;
  readonly slowShare?: number;
  readonly stalledMillis?: number;
  readonly queries?: number;
  readonly queryMillis?: number;
  readonly poolWaits?: number;
  readonly poolWaitMillis?: number;
  readonly orders?: number;
  readonly orderMillis?: number;
  readonly lookups?: number;
  readonly hitShare?: number;
  readonly rssMegabytes?: number;
  readonly lost?: number;
  readonly busyShare?: number;
  /** Mean wait of events before their ticks. */
  readonly waitMillis?: number;
  readonly silent?: readonly SilentFeed[];
}

export const HEALTHY: Load = {
  ...{ ticks: 100, slowShare: 0.02, stalledMillis: 0, queries: 50, queryMillis: 2, poolWaits: 50, poolWaitMillis: 0.1 },
  ...{ orders: 1, orderMillis: 80, lookups: 1_000, hitShare: 0.95, rssMegabytes: 80, busyShare: 0.2, waitMillis: 0.2 },
};

export interface Told {
  readonly id: AlertId;
  readonly state: 'firing' | 'resolved';
  /** Seconds since the process began. */
  readonly at: number;
  readonly text: string;
  readonly unsaid: number;
}

export class VirtualProcess {
  readonly told: Told[] = [];
  readonly #row = new Float64Array(64);
  readonly #alerts: Alerts;
  #hits = 0;
  #misses = 0;
  #atNanos = 0;
  #silent: readonly SilentFeed[] = [];

  constructor(without: readonly AlertId[] = []) {
    const caches = (): CacheTotals[] => [
      {
        key: 'c',
        source: 'configured',
        name: 'PriceCache.get',
        location: undefined,
        hits: this.#hits,
        misses: this.#misses,
      },
    ];
    const source = {
      sums: () => this.#row.slice(),
      leaders: () => ({ stalled: 'timer rebalance', query: 'SELECT * FROM positions' }),
      caches,
      silentFeeds: () => this.#silent,
    };
    this.#alerts = new Alerts(source, new Set(without), (id, _condition, { state, text, unsaid }) => {
      this.told.push({ id, state, at: this.#atNanos / SECOND, text, unsaid });
    });
  }

  /** @param load of each second, given which of these seconds it is */
  run(seconds: number, load: Load | ((second: number) => Load)): this {
    for (let look = 0; look < 2 * seconds; look++) {
      const now = typeof load === 'function' ? load(Math.floor(look / 2)) : load;
      this.#atNanos += LOOK_NANOS;
      this.#happen(now, look);
      this.#alerts.evaluate(this.#atNanos);
    }
    return this;
  }

  /** Of one alert, as `firing 12.5`. */
  of(id: AlertId): string[] {
    return this.told.filter((told) => told.id === id).map(({ state, at }) => `${state} ${at}`);
  }

  #happen(load: Load, look: number): void {
    // Half a second's part, whole: what is odd comes with the first half.
    const half = (count = 0): number => Math.floor((count + 1 - (look % 2)) / 2);
    const ticks = half(load.ticks);
    const ended = ticks - half(load.open);
    const [queries, waits, orders, lookups] = [load.queries, load.poolWaits, load.orders, load.lookups].map(half);
    this.#add(sums.STARTED, ticks);
    this.#add(sums.ENDED, ended);
    this.#add(sums.UNDER_TARGET, ended - Math.round(ended * (load.slowShare ?? 0)));
    this.#add(sums.STALLED_TIME, ((load.stalledMillis ?? 0) / 2) * MILLISECOND);
    this.#addMean(sums.QUERIES, sums.QUERY_TIME, queries, load.queryMillis);
    this.#addMean(sums.POOL_WAITS, sums.POOL_WAIT_TIME, waits, load.poolWaitMillis);
    this.#addMean(sums.DECISIONS, sums.DECISION_TIME, orders, 0);
    this.#addMean(sums.SENDINGS, sums.SENDING_TIME, orders, 0);
    this.#addMean(sums.ACKNOWLEDGED, sums.ACKNOWLEDGED_TIME, orders, load.orderMillis);
    this.#addMean(sums.BOUND, sums.BOUND_TIME, ticks, load.waitMillis);
    this.#add(sums.LOST, half(load.lost));
    const busy = (load.busyShare ?? 0) * LOOK_NANOS;
    this.#add(sums.LOOP_ACTIVE_TIME, busy);
    this.#add(sums.LOOP_IDLE_TIME, LOOK_NANOS - busy);
    this.#row[sums.RSS] = (load.rssMegabytes ?? 0) * MEGABYTE;
    const hits = Math.round((lookups ?? 0) * (load.hitShare ?? 0));
    this.#hits += hits;
    this.#misses += (lookups ?? 0) - hits;
    this.#silent = load.silent ?? [];
  }

  #add(place: number, amount: number): void {
    this.#row[place]! += amount;
  }

  #addMean(counts: number, times: number, count = 0, millis = 0): void {
    this.#add(counts, count);
    this.#add(times, count * millis * MILLISECOND);
  }
}
