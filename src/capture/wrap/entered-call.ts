// A call whose scope is entered and left by hand, where no function could be called in it.

import { type ActiveScope, EnteredStore } from '../recorder/active-scope.js';
import { enterCall, needsStore, type OpenCall } from './call-tracer.js';

export class EnteredCall extends EnteredStore {
  readonly #active: ActiveScope;
  readonly #isEntered: boolean;

  constructor(active: ActiveScope, call: OpenCall) {
    super();
    this.#active = active;
    this.#isEntered = needsStore(call);
    if (this.#isEntered) enterCall(active, this, call);
  }

  leave(): void {
    if (this.#isEntered) this.#active.leave(this);
  }
}
