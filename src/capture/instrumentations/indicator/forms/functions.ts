// Exports that are functions: alone, in an object, or one for all that says by its argument what it computes.

import { replaceExports } from '../../../patch/replace-exports.js';
import { around, replaceMember } from '../../../patch/replace-member.js';
import type { AnyFunction } from '../../../rules/any-function.js';
import { givenWhole } from '../input/observers.js';
import type { Form } from '../library.js';

const { apply } = Reflect;

/** `sma(input)` */
export const functions: Form = {
  says: '`x()`',
  patch: (exported, name, wrap) => (isPlainFunction(exported) ? wrap(exported, name, givenWhole) : exported),
};

/** `await sma(closes, 14)`, of functions whose text does not say that they return a promise. */
export const promisingFunctions: Form = {
  says: '`await x()`',
  patch: (exported, name, wrap) => (isPlainFunction(exported) ? wrap(exported, name, givenWhole, 'promise') : exported),
};

/** `ta.sma(closes, 14)`: an export that is an object of functions. Where it has them as getters, a copy takes its place. */
export function functionsOf(namespace: RegExp): Form {
  return {
    says: '`namespace.x()`',
    patch(exported, name, wrap) {
      if (typeof exported === 'function' || !namespace.test(name)) return exported;
      const replaced = new Map<string, AnyFunction>();
      for (const [key, value] of Object.entries(exported)) {
        if (isPlainFunction(value)) replaced.set(key, wrap(value, `${name}.${key}`, givenWhole));
      }
      return replaceExports(exported, replaced);
    },
  };
}

/** `indicators.sma.indicator(inputs, options, callback)`: an export with an object for each indicator. */
export function functionOfEach(namespace: string, key: string): Form {
  return {
    says: `\`${namespace}.x.${key}()\``,
    patch(exported, name, wrap) {
      if (name !== namespace) return exported;
      for (const [indicator, members] of Object.entries(exported) as [string, object][])
        replaceMember(members, key, (original) => wrap(original, indicator, givenWhole));
      return exported;
    },
  };
}

/** More names than any such function has: they come from the program. */
const NAMES = 256;

/** `execute({ name: 'RSI', ... }, callback)`, which needs no callback. */
export function functionByName(key: string): Form {
  return {
    says: `\`${key}({ name })\``,
    patch(exported, name, wrap) {
      if (name !== key || typeof exported !== 'function') return exported;
      const byName = new Map<string, AnyFunction>();
      const recorded = (original: AnyFunction, indicator: string): AnyFunction => {
        let wrapper = byName.get(indicator);
        if (wrapper !== undefined) return wrapper;
        if (byName.size >= NAMES) return original;
        wrapper = wrap(callsOf(original), indicator, givenWhole, 'callback');
        byName.set(indicator, wrapper);
        return wrapper;
      };
      return around((original, self, args) => apply(recorded(original, nameIn(args[0]) ?? key), self, args))(
        exported as AnyFunction,
      );
    },
  };
}

/** Another function for each name: a function has one wrapper. */
function callsOf(original: AnyFunction): AnyFunction {
  return function (...args) {
    return apply(original, this, args);
  };
}

/** A getter of the program may throw, as it then does in the library. */
function nameIn(options: unknown): string | undefined {
  try {
    const name: unknown = (options as { name?: unknown } | undefined)?.name;
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined;
  }
}

function isPlainFunction(exported: unknown): exported is AnyFunction {
  return typeof exported === 'function' && !isClass(exported);
}

/** Only a class has a `prototype` property that is read-only. */
function isClass(exported: object): boolean {
  return Object.getOwnPropertyDescriptor(exported, 'prototype')?.writable === false;
}
