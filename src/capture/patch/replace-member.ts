// Puts a stand-in with the same face before a driver's method.

import { mimic } from '../wrap/mimic.js';
import type { AnyFunction } from '../rules/any-function.js';

const { defineProperty, getOwnPropertyDescriptor } = Reflect;

/** How a stand-in calls what it stands before. */
export type CallMethod = (before: AnyFunction, self: unknown, args: unknown[]) => unknown;

/**
 * @param face whose name, length and text the stand-in has; absent: those of the method that it stands before
 * @returns false where `owner` has no such method of its own
 */
export function replaceMethod(owner: object, key: string, call: CallMethod, face?: AnyFunction): boolean {
  const descriptor = getOwnPropertyDescriptor(owner, key);
  if (typeof descriptor?.value !== 'function') return false;
  const before = descriptor.value as AnyFunction;
  const { wrapper } = {
    wrapper(this: unknown, ...args: unknown[]): unknown {
      return call(before, this, args);
    },
  };
  return defineProperty(owner, key, { ...descriptor, value: mimic(wrapper, face ?? before) });
}
