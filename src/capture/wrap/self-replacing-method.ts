// Methods that replace themselves on their instance: `this.nextValue = this.nextStable` once enough values have come.
//
// A wrapper on the prototype would be left behind with the first such assignment: of 40,312 calls of two averages it saw 78.
// An accessor on the prototype takes the assignment, and gives the instance a wrapper of what was assigned, as the plain
// property that the program would have made. What that one assigns in turn is looked for when it has returned.

import { mimic, originalOf } from './mimic.js';
import type { AnyFunction } from '../rules/any-function.js';

const { apply, getOwnPropertyDescriptor } = Reflect;

/** Whether a class assigns to `this` what is also one of its methods. */
export function replacesItself(constructor: AnyFunction, key: string): boolean {
  const text = Function.prototype.toString.call(constructor);
  const name = key.replaceAll('$', '\\$');
  return new RegExp(`\\bthis\\.${name}\\s*=(?![=>])`).test(text);
}

/** @param wrap returns the wrapper of a function, which may exist already */
export function defineSelfReplacing(prototype: object, key: string, wrap: (method: AnyFunction) => AnyFunction): void {
  const descriptor = getOwnPropertyDescriptor(prototype, key) as PropertyDescriptor;
  const wrapper = wrap(descriptor.value as AnyFunction);

  const follow = (instance: object, value: unknown): unknown =>
    typeof value === 'function' ? following(instance, wrap(value as AnyFunction)) : value;

  const following = (owner: object, method: AnyFunction): AnyFunction => {
    const { followed } = {
      followed(this: unknown, ...args: unknown[]): unknown {
        try {
          return apply(method, this, args);
        } finally {
          // Only what replaced this one; on another object the function is just called.
          if (this === owner) followReplacement(owner, followed);
        }
      },
    };
    return mimic(followed, originalOf(method) ?? method);
  };

  const followReplacement = (instance: object, current: AnyFunction): void => {
    const own = getOwnPropertyDescriptor(instance, key);
    if (own?.writable !== true || own.value === current) return;
    Reflect.defineProperty(instance, key, { ...own, value: follow(instance, own.value) });
  };

  Reflect.defineProperty(prototype, key, {
    get: () => wrapper,
    set(this: object, value: unknown) {
      // Throws where the assignment would have: on a frozen instance.
      Object.defineProperty(this, key, {
        value: follow(this, value),
        writable: true,
        enumerable: this !== prototype || descriptor.enumerable === true,
        configurable: true,
      });
    },
    enumerable: descriptor.enumerable ?? false,
    configurable: descriptor.configurable ?? true,
  });
}
