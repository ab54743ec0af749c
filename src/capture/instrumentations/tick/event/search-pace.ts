// Limits searches that keep failing: the first calls of a function are searched, and then one in many. A program may replay a
// tape before it goes live, so a search never stops for good.

const CALLS_UNTIL_RARE = 64;
const RARELY = 1_024;

export class SearchPace {
  readonly #callsUntilRare: number;
  #failed = 0;

  constructor(callsUntilRare: number = CALLS_UNTIL_RARE) {
    this.#callsUntilRare = callsUntilRare;
  }

  /** Call `found` if the search that follows succeeds. */
  isDue(): boolean {
    return this.#failed++ < this.#callsUntilRare || this.#failed % RARELY === 0;
  }

  found(): void {
    this.#failed = 0;
  }
}
