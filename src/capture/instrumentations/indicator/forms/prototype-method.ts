// `rsi.nextValue(price)`: a method that is given one value after the other.

import type { Form } from '../library.js';
import { givenValueByValue } from '../input/observers.js';
import { replaceMethod } from './replace-method.js';

export function prototypeMethod(key: string): Form {
  return {
    patch(exported, name, wrap) {
      const prototype = exported.prototype as unknown;
      if (typeof prototype === 'object' && prototype !== null) {
        replaceMethod(prototype, key, (original) => wrap(original, `${name}.${key}`, givenValueByValue));
      }
      return exported;
    },
  };
}
