// Which names have a group of their own: the first ones in the life of the process, so that its segments agree.

import { OTHER } from '../model/operation.js';

/** Symbols, and strategies, that are told apart. */
export const GROUP_NAMES = 192;

export class BoundedNames {
  readonly #admitted = new Set<string>();
  readonly #limit: number;

  constructor(limit: number = GROUP_NAMES) {
    this.#limit = limit;
  }

  /** @returns the name itself, or `__other__` for one that came too late */
  bounded(name: string): string {
    if (this.#admitted.has(name)) return name;
    if (this.#admitted.size >= this.#limit) return OTHER;
    this.#admitted.add(name);
    return name;
  }
}
