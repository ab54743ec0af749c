// Replaces methods in place: the property keeps its attributes, and the wrapper mimics the method that it calls.

import { mimic } from '../wrap/mimic.js';
import type { AnyFunction } from '../rules/any-function.js';

const { defineProperty, getOwnPropertyDescriptor, ownKeys } = Reflect;

/** Calls `original`, the method that the wrapper replaced. */
export type CallMethod = (original: AnyFunction, self: unknown, args: unknown[]) => unknown;

/** Returns the function that replaces `original`; `original` itself where it stays. */
export type Replace = (original: AnyFunction) => AnyFunction;

/**
 * Replaces a method of `owner`'s own: an inherited one belongs to the class that has it.
 *
 * @returns false where `owner` has no method `key` of its own, or does not let go of it
 */
export function replaceMember(owner: object, key: string, replace: Replace): boolean {
  const descriptor = getOwnPropertyDescriptor(owner, key);
  if (typeof descriptor?.value !== 'function') return false;
  const original = descriptor.value as AnyFunction;
  const replacement = replace(original);
  showAsConstructor(replacement, original);
  return defineProperty(owner, key, { ...descriptor, value: replacement });
}

/** An old function has a `prototype`, from which the program would come back to the original. */
export function showAsConstructor(replacement: AnyFunction, original: AnyFunction): void {
  const prototype = getOwnPropertyDescriptor(original, 'prototype')?.value as object | undefined;
  const constructor = prototype && getOwnPropertyDescriptor(prototype, 'constructor');
  if (prototype === undefined || constructor?.value !== original) return;
  defineProperty(prototype, 'constructor', { ...constructor, value: replacement });
}

/** Replaces a method under all its names, so that `on === addListener` still holds. */
export function replaceWithAliases(owner: object, key: string, replace: Replace): boolean {
  const original: unknown = getOwnPropertyDescriptor(owner, key)?.value;
  if (typeof original !== 'function') return false;
  const replacement = replace(original as AnyFunction);
  return ownKeys(owner)
    .filter((each) => typeof each === 'string' && getOwnPropertyDescriptor(owner, each)?.value === original)
    .every((alias) => replaceMember(owner, alias as string, () => replacement));
}

/**
 * @param mimicked the function whose name, length and text the wrapper has; absent: those of the method that it replaces
 * @returns a replacement that runs `call` at each call
 */
export function around(call: CallMethod, mimicked?: AnyFunction): Replace {
  return (original) => {
    const { wrapper } = {
      wrapper(this: unknown, ...args: unknown[]): unknown {
        return call(original, this, args);
      },
    };
    return mimic(wrapper, mimicked ?? original);
  };
}
