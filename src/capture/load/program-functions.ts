// The program's side of the insertions: takes functions that the program registers, and returns their wrappers.

import { generatorStarted } from '../wrap/generator-steps.js';
import type { InstrumentedFunctions } from '../wrap/instrumented-functions.js';
import type { FunctionSite, InsertionSites } from '../rewrite/insertion-sites.js';
import type { AnyFunction } from '../rules/any-function.js';
import { replaceMember } from '../patch/replace-member.js';
import { defineSelfReplacing, replacesItself } from '../wrap/self-replacing-method.js';
import { debug } from '../../stderr.js';

const { defineProperty } = Reflect;

/** Called from inside the program's modules. Nothing here may throw: a failed registration leaves the function as it was. */
export class ProgramFunctions {
  readonly #sites: InsertionSites;
  readonly #functions: InstrumentedFunctions;
  readonly #onError: (what: string, error: unknown) => void;

  constructor(
    sites: InsertionSites,
    functions: InstrumentedFunctions,
    onError: (what: string, error: unknown) => void,
  ) {
    this.#sites = sites;
    this.#functions = functions;
    this.#onError = onError;
  }

  defineClass(constructor: AnyFunction, id: number): void {
    const { members, staticMembers } = this.#sites.members(id);
    for (const [key, site] of members) {
      const replaces = site.match.kind === 'indicator' && replacesItself(constructor, key);
      if (replaces) this.#followMember(constructor.prototype as object, key, site);
      else this.#replaceMember(constructor.prototype as object, key, site);
    }
    for (const [key, site] of staticMembers) this.#replaceMember(constructor, key, site);
  }

  defineObject(object: object, id: number): object {
    for (const [key, site] of this.#sites.members(id).members) this.#replaceMember(object, key, site);
    return object;
  }

  defineFunction(original: AnyFunction, id: number): AnyFunction {
    const site = this.#sites.function(id);
    try {
      // As an argument of the registration it did not get the name that JavaScript gives by position.
      if (original.name === '' && site.inferredName !== '')
        defineProperty(original, 'name', { value: site.inferredName, configurable: true });
      return this.#functions.wrap(original, site.match, site.location);
    } catch (error) {
      debug(`instrumenting ${site.match.name} failed`, error);
      this.#onError(site.match.name, error);
      return original;
    }
  }

  /** The body of a registered generator starts. */
  generatorStarted(args: ArrayLike<unknown>): void {
    try {
      generatorStarted(Array.from(args));
    } catch (error) {
      debug('instrumenting a generator failed', error);
      this.#onError('generator', error);
    }
  }

  #followMember(prototype: object, key: string, { match, location }: FunctionSite): void {
    try {
      defineSelfReplacing(prototype, key, (method) => this.#functions.wrap(method, match, location));
    } catch (error) {
      debug(`instrumenting ${match.name} failed`, error);
      this.#onError(match.name, error);
    }
  }

  #replaceMember(owner: object, key: string, { match, location }: FunctionSite): void {
    try {
      replaceMember(owner, key, (original) => this.#functions.wrap(original, match, location));
    } catch (error) {
      debug(`instrumenting ${match.name} failed`, error);
      this.#onError(match.name, error);
    }
  }
}
