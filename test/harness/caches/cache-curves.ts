// How right the curve of a cache is: keys in the manners in which programs ask, and a real cache of every advised size.

import { LRUCache } from 'lru-cache';
import { FollowedCache } from '../../../src/aggregate/reuse/followed-cache.js';
import { reportCacheSizes } from '../../../src/analysis/cache-sizes.js';
import { seededRandom } from '../../../src/analysis/statistics/seeded-random.js';
import { mix, scattered } from '../../../src/model/keyed-hash.js';
import { ReuseSums } from '../../../src/model/reuse/reuse-sums.js';
import { lookUp } from './heard-cache.js';

export interface Keys {
  readonly name: string;
  readonly lookUps: number;
  readonly keys: number;
  /** @param next from 0 to below 1 */
  readonly make: (next: () => number, keys: number, lookUps: number) => (lookUp: number) => number;
}

/** The more often a key is asked for, the lower is its number. */
function zipf(next: () => number, keys: number, exponent: number): () => number {
  const sums: number[] = [];
  let sum = 0;
  for (let rank = 1; rank <= keys; rank++) sums.push((sum += rank ** -exponent));
  return () => {
    const drawn = next() * sum;
    let low = 0;
    let high = keys - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] as number) < drawn) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

const zipfKeys = (exponent: number, keys: number): Keys => ({
  name: `a few are most (Zipf ${exponent})`,
  keys,
  lookUps: 300_000,
  make: (next) => zipf(next, keys, exponent),
});

export const KEYS: readonly Keys[] = [
  zipfKeys(0.9, 2_000),
  zipfKeys(0.9, 20_000),
  zipfKeys(0.9, 200_000),
  zipfKeys(1.2, 20_000),
  {
    name: 'with scans of others between',
    keys: 20_000,
    lookUps: 300_000,
    make: (next, keys) => {
      const usual = zipf(next, keys, 0.9);
      return (at) => (at % 30_000 < 6_000 ? keys + (at % 30_000) + 6_000 * Math.floor(at / 30_000) : usual());
    },
  },
  {
    name: 'that become others in time',
    keys: 20_000,
    lookUps: 300_000,
    make: (next, keys) => {
      const usual = zipf(next, keys, 0.9);
      return (at) => usual() + Math.floor(at / 20);
    },
  },
  ...[3_000, 40_000].map((keys): Keys => ({
    name: 'one after the other, again and again',
    keys,
    lookUps: 400_000,
    make: () => (at) => at % keys,
  })),
  ...[5_000, 50_000].map((keys): Keys => ({
    name: 'all equally often',
    keys,
    lookUps: 400_000,
    make: (next) => () => Math.floor(next() * keys),
  })),
];

export interface CurveTrial {
  readonly limit: number;
  /** Advised, and what it would find by the curve and does find. */
  readonly advised: { readonly entries: number; readonly said: number; readonly found: number } | undefined;
  /** Of the sizes around the limit: how far the curve is from a real cache, at most. */
  readonly worst: number;
}

/** @param cuts segments that the sums are taken by */
export function tryCurve({ make, keys, lookUps }: Keys, seed: number, cuts: number = 7): CurveTrial {
  const next = seededRandom(seed);
  const keyAt = make(next, keys, lookUps);
  const asked = Int32Array.from({ length: lookUps }, (_, at) => keyAt(at));
  const start = Math.floor(next() * 2 ** 31);
  const limit = Math.max(2, Math.round(keys * (0.02 + 0.1 * next())));
  const cache = new LRUCache<number | string, number>({ max: limit });
  const followed = new FollowedCache();
  const whole = new ReuseSums();
  let part = new ReuseSums();
  let hits = 0;
  for (const [at, key] of asked.entries()) {
    const hash = scattered(mix(start, key));
    const isHit = lookUp(cache, key);
    if (isHit) hits++;
    followed.lookedUp(hash, isHit, part);
    if (!isHit) followed.putIn(hash);
    if (at % Math.ceil(lookUps / cuts) !== 0 && at !== lookUps - 1) continue;
    whole.merge(part.toRow() as NonNullable<ReturnType<ReuseSums['toRow']>>);
    part = new ReuseSums();
  }
  const reuse = whole.toRow();
  const sizes = reportCacheSizes({
    source: 'lru-cache',
    name: 'LRUCache',
    hits,
    misses: lookUps - hits,
    unknown: 0,
    sets: lookUps - hits,
    evictions: 0,
    limit,
    ...(reuse !== undefined && { reuse }),
  });
  if (sizes === undefined) return { limit, advised: undefined, worst: NaN };
  const real = (entries: number): number => foundBy(asked, entries);
  const { curve, forTarget } = sizes;
  return {
    limit,
    worst: Math.max(...curve.map(({ entries, hitShare }) => Math.abs(real(entries) - hitShare))),
    advised: forTarget && { entries: forTarget.entries, said: forTarget.hitShare, found: real(forTarget.entries) },
  };
}

function foundBy(asked: Int32Array, entries: number): number {
  const cache = new LRUCache<number | string, number>({ max: entries });
  let hits = 0;
  for (const key of asked) if (lookUp(cache, key)) hits++;
  return hits / asked.length;
}

/** Of an advised size. */
export const MOST_CURVE_ERROR = 0.02;

/** @param seeds of each manner @returns the table, and what is not as the page promises */
export function curveTables(seeds: number): { readonly text: string; readonly outside: readonly string[] } {
  const outside: string[] = [];
  const rows = KEYS.map((keys) => {
    const trials = Array.from({ length: seeds }, (_, place) => tryCurve(keys, place + 1));
    const advised = trials.flatMap((trial) => trial.advised ?? []);
    const errors = advised.map(({ said, found }) => Math.abs(said - found));
    const most = Math.max(0, ...errors);
    if (most > MOST_CURVE_ERROR) outside.push(`curve of ${keys.name}, ${keys.keys} keys: ${most.toFixed(3)}`);
    const around = Math.max(...trials.map(({ worst }) => worst).filter((worst) => !Number.isNaN(worst)));
    return `| ${keys.name} | ${keys.keys.toLocaleString('en')} | ${advised.length} of ${seeds} | ${most.toFixed(3)} | ${around.toFixed(3)} |`;
  });
  return {
    text: [
      '| keys | how many | sizes advised | error at the advised size, largest | at 1/4 to 8 times the limit, largest |',
      '|---|---:|---:|---:|---:|',
      ...rows,
    ].join('\n'),
    outside,
  };
}
