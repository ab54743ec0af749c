// Caches as the report has them.

import type { CacheRow } from '../model/record/outside-rows.js';
import type { ReportCache } from '../model/report/outside-report.js';
import type { Share } from '../model/units.js';
import { reportCacheSizes } from './cache-sizes.js';

/** Of the look-ups whose outcome is known. */
export function hitShareOf({ hits, misses }: CacheRow): Share {
  return (hits / (hits + misses)) as Share;
}

/** `LRUCache (bot.js:7)` */
export function cacheText({ name, location }: Pick<CacheRow, 'name' | 'location'>): string {
  return location === undefined ? name : `${name} (${location})`;
}

/** Those with most look-ups first. */
export function reportCaches(rows: readonly CacheRow[]): ReportCache[] {
  return rows
    .map((row) => ({ ...row, sizes: reportCacheSizes(row) }))
    .map(
      ({ source, name, location, hits, misses, unknown, sets, evictions, mostEntries, limit, sizes }): ReportCache => ({
        source,
        name,
        ...(location !== undefined && { location }),
        hits,
        misses,
        unknown,
        ...(hits + misses > 0 && { hitShare: (hits / (hits + misses)) as Share }),
        sets,
        evictions,
        ...(mostEntries !== undefined && { mostEntries }),
        ...(limit !== undefined && { limit }),
        ...(sizes !== undefined && { sizes }),
      }),
    )
    .toSorted((left, right) => lookUps(right) - lookUps(left) || (cacheText(left) < cacheText(right) ? -1 : 1));
}

function lookUps({ hits, misses, unknown }: ReportCache): number {
  return hits + misses + unknown;
}
