// Makes a wrapper look like the function that it stands for.
//
// Programs read their own functions: a framework decides by `onDepth.toString()` whether to subscribe to the order book
// (@debut/community-core), dependency injection reads parameter names, test runners read `length`.

import type { AnyFunction } from '../rules/any-function.js';
import { hiddenField } from './hidden-field.js';
import { callbackBehind } from './passed-callbacks.js';

/** A program that adds a listener for each event has a wrapper for each: in a WeakMap, their entries were most of what was collected. */
const originals = hiddenField<object>();
const { getPrototypeOf, setPrototypeOf, ownKeys, getOwnPropertyDescriptor, defineProperty } = Reflect;

/** Gives `wrapper` the name, length, prototype and own properties of `original`, and lets it print as `original`. */
export function mimic<Wrapper extends object>(wrapper: Wrapper, original: object): Wrapper {
  originals.set(wrapper, original);
  for (const key of ownKeys(original)) {
    defineProperty(wrapper, key, getOwnPropertyDescriptor(original, key) as PropertyDescriptor);
  }
  const prototype = getPrototypeOf(original);
  if (getPrototypeOf(wrapper) !== prototype) setPrototypeOf(wrapper, prototype);
  return wrapper;
}

/** @returns the `new.target` for `original`: itself, unless the program gave its wrapper another prototype */
export function newTargetOf(newTarget: AnyFunction, wrapper: AnyFunction, original: AnyFunction): AnyFunction {
  return newTarget === wrapper && wrapper.prototype === original.prototype ? original : newTarget;
}

/** Lets `wrapper` print as `original` and nothing more; for proxies, which have the rest of the face already. */
export function printAs(wrapper: object, original: object): void {
  originals.set(wrapper, original);
}

/** The function that a wrapper stands for; `undefined` for what is no wrapper of ours. */
export function originalOf(candidate: object): object | undefined {
  return originals.get(candidate) ?? callbackBehind(candidate);
}
