// Counts the look-ups of caches, from when they are seen until a segment takes them.

import { OTHER } from './operation.js';
import type { CacheRow, CacheSource } from './record/outside-rows.js';
import { ReuseLog } from './reuse/reuse-log.js';
import { ReuseSums } from './reuse/reuse-sums.js';

/** Caches with a row of their own. */
const MOST_CACHES = 64;

/** Of all caches with one name and place. */
export class CacheCounter {
  hits = 0;
  misses = 0;
  unknown = 0;
  sets = 0;
  evictions = 0;
  mostEntries = -1;
  limit = -1;
  /** Of the look-ups by key, since a segment took the others. */
  taken: ReuseSums = new ReuseSums();
}

/** Look-ups of one cache since the process began. */
export interface CacheTotals {
  /** Of this cache alone. */
  readonly key: string;
  readonly source: CacheSource;
  readonly name: string;
  readonly location: string | undefined;
  readonly hits: number;
  readonly misses: number;
}

interface NamedCounter {
  readonly source: CacheSource;
  readonly name: string;
  readonly location: string | undefined;
  readonly counter: CacheCounter;
  /** What was taken of it. */
  hitsBefore: number;
  missesBefore: number;
}

export class CacheCounters {
  readonly reuse: ReuseLog = new ReuseLog();
  readonly #counters = new Map<string, NamedCounter>();
  /** What was counted until the warm-up ended in the program; the log tells of that end later, when it is read. */
  #ofWarmup: CacheRow[] | undefined;

  /** @returns the counter of a cache; of those beyond the limit, that which they share */
  counterOf(source: CacheSource, name: string, location: string | undefined): CacheCounter {
    const key = `${source}\u0000${name}\u0000${location ?? ''}`;
    const known = this.#counters.get(key);
    if (known !== undefined) return known.counter;
    if (this.#counters.size >= MOST_CACHES && name !== OTHER) return this.counterOf(source, OTHER, undefined);
    const counter = new CacheCounter();
    this.#counters.set(key, { source, name, location, counter, hitsBefore: 0, missesBefore: 0 });
    return counter;
  }

  /** Look-ups since the process began, of each cache that had some. */
  totals(): CacheTotals[] {
    return [...this.#counters].flatMap(([key, { source, name, location, counter, hitsBefore, missesBefore }]) => {
      const hits = hitsBefore + counter.hits;
      const misses = missesBefore + counter.misses;
      return hits + misses === 0 ? [] : { key, source, name, location, hits, misses };
    });
  }

  /** The program's warm-up is over: what is counted from now on belongs behind it. */
  endWarmup(): void {
    this.#ofWarmup = this.#takeAll();
  }

  /** @returns what was counted since the last call of this, of those that were used: in the warm-up only what belongs there */
  take(isWarmup: boolean): CacheRow[] {
    const before = this.#ofWarmup;
    if (before === undefined) return this.#takeAll();
    this.#ofWarmup = isWarmup ? [] : undefined;
    return isWarmup ? before : [...before, ...this.#takeAll()];
  }

  #takeAll(): CacheRow[] {
    this.reuse.read();
    const rows: CacheRow[] = [];
    for (const named of this.#counters.values()) {
      const { source, name, location, counter } = named;
      const { hits, misses, unknown, sets, evictions, mostEntries, limit } = counter;
      if (hits + misses + unknown + sets + evictions === 0) continue;
      const reuse = counter.taken.toRow();
      rows.push({
        source,
        name,
        ...(location !== undefined && { location }),
        hits,
        misses,
        unknown,
        sets,
        evictions,
        ...(mostEntries >= 0 && { mostEntries }),
        ...(limit >= 0 && { limit }),
        ...(reuse !== undefined && { reuse }),
      });
      named.hitsBefore += hits;
      named.missesBefore += misses;
      counter.hits = counter.misses = counter.unknown = counter.sets = counter.evictions = 0;
      counter.mostEntries = -1;
      counter.taken = new ReuseSums();
    }
    return rows;
  }
}
