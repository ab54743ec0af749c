// Which names have a series of their own in metrics: few, and those that come often. A name that has one keeps it, because a series that ends
// and begins elsewhere would count twice.

import { OTHER } from '../model/operation.js';

/** Names with a series of their own. */
const SEATS = 32;
/** The first names have one at once; a later one when it has had its share of all that came. */
const FIRST_SEATS = 16;
const SHARE = 1 / 64;
const LEAST_COUNT = 32;
/** Names that are counted until they have had it. */
const CANDIDATES = 1_024;

export class TopNames {
  readonly #seated = new Set<string>();
  readonly #candidates = new Map<string, number>();
  #came = 0;

  /** @returns the name itself, or `__other__`: what came before a name had a series stays there */
  bounded(name: string): string {
    this.#came++;
    if (this.#seated.has(name)) return name;
    if (this.#seated.size >= SEATS) return OTHER;
    if (this.#seated.size < FIRST_SEATS) return this.#seat(name);
    const count = (this.#candidates.get(name) ?? 0) + 1;
    if (count >= LEAST_COUNT && count >= this.#came * SHARE) return this.#seat(name);
    this.#candidates.set(name, count);
    if (this.#candidates.size > CANDIDATES) this.#halve();
    return OTHER;
  }

  #seat(name: string): string {
    this.#seated.add(name);
    this.#candidates.delete(name);
    return name;
  }

  /** Those that came once go: there are at least as many as there is no room for, or all count less. */
  #halve(): void {
    for (const [name, count] of this.#candidates) {
      if (count < 2) this.#candidates.delete(name);
      else this.#candidates.set(name, count >> 1);
    }
  }
}
