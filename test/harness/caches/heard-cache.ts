// A real lru-cache, heard on its channel as the preload hears it.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { LRUCache } from 'lru-cache';
import { followReuse } from '../../../src/aggregate/reuse/follow-reuse.js';
import { lruCache } from '../../../src/capture/instrumentations/caches/lru-cache.js';
import type { Host } from '../../../src/capture/instrumentations/host.js';
import { CacheCounters } from '../../../src/model/cache-counters.js';
import type { CacheRow } from '../../../src/model/record/outside-rows.js';

type AnyCache = LRUCache<number | string, number>;

export class HeardCaches {
  readonly counters: CacheCounters = new CacheCounters();
  readonly #name: string;
  readonly #onMessage: (message: unknown) => void;

  constructor() {
    this.counters.reuse.readWith(followReuse());
    // No place is looked for: everything here is a file of Tickscope.
    const programFiles = { isTickscopeFile: () => true };
    const host = { caches: this.counters, programFiles, workingDirectory: '/' } as unknown as Host;
    const { name, onMessage } = lruCache(host);
    this.#name = name;
    this.#onMessage = onMessage;
    subscribe(this.#name, this.#onMessage);
  }

  /** @returns what a segment would have, as of a cache that was first used at one place */
  take(): CacheRow[] {
    return this.counters.take(false).map((row) => ({ ...row, location: 'bot.js:7' }));
  }

  end(): void {
    unsubscribe(this.#name, this.#onMessage);
  }
}

/** Looks up, and puts in what is missing. @returns whether it was there */
export function lookUp(cache: AnyCache, key: number | string): boolean {
  if (cache.get(key) !== undefined) return true;
  cache.set(key, 1);
  return false;
}
