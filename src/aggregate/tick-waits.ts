// Adds up what one tick waited for, by the owner of the event loop's time. Used again for every tick, and allocates nothing.

import { LOOP_OWNER_KINDS, OWNER_NAMES } from '../model/owner-table.js';
import type { WaitsByOwner } from '../model/tick-trace.js';

const OWNERS = OWNER_NAMES + LOOP_OWNER_KINDS.length;

export class TickWaits implements WaitsByOwner {
  readonly #nanos = new Float64Array(OWNERS);
  /** Of it, before the tick started. */
  readonly #beforeNanos = new Float64Array(OWNERS);
  /** Owners with any time, in the order in which they were met. */
  readonly #met = new Int32Array(OWNERS);
  #count = 0;

  add(ownerId: number, nanos: number): void {
    if (nanos === 0) return;
    if (this.#nanos[ownerId] === 0) this.#met[this.#count++] = ownerId;
    this.#nanos[ownerId]! += nanos;
  }

  addBefore(ownerId: number, nanos: number): void {
    this.add(ownerId, nanos);
    this.#beforeNanos[ownerId]! += nanos;
  }

  clear(): void {
    while (this.#count > 0) {
      const ownerId = this.#met[--this.#count] as number;
      this.#nanos[ownerId] = this.#beforeNanos[ownerId] = 0;
    }
  }

  beforeNanosOf(ownerId: number): number {
    return this.#beforeNanos[ownerId] as number;
  }

  forEach(visit: (ownerId: number, nanos: number) => void): void {
    for (let place = 0; place < this.#count; place++) {
      const ownerId = this.#met[place] as number;
      visit(ownerId, this.#nanos[ownerId] as number);
    }
  }
}
