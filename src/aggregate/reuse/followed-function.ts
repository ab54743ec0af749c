// Follows one function: which inputs come again, whether it gives the same for the same, and how long its calls take.

import { CALLED, type ReuseTarget, RESULT } from '../../model/reuse/reuse-log.js';
import type { Nanoseconds } from '../../model/units.js';
import { FollowedCache } from './followed-cache.js';

/** Inputs whose results are remembered: the last ones. */
const RESULTS = 1_024;
/** Calls after which a function whose inputs hardly come again is no longer followed. */
const LOOKED_AT_CALLS = 4_096;
const LEAST_AGAIN = 0.05;

export class FollowedFunction {
  #inputs: FollowedCache | undefined = new FollowedCache();
  readonly #results = new Map<number, number>();
  #input = 0;
  #isAgain = false;
  #calls = 0;
  #again = 0;

  read(event: number, number: number, target: ReuseTarget): void {
    if (this.#inputs === undefined) return;
    if (event === CALLED) this.#called(this.#inputs, number, target);
    else if (event === RESULT) this.#gave(number, target);
    else target.calls?.[this.#isAgain ? 'again' : 'first'].record(number as Nanoseconds);
  }

  #called(inputs: FollowedCache, input: number, target: ReuseTarget): void {
    this.#input = input;
    this.#isAgain = inputs.lookedUp(input, false, target.taken);
    inputs.putIn(input);
    if (this.#isAgain) this.#again++;
    if (++this.#calls !== LOOKED_AT_CALLS || this.#again >= LEAST_AGAIN * this.#calls) return;
    this.#inputs = undefined;
    this.#results.clear();
    target.isOver = true;
  }

  #gave(result: number, { calls }: ReuseTarget): void {
    const before = this.#results.get(this.#input);
    if (before !== undefined && calls !== undefined) {
      calls.compared++;
      if (before !== result) calls.differed++;
    }
    this.#results.set(this.#input, result);
    if (this.#results.size > RESULTS) this.#results.delete(this.#results.keys().next().value as number);
  }
}
