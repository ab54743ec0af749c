// Functions that call each other: only the outermost call is recorded.

import { LATE_OPERATIONS } from '../../model/limits.js';
import { stack } from '../recorder/stack-epoch.js';

export class ReentryGuard {
  #insideEpoch = 0;
  /** Scopes of those that go on after they return: what runs in them belongs to them. */
  readonly #held = new Set<number>();

  /** A synchronous one of them is running. */
  get inside(): boolean {
    return this.#insideEpoch === stack.epoch;
  }

  /** @returns what `leave` is given: in a nested event loop there is one of them further down on the stack */
  enter(): number {
    const around = this.#insideEpoch;
    this.#insideEpoch = stack.epoch;
    return around;
  }

  leave(around: number): void {
    this.#insideEpoch = around;
  }

  get hasAsynchronous(): boolean {
    return this.#held.size > 0;
  }

  hold(scope: number): void {
    this.#held.add(scope);
    // One that never ends is forgotten with the operations that outlive their tick.
    if (this.#held.size > LATE_OPERATIONS) this.#held.delete(this.#held.values().next().value as number);
  }

  release(scope: number): void {
    this.#held.delete(scope);
  }

  /** Whether what runs in a scope belongs to an asynchronous call that is recorded already. */
  holds(scope: number): boolean {
    return this.#held.has(scope);
  }
}
