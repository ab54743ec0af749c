// `SMA.calculate(input)`: a static method of an exported class.

import type { Form } from '../library.js';
import { givenWhole } from '../input/observers.js';
import { replaceMethod } from './replace-method.js';

export function staticMethod(key: string): Form {
  return {
    patch(exported, name, wrap) {
      replaceMethod(exported, key, (original) => wrap(original, `${name}.${key}`, givenWhole));
      return exported;
    },
  };
}
