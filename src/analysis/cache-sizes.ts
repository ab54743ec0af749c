// What a cache would find with another number of entries, where that can be said.

import { OTHER } from '../model/operation.js';
import type { CacheRow } from '../model/record/outside-rows.js';
import type { CacheSizePoint, ReportCacheSizes } from '../model/report/outside-report.js';
import { CACHE_TARGET_SHARE } from '../model/targets.js';
import { HitRatioCurve } from './hit-ratio-curve.js';

/** Of fewer look-ups nothing is said. */
const LEAST_LOOKUPS = 1_000;
/** Of all look-ups. */
const MOST_MISSED = 0.01;
/** The curve has to give what was counted at the limit that the cache has. */
const MOST_ERROR = 0.02;
/** Around the limit, as shares of it. */
const AROUND_LIMIT = [0.25, 0.5, 1, 2, 4, 8];

/** @returns undefined where the curve is not that of the cache, or not known */
export function reportCacheSizes({ name, hits, misses, limit, reuse }: CacheRow): ReportCacheSizes | undefined {
  if (reuse === undefined || limit === undefined || name === OTHER || reuse.lookUps < LEAST_LOOKUPS) return undefined;
  if (reuse.missed > MOST_MISSED * (reuse.lookUps + reuse.missed)) return undefined;
  const curve = new HitRatioCurve(reuse);
  if (Math.abs(curve.shareAt(limit) - hits / (hits + misses)) > MOST_ERROR) return undefined;
  const sizes = new Set(AROUND_LIMIT.map((factor) => Math.max(1, Math.round(factor * limit))));
  const enough = curve.sizeFor(CACHE_TARGET_SHARE);
  const pointAt = (entries: number): CacheSizePoint => ({ entries, hitShare: curve.shareAt(entries) });
  return {
    curve: [...sizes].toSorted((left, right) => left - right).map(pointAt),
    most: curve.most,
    ...(enough !== undefined && { forTarget: pointAt(enough) }),
  };
}
