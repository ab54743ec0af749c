// The insertions by their numbers: the insertion writes a number into the program's source, and this table has what it means.

import { ExtendedClasses } from '../rules/extended-classes.js';
import type { Match } from '../rules/match.js';

/** A function, or a loop, that is measured where it stands. */
export interface FunctionSite {
  readonly match: Match;
  /** `file:line` of the function. */
  readonly location: string;
  readonly isAsync: boolean;
  readonly takesCallback: boolean;
  /** Whether it is measured in the form without `try`. */
  readonly isRecursive: boolean;
  /** Whether a call may wait for the first time where no text says so. */
  readonly hidesAwait: boolean;
  /** `file:line` of each `await` that says which one it is. */
  readonly awaits: readonly string[];
  /** Whether its text has what leaves work behind a function's return. */
  readonly mayLeaveWork: boolean;
  /** The names of its parameters; `undefined` for one that is a pattern. */
  readonly parameters: readonly (string | undefined)[];
  /** Of a generator that is a value: the name that JavaScript would have given it by its place, had it not become an argument. */
  readonly inferredName: string;
}

export class InsertionSites {
  readonly extended: ExtendedClasses = new ExtendedClasses();
  readonly #functions: FunctionSite[] = [];

  /** Functions and loops that are measured, in all files. */
  get functionCount(): number {
    return this.#functions.length;
  }

  add(site: FunctionSite): number {
    return this.#functions.push(site) - 1;
  }

  function(id: number): FunctionSite {
    return this.#functions[id] as FunctionSite;
  }
}
