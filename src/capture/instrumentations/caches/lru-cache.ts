// Look-ups of lru-cache, from version 11.3 on, by its channel. No key and no value is looked at.
//
// Those of `fetch` are told on another channel, to which nobody may subscribe who must not change a program: lru-cache then handles the
// rejection of every promise that it returns, and none is an unhandled one any more.

import type { CacheCounter, CacheCounters } from '../../../model/cache-counters.js';
import { callSite } from '../../load/call-site.js';
import type { ChannelSubscription } from '../../rules/instrumentation.js';
import type { Host } from '../host.js';

/** What the channel tells of a call. Each kind of call has its outcome under its own name. */
interface Status {
  readonly op?: string;
  readonly cache?: Cache;
  readonly get?: string;
  readonly memo?: string;
  readonly set?: string;
  readonly delete?: string;
  /** Of an options object that is used again, it may be that of a call before. */
  readonly returnedStale?: boolean;
}

interface Cache {
  readonly size: number;
  readonly max: number;
  readonly constructor: { readonly name?: string };
}

/** The package is minified; a class of the program's that extends its own has a name. */
const LONGEST_MINIFIED = 2;

/** Before version 11.4 nobody tells which cache it was. */
const ALL_CACHES = 'all of lru-cache';
const UNKNOWN_CACHE: Cache = { size: -1, max: 0, constructor: {} };

interface SeenCache {
  readonly counter: CacheCounter;
  /** At the message before; -1 where something was removed since. */
  lastSize: number;
}

/** A cache is told by its class and the place of its first use: it has no name. */
export function lruCache({ caches, programFiles, workingDirectory }: Host): ChannelSubscription {
  const seen = new WeakMap<Cache, SeenCache>();
  const first = (cache: Cache): SeenCache => {
    const made = { counter: counterOf(caches, cache, callSite(programFiles, workingDirectory)), lastSize: -1 };
    seen.set(cache, made);
    return made;
  };
  let all: SeenCache | undefined;
  return {
    name: 'lru-cache:metrics',
    onMessage(message) {
      const status = message as Status;
      const { cache } = status;
      if (cache !== undefined) return count(status, cache, seen.get(cache) ?? first(cache));
      all ??= { counter: caches.counterOf('lru-cache', ALL_CACHES, undefined), lastSize: -1 };
      return count(status, UNKNOWN_CACHE, all);
    },
  };
}

function counterOf(caches: CacheCounters, cache: Cache, location: string | undefined): CacheCounter {
  const { name = '' } = cache.constructor;
  const counter = caches.counterOf('lru-cache', name.length > LONGEST_MINIFIED ? name : 'LRUCache', location);
  // 0 where the limit is one of sizes.
  if (cache.max > 0) counter.limit = Math.max(counter.limit, cache.max);
  return counter;
}

function count(status: Status, { size, max }: Cache, seen: SeenCache): void {
  const { counter, lastSize } = seen;
  if (size > counter.mostEntries) counter.mostEntries = size;
  seen.lastSize = size;
  switch (status.op) {
    case 'get':
      if (status.get === 'hit' || (status.get !== 'miss' && status.returnedStale === true)) counter.hits++;
      else counter.misses++;
      return;
    case 'memo':
      if (status.memo === 'hit') counter.hits++;
      else counter.misses++;
      return;
    case 'set':
      counter.sets++;
      // Full before and full after: one had to go.
      if (status.set === 'add' && max > 0 && size === max && lastSize === max) counter.evictions++;
      return;
    case 'delete':
      seen.lastSize = -1;
      if (status.delete === 'expire') counter.evictions++;
      return;
    default:
  }
}
