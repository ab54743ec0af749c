// How much of each call to the outside the event loop was held while its answer can have been there, and how long such a call takes
// where nobody holds the loop.

import type { OperationKind } from '../model/operation.js';

export interface HeldLoop {
  /**
   * Of a call that ends in the callback that runs: how long the loop was held before that, by anybody, while the answer can have been there.
   *
   * @param usualNanos before so much had passed it was not there
   */
  heldNanosOfCall(fromNanos: number, usualNanos: number): number;
}

/** Kinds of calls that another process answers: the event loop can only delay their answers. */
const OUTSIDE: ReadonlySet<OperationKind> = new Set(['query', 'external']);
const UNKNOWN_KIND = 0;
const IS_OUTSIDE = 1;
const IS_OTHER = 2;

/** The estimate moves by this share with each call, and by more with the first ones. */
const SMALLEST_STEP = 0.02;

export class HeldCalls {
  readonly #loop: HeldLoop;
  readonly #kindOf: (operationId: number) => OperationKind;
  /** By operation id. */
  readonly #kinds: number[] = [];
  readonly #usual: number[] = [];
  readonly #calls: number[] = [];

  constructor(loop: HeldLoop, kindOf: (operationId: number) => OperationKind) {
    this.#loop = loop;
    this.#kindOf = kindOf;
  }

  /** The median of the calls during which nobody held the loop, as far as that is known; 0 where there was none. */
  readonly usualNanos = (operationId: number): number => this.#usual[operationId] ?? 0;

  /** A call has ended now. @returns how much of it the loop was held while its answer can have been there */
  ended(operationId: number, startNanos: number, durationNanos: number): number {
    const kind = this.#kinds[operationId] ?? UNKNOWN_KIND;
    if (kind === IS_OTHER || (kind === UNKNOWN_KIND && !this.#isOutside(operationId))) return 0;
    const held = this.#loop.heldNanosOfCall(startNanos, 0);
    const usual = this.#usual[operationId];
    if (held === 0) this.#usual[operationId] = this.#nextUsual(operationId, usual, durationNanos);
    // Tickscope's work is in what the loop did, and not in the call.
    if (held === 0 || usual === undefined) return Math.min(held, durationNanos);
    return Math.min(this.#loop.heldNanosOfCall(startNanos, usual), durationNanos);
  }

  #isOutside(operationId: number): boolean {
    const isOutside = OUTSIDE.has(this.#kindOf(operationId));
    this.#kinds[operationId] = isOutside ? IS_OUTSIDE : IS_OTHER;
    return isOutside;
  }

  /** A step towards each call: up and down balance at the median, and one number is all that it takes. */
  #nextUsual(operationId: number, usual: number | undefined, nanos: number): number {
    const calls = (this.#calls[operationId] = (this.#calls[operationId] ?? 0) + 1);
    if (usual === undefined) return nanos;
    const factor = 1 + Math.max(SMALLEST_STEP, 1 / calls);
    return Math.round(nanos > usual ? Math.min(nanos, usual * factor) : Math.max(nanos, usual / factor));
  }
}
