// The insertions by their numbers: the insertion writes a number into the program's source, and this table has what it means.

import type { Match } from '../rules/match.js';

/** A function that an insertion registers. */
export interface FunctionSite {
  readonly match: Match;
  /** `file:line` of the function. */
  readonly location: string;
  /** The name that JavaScript would have given the function by its place, had it not become an argument; may be empty. */
  readonly inferredName: string;
}

/** The functions of a class or of an object literal, by their keys. */
export interface MembersSite {
  readonly members: ReadonlyMap<string, FunctionSite>;
  readonly staticMembers: ReadonlyMap<string, FunctionSite>;
}

export class InsertionSites {
  readonly #functions: FunctionSite[] = [];
  readonly #members: MembersSite[] = [];
  #functionCount = 0;

  /** Functions and loops that insertions register, in all files. */
  get functionCount(): number {
    return this.#functionCount;
  }

  addFunction(site: FunctionSite): number {
    this.#functionCount++;
    return this.#functions.push(site) - 1;
  }

  addMembers(site: MembersSite): number {
    this.#functionCount += site.members.size + site.staticMembers.size;
    return this.#members.push(site) - 1;
  }

  function(id: number): FunctionSite {
    return this.#functions[id] as FunctionSite;
  }

  members(id: number): MembersSite {
    return this.#members[id] as MembersSite;
  }
}
