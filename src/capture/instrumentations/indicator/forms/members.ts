// Exports that are classes: their methods, and their static functions.

import { replaceMember } from '../../../patch/replace-member.js';
import type { AnyFunction } from '../../../rules/any-function.js';
import type { Match } from '../../../rules/match.js';
import { givenValueByValue, givenWhole } from '../input/observers.js';
import type { Form } from '../library.js';

const { ownKeys } = Reflect;

/** `rsi.nextValue(price)` */
export function prototypeMethod(key: string): Form {
  return {
    says: `\`x.${key}()\``,
    patch(exported, name, wrap) {
      const prototype = prototypeOf(exported);
      if (prototype !== undefined)
        replaceMember(prototype, key, (original) => wrap(original, `${name}.${key}`, givenValueByValue));
      return exported;
    },
  };
}

/** `indicators.sma(closes, 14)`: a class with a method for each indicator. */
export function everyMethod(without: RegExp, endsBy?: Match['endsBy']): Form {
  return {
    says: endsBy === undefined ? '`indicators.x()`' : '`await indicators.x()`',
    patch(exported, name, wrap) {
      const prototype = prototypeOf(exported);
      for (const key of namesIn(prototype, without))
        replaceMember(prototype as object, key, (original) => wrap(original, `${name}.${key}`, givenWhole, endsBy));
      return exported;
    },
  };
}

/** `RSI.calculate(input)` */
export function staticMethod(key: string): Form {
  return {
    says: `\`X.${key}()\``,
    patch(exported, name, wrap) {
      replaceMember(exported, key, (original) => wrap(original, `${name}.${key}`, givenWhole));
      return exported;
    },
  };
}

/** `TA.sma(closes, 14)`: a class with a static function for each indicator. */
export function everyStaticMethod(without: RegExp): Form {
  return {
    says: '`X.x()`',
    patch(exported, name, wrap) {
      if (typeof exported !== 'function') return exported;
      for (const key of namesIn(exported, without))
        replaceMember(exported, key, (original) => wrap(original, `${name}.${key}`, givenWhole));
      return exported;
    },
  };
}

export function prototypeOf(exported: object): object | undefined {
  const prototype = typeof exported === 'function' ? (exported as AnyFunction).prototype : undefined;
  return typeof prototype === 'object' && prototype !== null ? (prototype as object) : undefined;
}

const NO_INDICATOR = /^(?:constructor|prototype|length|name)$/;

function namesIn(owner: object | undefined, without: RegExp): string[] {
  const keys = owner === undefined ? [] : ownKeys(owner);
  return keys.filter((key): key is string => typeof key === 'string' && !NO_INDICATOR.test(key) && !without.test(key));
}
