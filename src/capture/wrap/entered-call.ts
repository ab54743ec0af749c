// A call whose scope is entered and left by hand, where no function could be called in it.

import type { ActiveScope, Store } from '../recorder/active-scope.js';
import { enterCall, needsStore, type OpenCall } from './call-tracer.js';

export class EnteredCall {
  readonly #active: ActiveScope;
  readonly #storeBefore: Store;
  readonly #isEntered: boolean;

  constructor(active: ActiveScope, call: OpenCall) {
    this.#active = active;
    this.#storeBefore = active.store;
    this.#isEntered = needsStore(call);
    if (this.#isEntered) enterCall(active, call);
  }

  leave(): void {
    if (this.#isEntered) this.#active.put(this.#storeBefore);
  }
}
