// A call whose scope is entered and left by hand, where no function could be called in it.

import type { ContextFrame } from '../recorder/context-frames.js';
import type { ActiveScope, EnteredStore, Store } from '../recorder/active-scope.js';
import { enterCall, needsStore, type OpenCall } from './call-tracer.js';

export class EnteredCall implements EnteredStore {
  storeBefore: Store;
  frameBefore: ContextFrame | undefined;
  ownFrame: ContextFrame | undefined;
  readonly #active: ActiveScope;
  readonly #isEntered: boolean;

  constructor(active: ActiveScope, call: OpenCall) {
    this.#active = active;
    this.#isEntered = needsStore(call);
    if (this.#isEntered) enterCall(active, this, call);
  }

  leave(): void {
    if (this.#isEntered) this.#active.leave(this);
  }
}
