// Calls of self-recursive functions, which are measured without `try`: with it they would lose a third of their depth.
//
// A throw leaves their entries behind. The end of the next outer call, which stores how many were open at its start, closes them as failed.

import { runningAsyncId } from '../../primordials.js';
import type { Entry } from './entry.js';

export class OpenRecursions {
  readonly #entries: Entry[] = [];
  #asyncId = 0;

  get depth(): number {
    return this.#entries.length;
  }

  push(entry: Entry): void {
    this.#asyncId = runningAsyncId();
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
    if (this.#entries.length > 0 && this.#asyncId !== runningAsyncId()) this.failAbove(0);
  }
}
