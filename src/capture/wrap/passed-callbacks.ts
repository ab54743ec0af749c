// The callbacks behind the wrappers in which measured functions pass them on.

import type { AnyFunction } from '../rules/any-function.js';
import { hiddenField } from './hidden-field.js';

const behind = hiddenField<AnyFunction>();

export function passedInstead(wrapper: AnyFunction, callback: AnyFunction): void {
  behind.set(wrapper, callback);
}

/** @returns the callback that `candidate` was passed instead of; `undefined` for anything else */
export function callbackBehind(candidate: unknown): AnyFunction | undefined {
  return typeof candidate === 'function' ? behind.get(candidate) : undefined;
}
