// How many measured calls are on the stack. Those beyond the limit are not measured: where the stack overflows, what ends a call near its
// end would overflow too, and the tick would stay open.

import { NESTED_CALLS } from '../../model/limits.js';
import { stack } from '../recorder/stack-epoch.js';

export class NestedCalls {
  #count = 0;
  #epoch = 0;

  get count(): number {
    if (this.#epoch !== stack.epoch) {
      this.#epoch = stack.epoch;
      this.#count = 0;
    }
    return this.#count;
  }

  get areTooMany(): boolean {
    return this.count >= NESTED_CALLS;
  }

  /** @returns what `leave` is given: a call that `vm` ended inside is left with it */
  enter(): number {
    const around = this.count;
    this.#count = around + 1;
    return around;
  }

  leave(around: number): void {
    this.#epoch = stack.epoch;
    this.#count = around;
  }
}
