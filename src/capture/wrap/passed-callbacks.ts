// The callbacks behind the wrappers in which measured functions pass them on.
//
// In a private field of the wrapper, which no program can see. In a WeakMap every fresh callback would be one more entry for the
// collector to look at: a program with 180,000 candles and five callbacks each spent a sixth of its time there.

import type { AnyFunction } from '../rules/any-function.js';

/** A constructor may return another object, and the fields of a class that extends it are added to that. */
const Given = function (object: object) {
  return object;
} as unknown as new (object: object) => object;

class PassedInstead extends Given {
  readonly #callback: AnyFunction;

  constructor(wrapper: object, callback: AnyFunction) {
    super(wrapper);
    this.#callback = callback;
  }

  static behind(candidate: object): AnyFunction | undefined {
    return #callback in candidate ? candidate.#callback : undefined;
  }
}

export function passedInstead(wrapper: AnyFunction, callback: AnyFunction): void {
  void new PassedInstead(wrapper, callback);
}

/** @returns the callback that `candidate` was passed instead of; `undefined` for anything else */
export function callbackBehind(candidate: unknown): AnyFunction | undefined {
  return typeof candidate === 'function' ? PassedInstead.behind(candidate) : undefined;
}
