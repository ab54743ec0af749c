// The whole arguments of a measured arrow that destructures them: its body only has the names, `{ price }` of a trade.
//
// A listener of that form is called through a wrapper, which records nothing and leaves the arguments here for its body.

import type { AnyFunction } from '../rules/any-function.js';
import { mimic } from './mimic.js';

const { apply } = Reflect;

const NAMES_ONLY = Symbol('names only');

/** What the body of such an arrow knows of its arguments where nobody left them: of an object, the members that it names. */
interface NamedArguments extends Array<unknown> {
  [NAMES_ONLY]?: true;
}

/** Whether only members that a body names are known of its arguments. */
export function areNamesOnly(args: readonly unknown[]): boolean {
  return (args as NamedArguments)[NAMES_ONLY] === true;
}

let given: readonly unknown[] | undefined;

/**
 * @param named a list that the inserted text has made, which is marked: to copy it into a class of lists took 250 ns a call, and this 25
 * @returns what the running wrapper was given, once; else `named`
 */
export function takeGiven(named: readonly unknown[]): readonly unknown[] {
  if (given === undefined) {
    if (named.length > 0) (named as NamedArguments)[NAMES_ONLY] = true;
    return named;
  }
  const whole = given;
  given = undefined;
  return whole;
}

/** @returns a wrapper that leaves its arguments for the body of `original` */
export function givingArguments(original: AnyFunction): AnyFunction {
  const { wrapper } = {
    wrapper(this: unknown, ...args: unknown[]): unknown {
      const outer = given;
      given = args;
      try {
        return apply(original, this, args);
      } finally {
        given = outer;
      }
    },
  };
  return mimic(wrapper, original);
}
