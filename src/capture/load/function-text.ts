// Lets the program's functions print as they were written.

import { withoutInsertions } from '../rewrite/insertion-marks.js';
import { originalOf, printAs } from '../wrap/mimic.js';

const nativeToString = Function.prototype.toString;

/**
 * Replaces `Function.prototype.toString`, so that wrappers answer with the original text and no text shows an insertion.
 * A WeakMap instead of an own `toString`: `Object.keys` and `hasOwnProperty` of the program's functions stay as they were.
 */
export function installToString(): void {
  const { toString } = {
    toString(this: object): string {
      return withoutInsertions(nativeToString.call(originalOf(this) ?? this));
    },
  };
  printAs(toString, nativeToString);
  Reflect.defineProperty(Function.prototype, 'toString', {
    ...(Reflect.getOwnPropertyDescriptor(Function.prototype, 'toString') as PropertyDescriptor),
    value: toString,
  });
}
