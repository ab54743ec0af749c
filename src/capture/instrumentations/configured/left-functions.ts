// The functions that the configuration excludes, to be known again where they are added as listeners: there only the function itself
// is seen, and not whose method it is.

import type { AnyFunction } from '../../rules/any-function.js';
import type { ProgramFunction } from '../../rules/instrumentation.js';

const BOUND = /^bound /;

export class LeftFunctions {
  readonly #texts = new Set<string>();
  readonly #names = new Set<string>();
  readonly #others = new Set<string>();

  /** A function of the program's code that a rule asks about. */
  add({ name, text }: ProgramFunction, isExcluded: boolean): void {
    if (!isExcluded) this.#others.add(name);
    else if (text !== undefined) {
      this.#names.add(name);
      this.#texts.add(text);
    }
  }

  /** @param name of the listener in the report: of one that is bound, it is all that tells */
  has(name: string, listener: AnyFunction): boolean {
    if (BOUND.test(listener.name)) return this.#names.has(name) && !this.#others.has(name);
    if (this.#texts.size === 0) return false;
    // As it is written: the one that leaves insertions out was put in place later.
    const text = Function.prototype.toString.call(listener);
    // Of a method, the name stands in front.
    for (const left of this.#texts) if (text.endsWith(left)) return true;
    return false;
  }
}
