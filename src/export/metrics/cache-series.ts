// Which series the look-ups of caches become. Both results of a cache that was asked: without a hit the ratio is 0, and not unknown.

import type { CacheTotals } from '../../model/cache-counters.js';
import { ATTR_CACHE_NAME, ATTR_CACHE_RESULT, METRIC_CACHE_LOOKUPS } from '../../model/semconv/cache-conventions.js';
import type { Series } from './one-series.js';

export function cacheSeries(caches: readonly CacheTotals[]): Series[] {
  return caches.flatMap(({ name, location, hits, misses }) => {
    const cache = location === undefined ? name : `${name} (${location})`;
    const series = (result: string, value: number): Series => ({
      metric: METRIC_CACHE_LOOKUPS,
      attributes: { [ATTR_CACHE_NAME]: cache, [ATTR_CACHE_RESULT]: result },
      value,
    });
    return [series('hit', hits), series('miss', misses)];
  });
}
