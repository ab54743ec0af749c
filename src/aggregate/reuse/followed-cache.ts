// Follows one cache: which size of it would have had what was looked up.

import type { ReuseSums } from '../../model/reuse/reuse-sums.js';
import { ReuseDistances } from './reuse-distances.js';

export class FollowedCache {
  readonly #distances: ReuseDistances;

  constructor(most?: number) {
    this.#distances = new ReuseDistances(most);
  }

  /** @param isHit of the cache as it is @returns whether a cache that is large enough would have had it; false for what is not followed */
  lookedUp(hash: number, isHit: boolean, sums: ReuseSums): boolean {
    const distances = this.#distances;
    sums.lookUps++;
    if (!distances.follows(hash)) return false;
    const entries = distances.entriesFor(hash);
    if (entries > 0) sums.reused(entries, distances.weight);
    else sums.firsts += distances.weight;
    sums.halvings = Math.max(sums.halvings, distances.halvings);
    // What is missing comes in when the program puts it in, which it may not do.
    if (entries > 0 || isHit) distances.use(hash);
    return entries > 0;
  }

  putIn(hash: number): void {
    if (this.#distances.follows(hash)) this.#distances.use(hash);
  }

  removed(hash: number): void {
    if (this.#distances.follows(hash)) this.#distances.forget(hash);
  }

  cleared(): void {
    this.#distances.clear();
  }
}
