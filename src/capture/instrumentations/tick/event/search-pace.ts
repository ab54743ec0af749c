// Limits searches that keep failing: the first calls of a function are searched, and then one in many. A program may replay a
// tape before it goes live, so a search never stops for good.

const CALLS_UNTIL_RARE = 64;
const RARELY = 1_024;

export class SearchPace {
  #failed = 0;

  /** Call `found` if the search that follows succeeds. */
  isDue(): boolean {
    return this.#failed++ < CALLS_UNTIL_RARE || this.#failed % RARELY === 0;
  }

  found(): void {
    this.#failed = 0;
  }
}
