// Follows what was asked of caches and what functions were given. A part of the preload that is loaded with the first of it that is read.

import {
  CALLED,
  CLEARED,
  FOUND,
  outcomeOf,
  PUT_IN,
  type ReadReuse,
  REMOVED,
  type ReuseTarget,
  sourceOf,
} from '../../model/reuse/reuse-log.js';
import type { ReuseSums } from '../../model/reuse/reuse-sums.js';
import { FollowedCache } from './followed-cache.js';
import { FollowedFunction } from './followed-function.js';

export function followReuse(): ReadReuse {
  const caches: FollowedCache[] = [];
  const functions: FollowedFunction[] = [];
  return (events, length, targets) => {
    for (let at = 0; at < length; at += 2) {
      const event = events[at] as number;
      const number = events[at + 1] as number;
      const source = sourceOf(event);
      const outcome = outcomeOf(event);
      const target = targets[source] as ReuseTarget;
      if (outcome >= CALLED) (functions[source] ??= new FollowedFunction()).read(outcome, number, target);
      else followEvent((caches[source] ??= new FollowedCache()), outcome, number, target.taken);
    }
  };
}

function followEvent(cache: FollowedCache, outcome: number, hash: number, sums: ReuseSums): void {
  if (outcome === PUT_IN) cache.putIn(hash);
  else if (outcome === REMOVED) cache.removed(hash);
  else if (outcome === CLEARED) cache.cleared();
  else cache.lookedUp(hash, outcome === FOUND, sums);
}
