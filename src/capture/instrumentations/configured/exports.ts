// Wraps those exports of a package that the configuration names.

import type { WrapPackageFunction } from '../../rules/instrumentation.js';
import type { AnyFunction } from '../../rules/any-function.js';
import type { Match } from '../../rules/match.js';

type Verdict = (name: string) => Match | undefined;

const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;

/** @returns what has to stand for the exports: the same, but where they cannot be changed a copy */
export function patchExports(exports: unknown, verdict: Verdict, wrap: WrapPackageFunction): unknown {
  if (typeof exports === 'function') {
    const whole = verdict(exports.name) ?? verdict('default');
    if (whole !== undefined) return wrap(exports as AnyFunction, whole);
  }
  if ((typeof exports !== 'object' && typeof exports !== 'function') || exports === null) return exports;
  let patched: object = exports;
  for (const key of ownKeys(exports).filter((each) => typeof each === 'string')) {
    const value = valueOf(exports, key);
    if (typeof value !== 'function') continue;
    const match = verdict(key);
    if (match === undefined) {
      patchMembers(value as AnyFunction, (name) => verdict(`${key}.${name}`), wrap);
    } else {
      patched = replaced(patched, key, wrap(value as AnyFunction, match));
    }
  }
  return patched;
}

/** Methods and static functions, where the export is a class. */
function patchMembers(owner: AnyFunction, verdict: Verdict, wrap: WrapPackageFunction): void {
  for (const place of [owner, owner.prototype as object | undefined]) {
    for (const key of place === undefined ? [] : ownKeys(place)) {
      if (typeof key !== 'string' || key === 'constructor' || key === 'prototype') continue;
      const descriptor = getOwnPropertyDescriptor(place as object, key);
      const match = typeof descriptor?.value === 'function' ? verdict(key) : undefined;
      if (match === undefined) continue;
      const value = wrap(descriptor?.value as AnyFunction, match);
      if (!defineProperty(place as object, key, { ...descriptor, value })) throw new TypeError(`${key} is frozen`);
    }
  }
}

/** What TypeScript and esbuild export are getters that cannot be changed, on an object that can be exchanged. */
function replaced(exports: object, key: string, value: unknown): object {
  const descriptor = getOwnPropertyDescriptor(exports, key);
  const plain: PropertyDescriptor = { value, enumerable: descriptor?.enumerable === true, writable: true };
  if (defineProperty(exports, key, { ...plain, configurable: true })) return exports;
  if (typeof exports === 'function') throw new TypeError(`${key} cannot be replaced`);
  const descriptors = Object.getOwnPropertyDescriptors(exports);
  return Object.create(getPrototypeOf(exports), { ...descriptors, [key]: { ...plain, configurable: true } }) as object;
}

/** A getter may load a file, or throw. */
function valueOf(exports: object, key: string): unknown {
  try {
    return (exports as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}
