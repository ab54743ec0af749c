// What share of look-ups a cache of another size would have had, from reuse distances.

import { BucketArray } from '../model/histogram/bucket-array.js';
import { placeOfSize, sizeAtPlace } from '../model/reuse/cache-sizes.js';
import type { ReuseRow } from '../model/reuse/reuse-sums.js';
import type { Share } from '../model/units.js';

/** Of a share of the keys, sizes are known to about a hundredth: in a loop one entry decides between all and none. */
const HEADROOM = 1.05;
/** Of what a cache with room for all finds. */
const NEARLY_ALL = 0.98;

export class HitRatioCurve {
  readonly #lookUps: number;
  readonly #isExact: boolean;
  readonly #sizes: BucketArray;
  /** Look-ups that the followed keys do not stand for: those of keys that are asked for far more than others. */
  readonly #beside: number;

  constructor({ lookUps, firsts, sizes, halvings }: ReuseRow) {
    this.#lookUps = lookUps;
    this.#isExact = halvings === 0;
    this.#sizes = BucketArray.fromData(sizes);
    // SHARDS-adj: any cache has them.
    this.#beside = lookUps - firsts - this.#sizes.sumFrom(-Infinity);
  }

  /** Of a cache with so many entries, least recently used out first. Between two sizes of the list, on the line. */
  shareAt(entries: number): Share {
    const place = placeOfSize(entries);
    const upper = sizeAtPlace(place);
    const after = this.#shareAtPlace(place);
    if (upper === entries || place === 1) return after as Share;
    const lower = sizeAtPlace(place - 1);
    const before = this.#shareAtPlace(place - 1);
    return (before + ((after - before) * (entries - lower)) / (upper - lower)) as Share;
  }

  /** @returns a size of the list that has at least this share, the smallest where all keys were followed; undefined where no size has it */
  sizeFor(share: number): number | undefined {
    let size: number | undefined;
    this.#sizes.forEach((place) => {
      if (size === undefined && this.#shareAtPlace(place) >= share) size = sizeAtPlace(place);
    });
    return size === undefined || this.#isExact ? size : sizeAtPlace(placeOfSize(size * HEADROOM));
  }

  /** Entries of the smallest cache that finds nearly all that one with room for all does; undefined where nothing comes again. */
  get entriesForNearlyAll(): number | undefined {
    return this.sizeFor(NEARLY_ALL * this.most);
  }

  /** Of a cache that has room for all. */
  get most(): Share {
    return this.#shareAtPlace(Infinity) as Share;
  }

  #shareAtPlace(place: number): number {
    const found = this.#beside + this.#sizes.sumFrom(-Infinity) - this.#sizes.sumFrom(place + 1);
    return Math.min(1, Math.max(0, found / this.#lookUps));
  }
}
