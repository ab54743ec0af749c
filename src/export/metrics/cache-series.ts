// Which series the look-ups of caches become. Both results of a cache that was asked: without a hit the ratio is 0, and not unknown.

import type { CacheTotals } from '../../model/cache-counters.js';
import {
  ATTR_CACHE_NAME,
  ATTR_CACHE_RESULT,
  CACHE_RESULTS,
  METRIC_CACHE_LOOKUPS,
} from '../../model/semconv/cache-conventions.js';
import type { Series } from './one-series.js';

/** Caches of one name that are seen in two ways share their series. */
export function cacheSeries(caches: readonly CacheTotals[]): Series[] {
  const byName = new Map<string, { hit: number; miss: number }>();
  for (const { name, location, hits, misses } of caches) {
    const cache = location === undefined ? name : `${name} (${location})`;
    const { hit, miss } = byName.get(cache) ?? { hit: 0, miss: 0 };
    byName.set(cache, { hit: hit + hits, miss: miss + misses });
  }
  return [...byName].flatMap(([cache, counts]) =>
    CACHE_RESULTS.map((result) => ({
      metric: METRIC_CACHE_LOOKUPS,
      attributes: { [ATTR_CACHE_NAME]: cache, [ATTR_CACHE_RESULT]: result },
      value: counts[result],
    })),
  );
}
