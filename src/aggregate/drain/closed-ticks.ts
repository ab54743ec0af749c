// The ticks that have closed last, to find handlers that leave work behind: without a context of its own it would stand outside ticks.

import type { OpenTrace } from '../../model/tree/open-trace.js';

const REMEMBERED = 1_024;

export class ClosedTicks {
  readonly #logPositions = new Int32Array(REMEMBERED);
  readonly #operationIds = new Int32Array(REMEMBERED);

  add({ logPosition, operationId }: OpenTrace): void {
    const place = logPosition % REMEMBERED;
    this.#logPositions[place] = logPosition;
    this.#operationIds[place] = operationId;
  }

  has(logPosition: number): boolean {
    return this.#logPositions[logPosition % REMEMBERED] === logPosition;
  }

  /** An operation begins in the scope of a tick that has closed. */
  learn(scope: number, leavesWork: Uint8Array): void {
    const place = scope % REMEMBERED;
    if (this.#logPositions[place] === scope) leavesWork[this.#operationIds[place] as number] = 1;
  }
}
