// The whole arguments of a measured arrow that destructures them: its body only has the names, `{ price }` of a trade.
//
// A listener of that form is called through a wrapper, which records nothing and leaves the arguments here for its body.

import type { AnyFunction } from '../rules/any-function.js';
import { mimic } from './mimic.js';

const { apply } = Reflect;

/** What the body of such an arrow knows of its arguments where nobody left them: of an object, the members that it names. */
export class NamedArguments extends Array<unknown> {}

/** By hand: `from` goes through an iterator, which took 800 ns a call. */
function namedArguments(named: readonly unknown[]): NamedArguments {
  const list = new NamedArguments();
  for (let place = 0; place < named.length; place++) list.push(named[place]);
  return list;
}

let given: readonly unknown[] | undefined;

/** @returns what the running wrapper was given, once; else `named` as such */
export function takeGiven(named: readonly unknown[]): readonly unknown[] {
  if (given === undefined) return named.length === 0 ? named : namedArguments(named);
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
