// Calls of self-recursive functions, which are measured without `try`: with it they would lose a third of their depth.
//
// A throw leaves their entries behind. Whoever is measured further out, and knows how many were open when it began, closes them as failed.

import { executionAsyncId } from 'node:async_hooks';
import type { Entry } from './entry.js';

export class OpenRecursions {
  readonly #entries: Entry[] = [];
  #asyncId = 0;

  get depth(): number {
    return this.#entries.length;
  }

  push(entry: Entry): void {
    this.#asyncId = executionAsyncId();
    this.#entries.push(entry);
  }

  /** Takes the innermost entry that `isOwn` holds of; those above it have thrown. */
  pop(isOwn: (entry: Entry) => boolean): Entry | undefined {
    const position = this.#entries.findLastIndex(isOwn);
    if (position === -1) return undefined;
    this.failAbove(position + 1);
    return this.#entries.pop();
  }

  failAbove(depth: number): void {
    while (this.#entries.length > depth) {
      const entry = this.#entries.pop() as Entry;
      entry.body.leave(entry);
    }
  }

  /** Another callback runs: whatever is left has thrown. */
  failStale(): void {
    if (this.#entries.length > 0 && this.#asyncId !== executionAsyncId()) this.failAbove(0);
  }
}
