// Look-ups of lru-cache, from version 11.3 on, by its channel. No value is looked at, and of keys a keyed hash.
//
// Those of `fetch` are told on another channel, to which nobody may subscribe who must not change a program: lru-cache then handles the
// rejection of every promise that it returns, and none is an unhandled one any more.

import type { CacheCounter, CacheCounters } from '../../../model/cache-counters.js';
import { CLEARED, FOUND, MISSING, PUT_IN, REMOVED, type ReuseLog } from '../../../model/reuse/reuse-log.js';
import { callSite } from '../../load/call-site.js';
import type { ChannelSubscription } from '../../rules/instrumentation.js';
import type { Host } from '../host.js';
import { hashOfKey, UNREAD } from '../key-hash.js';

/** What the channel tells of a call. Each kind of call has its outcome under its own name. */
interface Status {
  readonly op?: string;
  readonly cache?: Cache;
  readonly key?: unknown;
  /** Of entries that live for some time only. */
  readonly ttl?: number;
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
  /** In the log of what was asked; -1 where its keys are not followed. */
  source: number;
}

/** A cache is told by its class and the place of its first use: it has no name. */
export function lruCache({ caches, programFiles, workingDirectory }: Host): ChannelSubscription {
  const seen = new WeakMap<Cache, SeenCache>();
  const first = (cache: Cache): SeenCache => {
    const counter = counterOf(caches, cache, callSite(programFiles, workingDirectory));
    // Where entries go by their sizes, their number says nothing.
    const source = cache.max > 0 ? caches.reuse.follow(counter) : -1;
    const made = { counter, lastSize: -1, source };
    seen.set(cache, made);
    return made;
  };
  let all: SeenCache | undefined;
  return {
    name: 'lru-cache:metrics',
    onMessage(message) {
      const status = message as Status;
      const { cache } = status;
      if (cache !== undefined) {
        const known = seen.get(cache) ?? first(cache);
        follow(caches.reuse, status, cache, known);
        return count(status, cache, known);
      }
      all ??= { counter: caches.counterOf('lru-cache', ALL_CACHES, undefined), lastSize: -1, source: -1 };
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

/** Tells the log what happened to the key. Before the counts are brought up to date. */
function follow(log: ReuseLog, status: Status, { size, max }: Cache, seen: SeenCache): void {
  const { op, set, ttl = 0 } = status;
  const isLookUp = op === 'get' || op === 'memo';
  if (!isLookUp && op !== 'set' && op !== 'delete') return;
  const { source, lastSize } = seen;
  const isMemoMiss = op === 'memo' && status.memo === 'miss';
  const isAdded = set === 'add' ? op === 'set' : isMemoMiss;
  const expected = isAdded && lastSize < max ? lastSize + 1 : lastSize;
  const isCleared = size !== expected && lastSize > 0 && size === (isAdded ? 1 : 0);
  const isUnexplained = lastSize !== -1 && size !== expected && !isCleared;
  const hash = hashOfKey(status.key);
  if (source === -1 || hash === UNREAD || isUnexplained || ttl > 0) {
    // Beyond the bound; or nobody tells of all that it holds, or entries go by their age: from now on nothing is said of other sizes.
    seen.source = -1;
    if (isLookUp) seen.counter.taken.missed++;
    return;
  }
  if (isCleared) log.happened(source, CLEARED, 0);
  if (op === 'delete') log.happened(source, REMOVED, hash);
  if (isLookUp) log.happened(source, isFound(status) ? FOUND : MISSING, hash);
  if (isMemoMiss || (op === 'set' && (set === 'add' || set === 'replace' || set === 'update')))
    log.happened(source, PUT_IN, hash);
}

function isFound({ op, get, memo, returnedStale }: Status): boolean {
  if (op === 'memo') return memo === 'hit';
  return get === 'hit' || (get !== 'miss' && returnedStale === true);
}

function count(status: Status, { size, max }: Cache, seen: SeenCache): void {
  const { counter, lastSize } = seen;
  if (size > counter.mostEntries) counter.mostEntries = size;
  seen.lastSize = size;
  switch (status.op) {
    case 'get':
      if (isFound(status)) counter.hits++;
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
