// `sma.nextValue(price)` of a class that replaces its own method, for each instance, once it has enough values.
//
// On the prototype stands an accessor: what an instance assigns becomes its own property as before, with a wrapper in it. Of 40,312
// calls of two such classes (@debut/indicators), a wrapper on the prototype alone saw 78.

import type { AnyFunction } from '../../../rules/any-function.js';
import { givenValueByValue } from '../input/observers.js';
import type { Form } from '../library.js';
import { prototypeOf } from './members.js';

const { defineProperty, getOwnPropertyDescriptor } = Reflect;

export function replacedMethod(key: string): Form {
  return {
    says: `\`x.${key}()\``,
    patch(exported, name, wrap) {
      const prototype = prototypeOf(exported);
      const wrapped = (original: AnyFunction): AnyFunction => wrap(original, `${name}.${key}`, givenValueByValue);
      if (prototype !== undefined) followAssignments(prototype, key, wrapped);
      return exported;
    },
  };
}

function followAssignments(prototype: object, key: string, wrapped: (original: AnyFunction) => AnyFunction): void {
  const descriptor = getOwnPropertyDescriptor(prototype, key);
  if (typeof descriptor?.value !== 'function' || descriptor.configurable !== true) return;
  const method = wrapped(descriptor.value as AnyFunction);
  defineProperty(prototype, key, {
    get: () => method,
    set(this: object, value: unknown) {
      const isOfInstance = this !== prototype;
      const assigned = isOfInstance && typeof value === 'function' ? wrapped(value as AnyFunction) : value;
      const { enumerable } = isOfInstance ? { enumerable: true } : descriptor;
      if (
        !defineProperty(this, key, {
          value: assigned,
          writable: true,
          configurable: true,
          enumerable: enumerable === true,
        })
      )
        throw new TypeError(`Cannot add property ${key}, object is not extensible`);
    },
    configurable: true,
    enumerable: descriptor.enumerable === true,
  });
}
