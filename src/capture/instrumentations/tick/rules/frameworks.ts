// Frameworks in `node_modules` that the program hands its events to: `framework.onCandle(state, candle)`.
//
// Only what the program itself loads, and only exports whose names leave no doubt: in 257 to 442 packages of four applications
// none but undici and typescript had such a name at all, and not as an export.

import { types } from 'node:util';
import { replaceMember } from '../../../patch/replace-member.js';
import type { AnyFunction } from '../../../rules/any-function.js';
import { ANY_PACKAGE, type PackagePatch, type WrapPackageFunction } from '../../../rules/instrumentation.js';
import { isTickShaped } from '../shape/tick-shape.js';
import { isStrongName, strongTicks } from './handlers.js';
import { speaksOfTrading } from './speaks-of-trading.js';

const { getOwnPropertyDescriptor, ownKeys } = Reflect;

export const frameworks: PackagePatch = {
  packageName: ANY_PACKAGE,
  file: /(?:)/,
  alsoModules: true,
  // The text of every module would have to be read.
  modules: { source: strongTicks.hint, isOf: speaksOfTrading },
  concerns(exports) {
    if (types.isProxy(exports)) return false;
    if (typeof exports === 'function') return isStrongName(exports.name);
    return typeof exports === 'object' && exports !== null && ownKeys(exports).some(isStrongKey);
  },
  patch(exports, wrap, _version, packageName) {
    if (typeof exports === 'function' && isHandler(exports.name, exports))
      return wrapped(exports as AnyFunction, exports.name, packageName, wrap);
    if (typeof exports !== 'object' || exports === null) return exports;
    for (const key of ownKeys(exports)) {
      if (!isStrongKey(key)) continue;
      const { value, get, set } = getOwnPropertyDescriptor(exports, key) ?? {};
      // Of an ES module, both stand for its binding; a getter alone may load a file.
      const isBinding = get !== undefined && set !== undefined;
      if (!isHandler(key, isBinding ? Reflect.get(exports, key) : value)) continue;
      if (isBinding)
        Reflect.set(exports, key, wrapped(Reflect.get(exports, key) as AnyFunction, key, packageName, wrap));
      else replaceMember(exports, key, (original) => wrapped(original, key, packageName, wrap));
    }
    return exports;
  },
};

function isStrongKey(key: PropertyKey): key is string {
  return typeof key === 'string' && isStrongName(key);
}

function isHandler(name: string, value: unknown): boolean {
  // A class is none, whatever it is called.
  return isStrongName(name) && typeof value === 'function' && !/^class\b/.test(Function.prototype.toString.call(value));
}

function wrapped(original: AnyFunction, name: string, packageName: string, wrap: WrapPackageFunction): AnyFunction {
  return wrap(original, { kind: 'tick', name, packageName, rule: 'tick-name', isTick: isTickShaped });
}
