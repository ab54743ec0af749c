// Who looks at the input of an indicator: it is given whole, value by value, or whichever a function of the program takes.

import type { InputObserver, MakeInputObserver } from '../../../rules/input-observer.js';
import { SETTING } from './parameters.js';
import { ValueByValue } from './value-by-value.js';
import { WholeInput } from './whole-input.js';

/** Of a library's functions that are given an object with series and settings. */
export const givenWhole: MakeInputObserver = (sink) => new WholeInput(sink, [], () => true);

/** Of a library's methods that are given one value after the other. */
export const givenValueByValue: MakeInputObserver = (sink) => new ValueByValue(sink);

/** Of the program's functions. Any number that is no setting by its name may be a price or a balance. */
export const givenEither: MakeInputObserver = (sink, parameters) =>
  new EitherInput(new WholeInput(sink, parameters, (name) => SETTING.test(name)), new ValueByValue(sink));

/** Calls without a series after which no other one is looked for: candles would be searched for it every time. */
const CALLS_WITHOUT_SERIES = 64;

class EitherInput implements InputObserver {
  readonly #whole: WholeInput;
  readonly #valueByValue: ValueByValue;
  #isWhole = false;
  #wasWhole = false;
  #searched = 0;

  constructor(whole: WholeInput, valueByValue: ValueByValue) {
    this.#whole = whole;
    this.#valueByValue = valueByValue;
  }

  before(self: unknown, args: readonly unknown[], tickNumber: number): boolean {
    this.#isWhole = typeof args[0] !== 'number' && this.#hasSeries(args, tickNumber);
    return this.#isWhole || this.#valueByValue.before(self, args, tickNumber);
  }

  after(result: unknown): void {
    if (this.#isWhole) this.#whole.after(result);
    else this.#valueByValue.after(result);
  }

  #hasSeries(args: readonly unknown[], tickNumber: number): boolean {
    if (!this.#wasWhole && this.#searched >= CALLS_WITHOUT_SERIES) return false;
    this.#searched++;
    const isWhole = this.#whole.before(undefined, args, tickNumber);
    this.#wasWhole ||= isWhole;
    return isWhole;
  }
}
