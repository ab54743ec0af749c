// Replaces one method of a class or a prototype in place; its property stays as it was in all else.

import type { AnyFunction } from '../../../hooks/keep-face.js';

const { defineProperty, getOwnPropertyDescriptor } = Reflect;

/** Own methods only: an inherited one belongs to the class that has it. */
export function replaceMethod(owner: object, key: string, replace: (original: AnyFunction) => AnyFunction): void {
  const descriptor = getOwnPropertyDescriptor(owner, key);
  if (typeof descriptor?.value !== 'function') return;
  defineProperty(owner, key, { ...descriptor, value: replace(descriptor.value as AnyFunction) });
}
