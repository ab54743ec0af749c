// A self-recursive function, measured without `try`: the lexical constant of its own that its text calls.

import { type Body, Entry } from './entry.js';
import type { OpenRecursions } from './open-recursions.js';

const NO_ARGUMENTS: readonly unknown[] = [];

export class RecursiveFunction {
  readonly #body: Body;
  /** Stands for a call that is not measured, because calls are told apart by their order. */
  readonly #unmeasured: Entry;
  readonly #open: OpenRecursions;
  readonly #onError: (error: unknown) => void;
  #isLearned = false;
  readonly #isOfThis = (entry: Entry): boolean => entry.body === this.#body;

  constructor(body: Body, open: OpenRecursions, onError: (error: unknown) => void) {
    this.#body = body;
    this.#unmeasured = new Entry(body, 0, 0);
    this.#open = open;
    this.#onError = onError;
  }

  j(): void {
    this.ja(undefined, NO_ARGUMENTS);
  }

  ja(self: unknown, args: ArrayLike<unknown>): void {
    try {
      if (!this.#isLearned) this.#learn();
      const entry = this.#body.enter(self, args as readonly unknown[], undefined);
      // A call that is not measured has a place too: its `return` must not take another one's.
      this.#open.push(entry ?? this.#unmeasured);
    } catch (error) {
      this.#onError(error);
    }
  }

  #learn(): void {
    this.#isLearned = true;
    this.#open.learn(this.#body);
  }

  set return(value: unknown) {
    try {
      const entry = this.#open.pop(this.#isOfThis);
      if (entry === undefined || entry === this.#unmeasured) return;
      entry.return = value;
      this.#body.leave(entry);
    } catch (error) {
      this.#onError(error);
    }
  }
}
