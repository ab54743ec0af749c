// How many connections the program's pools have, and how many they would need so that nobody waits; within bounds.

import type { PoolSample } from './record/runtime-rows.js';

/** A program has a few. Of one that makes a pool for each request, the others are not counted. */
const POOLS = 16;

/** A pool at one moment. */
export interface PoolState {
  /** `host:port/database`; absent where it has no connection. */
  readonly name: string | undefined;
  /** Connections that it may have. */
  readonly max: number;
  readonly open: number;
  readonly idle: number;
  /** Who waits for one. */
  readonly waiting: number;
}

interface CountedPool {
  /** The program's: held weakly. */
  readonly pool: WeakRef<object>;
  readonly read: (pool: object) => PoolState;
  /** Once known: without connections nothing says it. */
  name: string | undefined;
  neededMost: number;
}

export class PoolCounters {
  readonly #byPool = new WeakMap<object, CountedPool>();
  #counted: CountedPool[] = [];

  /**
   * Called before a pool is asked for a connection. Never throws.
   *
   * @param isPool is asked once of each
   * @param read is called with the pool; where it throws, the pool is counted no more
   */
  asked<Pool extends object>(
    candidate: object,
    isPool: (candidate: object) => candidate is Pool,
    read: (pool: Pool) => PoolState,
  ): void {
    const counted = this.#byPool.get(candidate) ?? this.#add(candidate, isPool, read);
    if (counted === undefined) return;
    const state = this.#read(counted, candidate);
    if (state === undefined) return;
    counted.name ??= state.name;
    counted.neededMost = Math.max(counted.neededMost, neededIn(state) + 1);
  }

  /** @returns the pools as they are now, and the most that was needed since the last time; those of one name as one */
  take(): readonly PoolSample[] {
    const samples = new Map<string, PoolSample>();
    for (const counted of this.#counted) {
      const pool = counted.pool.deref();
      const state = pool === undefined ? undefined : this.#read(counted, pool);
      if (state === undefined) continue;
      const { max, open, idle, waiting } = state;
      const { neededMost, name = state.name } = counted;
      counted.name = name;
      counted.neededMost = neededIn(state);
      if (name === undefined) continue;
      const same = samples.get(name);
      samples.set(name, {
        name,
        max: max + (same?.max ?? 0),
        open: open + (same?.open ?? 0),
        idle: idle + (same?.idle ?? 0),
        waiting: waiting + (same?.waiting ?? 0),
        neededMost: neededMost + (same?.neededMost ?? 0),
      });
    }
    return [...samples.values()];
  }

  #add<Pool extends object>(
    pool: object,
    isPool: (candidate: object) => candidate is Pool,
    read: (pool: Pool) => PoolState,
  ): CountedPool | undefined {
    if (this.#counted.length >= POOLS)
      this.#counted = this.#counted.filter(({ pool: ref }) => ref.deref() !== undefined);
    if (this.#counted.length >= POOLS || !isPool(pool)) return undefined;
    const counted: CountedPool = {
      pool: new WeakRef(pool),
      read: read as CountedPool['read'],
      name: undefined,
      neededMost: 0,
    };
    this.#counted.push(counted);
    this.#byPool.set(pool, counted);
    return counted;
  }

  #read(counted: CountedPool, pool: object): PoolState | undefined {
    try {
      return counted.read(pool);
    } catch {
      this.#counted = this.#counted.filter((each) => each !== counted);
      return undefined;
    }
  }
}

function neededIn({ open, idle, waiting }: PoolState): number {
  return open - idle + waiting;
}
