// The callback of the event loop that runs, as far as ticks have to know it while they begin.

import { runningAsyncId } from '../../primordials.js';

/** Higher ones V8 would keep as objects. */
const LAST_NUMBER = 0x3fffffff;

export class LoopTurn {
  /** Of async_hooks; 0 until the first callback. */
  #asyncId = 0;
  #isDelivery = false;
  // An array: a field that is set to a number with a fraction at every callback would be an object at every callback.
  readonly #startedMillis = new Float64Array(1);
  /** Counts callbacks, from 1. */
  number = 1;

  /** @param isDelivery whether Node.js calls back because something has come in */
  callbackStarted(asyncId: number, isDelivery: boolean, atMillis: number): void {
    this.number = this.number === LAST_NUMBER ? 1 : this.number + 1;
    this.#asyncId = asyncId;
    this.#isDelivery = isDelivery;
    this.#startedMillis[0] = atMillis;
  }

  /** When the running callback began; 0 for what runs before the first. */
  get startedMillis(): number {
    return this.#startedMillis[0] as number;
  }

  /**
   * Whether what came in was handed to the running code itself. A microtask has no async id, and what began after an `await` is
   * therefore none: it may have been waiting for something else.
   */
  get isDelivery(): boolean {
    return this.#isDelivery && runningAsyncId() === this.#asyncId;
  }

  /** When what came in was handed to JavaScript; NaN where the running code was not called by a delivery. */
  get deliveredNanos(): number {
    return this.isDelivery ? Math.round((this.#startedMillis[0] as number) * 1e6) : NaN;
  }
}

/** What Node.js calls back with when something has come in, by the names of its classes. */
const DELIVERS = new Set([
  'TCP',
  'TLSWrap',
  'Pipe',
  'UDP',
  'MessagePort',
  'HTTPClientAsyncResource',
  'HTTPServerAsyncResource',
]);

export function delivers(className: unknown): boolean {
  return DELIVERS.has(className as string);
}
