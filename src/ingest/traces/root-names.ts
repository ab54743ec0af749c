// How the roots of traces are called, so that somebody can be told which of them may be ticks.

import { ROOT_NAMES } from '../limits.js';

export class RootNames {
  readonly #counts = new Map<string, number>();

  add(name: string): void {
    const count = this.#counts.get(name);
    if (count !== undefined) this.#counts.set(name, count + 1);
    else if (this.#counts.size < ROOT_NAMES) this.#counts.set(name, 1);
  }

  /** The most frequent first. */
  most(count: number): (readonly [name: string, count: number])[] {
    return [...this.#counts].toSorted(([, left], [, right]) => right - left).slice(0, count);
  }
}
