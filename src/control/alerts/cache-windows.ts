// The hit ratio of each cache, over so many look-ups that chance does not decide.

import type { CacheTotals } from '../../model/cache-counters.js';
import { CACHE_TARGET_SHARE } from '../../model/targets.js';
import type { Share } from '../../model/units.js';
import { CACHE_DEVIATIONS, CACHE_LEAST_LOOKUPS } from './limits.js';

export interface JudgedCache {
  readonly name: string;
  readonly ratio: Share;
  readonly lookups: number;
}

interface Window {
  hits: number;
  lookups: number;
  /** How the last complete window was. */
  low: JudgedCache | undefined;
  isJudged: boolean;
}

export class CacheWindows {
  readonly #windows = new Map<string, Window>();

  /** @param caches what was counted since the start, as often as it may have changed */
  add(caches: Iterable<CacheTotals>): void {
    for (const { key, name, hits, misses } of caches) {
      const lookups = hits + misses;
      const window = this.#windows.get(key);
      if (window === undefined) this.#windows.set(key, { hits, lookups, low: undefined, isJudged: false });
      else judge(window, name, hits, lookups);
    }
  }

  /** Whether any cache has had enough look-ups. */
  get isJudged(): boolean {
    return [...this.#windows.values()].some(({ isJudged }) => isJudged);
  }

  /** Of those whose ratio was below the target in their last window. */
  get lowest(): JudgedCache | undefined {
    const low = [...this.#windows.values()].flatMap((window) => window.low ?? []);
    return low.toSorted((left, right) => left.ratio - right.ratio)[0];
  }
}

/** A window goes on until it is clear on which side of the target it is, or is so large that it does not matter. */
function judge(window: Window, name: string, hits: number, lookups: number): void {
  const count = lookups - window.lookups;
  if (count < CACHE_LEAST_LOOKUPS) return;
  const ratio = ((hits - window.hits) / count) as Share;
  const reach = CACHE_DEVIATIONS * Math.sqrt((CACHE_TARGET_SHARE * (1 - CACHE_TARGET_SHARE)) / count);
  const isClear = Math.abs(ratio - CACHE_TARGET_SHARE) > reach;
  if (!isClear && count < 100 * CACHE_LEAST_LOOKUPS) return;
  window.low = isClear && ratio < CACHE_TARGET_SHARE ? { name, ratio, lookups: count } : undefined;
  window.isJudged = true;
  window.hits = hits;
  window.lookups = lookups;
}
