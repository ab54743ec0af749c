// Follows what was asked of caches. A part of the preload that is loaded with the first events of a cache, while they are read.

import { CLEARED, FOUND, outcomeOf, PUT_IN, REMOVED, type ReadReuse, sourceOf } from '../../model/reuse/reuse-log.js';
import type { ReuseSums } from '../../model/reuse/reuse-sums.js';
import { FollowedCache } from './followed-cache.js';

export function followReuse(): ReadReuse {
  const caches: FollowedCache[] = [];
  return (events, length, targets) => {
    for (let at = 0; at < length; at += 2) {
      const event = events[at] as number;
      const source = sourceOf(event);
      const sums = targets[source]?.taken as ReuseSums;
      followEvent((caches[source] ??= new FollowedCache()), outcomeOf(event), events[at + 1] as number, sums);
    }
  };
}

function followEvent(cache: FollowedCache, outcome: number, hash: number, sums: ReuseSums): void {
  if (outcome === PUT_IN) cache.putIn(hash);
  else if (outcome === REMOVED) cache.removed(hash);
  else if (outcome === CLEARED) cache.cleared();
  else cache.lookedUp(hash, outcome === FOUND, sums);
}
