// Finds caches that seldom have what they are asked for.

import { cacheText } from '../caches.js';
import { formatCount, formatShare } from '../../model/format-units.js';
import type { ReportCache, ReportCacheSizes } from '../../model/report/outside-report.js';
import { CACHE_TARGET_SHARE } from '../../model/targets.js';
import type { Detector } from './detector.js';

/** Of fewer nothing is said. */
const LEAST_LOOKUPS = 1_000;
/** Of the misses: so many entries that were put in had to go. */
const MANY_EVICTED = 0.5;

export const cacheMisses: Detector = {
  id: 'cache-misses',
  title: 'A cache seldom has what it is asked for',
  titleOfNone: 'Every cache that was asked often has four of five things that it is asked for',
  needsAllTicks: true,

  detect({ caches }) {
    return caches.flatMap((cache) => {
      const { hits, misses, hitShare, location } = cache;
      if (hitShare === undefined || hits + misses < LEAST_LOOKUPS || hasEnough(cache)) return [];
      return [
        {
          ...(location !== undefined && { location }),
          evidence: {
            cache: cacheText(cache),
            hits: formatShare(hitShare),
            'look-ups': formatCount(hits + misses),
            ...(cache.source === 'lru-cache' && { evictions: formatCount(cache.evictions) }),
            ...(cache.limit !== undefined && { 'entries at most': formatCount(cache.limit) }),
            ...(cache.sizes !== undefined && { 'found with other limits': curveText(cache.sizes) }),
          },
          advice: adviceFor(cache),
        },
      ];
    });
  },
};

/** The first look-up of each key misses: one for each entry that it has is how a cache fills. */
function hasEnough({ hits, misses, mostEntries = 0 }: ReportCache): boolean {
  return hits >= CACHE_TARGET_SHARE * (hits + Math.max(0, misses - mostEntries));
}

function curveText({ curve, most }: ReportCacheSizes): string {
  const points = curve.map(({ entries, hitShare }) => `${formatCount(entries)}: ${formatShare(hitShare)}`);
  return [...points, `any: ${formatShare(most)}`].join(', ');
}

function adviceFor({ source, misses, evictions, mostEntries, limit, sizes }: ReportCache): string {
  const isFull = limit !== undefined && mostEntries !== undefined && mostEntries >= limit;
  if (source === 'lru-cache' && evictions >= MANY_EVICTED * misses) {
    if (!isFull) return 'Entries go before they are asked for again, and it is not full: a longer ttl keeps them.';
    return sizes === undefined
      ? 'It is full, and entries go before they are asked for again: give it a larger max, or keep less per key. Where that does not help, its key may hold something that every call has anew, such as a time.'
      : adviceOfSizes(sizes);
  }
  return 'It has room, and is asked for what was never put in: look at the key, which may hold something that every call has anew, such as a time or a price.';
}

function adviceOfSizes({ forTarget, most }: ReportCacheSizes): string {
  if (forTarget === undefined)
    return `It is full, but with room for everything ${formatShare(most)} would be found: a larger max does not help. Look at the key, which may hold something that every call has anew, such as a time or a price.`;
  return `It is full, and entries go before they are asked for again: with max: ${formatCount(forTarget.entries)} it would have found ${formatShare(forTarget.hitShare)}. Or keep less per key.`;
}
