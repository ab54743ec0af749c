// Functions that call each other: only the outermost call is recorded.

import type { TickContext } from '../recorder/tick-context.js';

export class ReentryGuard {
  /** A synchronous one of them is running. */
  inside = false;
  /** Some go on after they return. */
  hasAsynchronous = false;
  /** Operations that go on after they return: what runs in such a call's own context belongs to it. */
  readonly #asynchronous = new Set<number>();

  addAsynchronous(operationId: number): void {
    this.hasAsynchronous = true;
    this.#asynchronous.add(operationId);
  }

  /** Whether what runs in `active` belongs to an asynchronous call that is recorded already. */
  holds(active: TickContext | undefined): boolean {
    const buffer = active?.trace.buffer;
    if (active === undefined || buffer === undefined) return false;
    // A call that has ended, by calling back, holds nothing of what goes on in its context.
    const { top } = active;
    return buffer.isOpen(top) && this.#asynchronous.has(buffer.operationIds[top] as number);
  }
}
