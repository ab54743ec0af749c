// A function of the program that looks something up: it is no operation, and only what it returns is looked at.
//
// Of an async function that is what its own text returns, before that becomes a promise.

import type { LookUps } from '../wrap/look-ups.js';
import { type Body, Entry } from './entry.js';

export class CacheBody implements Body {
  readonly #lookUps: LookUps;
  /** Waits for the next call; `undefined` while a call has it. */
  #waiting: Entry | undefined = new Entry(this, 0, 0);

  constructor(lookUps: LookUps) {
    this.#lookUps = lookUps;
  }

  enter(): Entry {
    const entry = this.#waiting ?? new Entry(this, 0, 0);
    this.#waiting = undefined;
    entry.isReturned = false;
    return entry;
  }

  leave(entry: Entry): void {
    const { isReturned, value } = entry;
    entry.value = undefined;
    this.#waiting = entry;
    if (isReturned) this.#lookUps.found(value);
    else this.#lookUps.failed();
  }

  release(): void {}
}
