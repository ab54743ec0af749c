// Wraps those exports of a package that the configuration names.

import { replaceExports } from '../../patch/replace-exports.js';
import { replaceMember } from '../../patch/replace-member.js';
import type { WrapPackageFunction } from '../../rules/instrumentation.js';
import type { AnyFunction } from '../../rules/any-function.js';
import type { Match } from '../../rules/match.js';
import { debug } from '../../../stderr.js';

type Verdict = (name: string) => Match | undefined;

const { getOwnPropertyDescriptor, ownKeys } = Reflect;

/**
 * @param mayHaveMembers whether members of an export may be named: an accessor is read only then, as it may load a file, or warn
 * @returns what the module has to export: the same object, or a copy where it cannot be changed
 */
export function wrapConfiguredExports(
  exports: unknown,
  verdict: Verdict,
  wrap: WrapPackageFunction,
  mayHaveMembers: (name: string) => boolean,
): unknown {
  if (typeof exports === 'function') {
    const whole = verdict(exports.name) ?? verdict('default');
    if (whole !== undefined) return wrap(exports as AnyFunction, whole);
  }
  if ((typeof exports !== 'object' && typeof exports !== 'function') || exports === null) return exports;
  const wrappers = new Map<string, AnyFunction>();
  for (const key of ownKeys(exports).filter((each) => typeof each === 'string')) {
    const match = verdict(key);
    const isRead =
      match !== undefined || getOwnPropertyDescriptor(exports, key)?.get === undefined || mayHaveMembers(key);
    const value = isRead ? valueOf(exports, key) : undefined;
    if (typeof value !== 'function') continue;
    if (match === undefined) wrapMembers(value as AnyFunction, (name) => verdict(`${key}.${name}`), wrap);
    else wrappers.set(key, wrap(value as AnyFunction, match));
  }
  return replaceExports(exports, wrappers);
}

/** Wraps methods and static functions, where the export is a class. */
function wrapMembers(constructor: AnyFunction, verdict: Verdict, wrap: WrapPackageFunction): void {
  for (const owner of [constructor, constructor.prototype as object | undefined]) {
    for (const key of owner === undefined ? [] : ownKeys(owner)) {
      if (typeof key !== 'string' || key === 'constructor' || key === 'prototype') continue;
      const isMethod = typeof getOwnPropertyDescriptor(owner as object, key)?.value === 'function';
      const match = isMethod ? verdict(key) : undefined;
      if (match === undefined) continue;
      if (!replaceMember(owner as object, key, (original) => wrap(original, match)))
        throw new TypeError(`${key} is frozen`);
    }
  }
}

/** A getter may load a file, or throw. */
function valueOf(exports: object, key: string): unknown {
  try {
    return (exports as Record<string, unknown>)[key];
  } catch (error) {
    debug(`the export ${key} cannot be read`, error);
    return undefined;
  }
}
