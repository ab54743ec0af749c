// What a library of indicators is: one row of the table in `libraries.ts`.

import type { PackagePatch, WrapPackageFunction } from '../../rules/instrumentation.js';
import type { AnyFunction } from '../../rules/any-function.js';
import type { MakeInputObserver } from '../../rules/input-observer.js';
import { givenWhole } from './input/observers.js';
import type { Match } from '../../rules/match.js';
import { showAsConstructor } from '../../patch/replace-member.js';
import { replaceExports } from '../../patch/replace-exports.js';

export interface IndicatorLibrary {
  readonly packageName: string;
  /** Which of its files, by their path inside the package. */
  readonly files: RegExp;
  /** Exports that compute no indicator. */
  readonly without?: RegExp;
  /** How a module that is one function goes by; absent: by the function's own name. */
  readonly itself?: string;
  /** How its exports compute. Each form is tried on every export in turn; the next ones leave what one has wrapped. */
  readonly forms: readonly Form[];
}

/** One way in which an export computes, and where it is recorded. */
export interface Form {
  /** What a program writes, for the reference. */
  readonly says: string;
  /** @returns the replacement of the export; the export itself where only its members, or nothing, had to be replaced */
  patch(exported: object, name: string, wrap: WrapIndicator): object;
}

/** @param name `RSI.nextValue` */
type WrapIndicator = (
  original: AnyFunction,
  name: string,
  observeInput: MakeInputObserver,
  endsBy?: Match['endsBy'],
) => AnyFunction;

export function patchOf(library: IndicatorLibrary): PackagePatch {
  const { packageName, files: file } = library;
  return { packageName, file, alsoModules: true, patch: (exports, wrap) => patched(library, exports, shared(wrap)) };
}

function patched({ forms, without, itself }: IndicatorLibrary, exports: unknown, wrap: WrapIndicator): unknown {
  if (!isObject(exports)) return exports;
  if (typeof exports === 'function') {
    const name = itself ?? exports.name;
    return forms.reduce<object>((whole, form) => form.patch(whole, name, wrap), exports);
  }
  const exported = (Object.entries(exports) as [string, unknown][]).filter(([key]) => without?.test(key) !== true);
  const replacements = new Map<object, object>();
  for (const form of forms) {
    for (const [value, name] of shortestNames(exported)) {
      replacements.set(value, form.patch(replacements.get(value) ?? value, name, wrap));
    }
  }
  const replaced = new Map<string, object>();
  for (const [key, value] of exported) {
    const replacement = replacements.get(value as object) ?? value;
    if (replacement !== value) replaced.set(key, replacement as object);
  }
  return replaceExports(exports, replaced);
}

/** Each export once, whatever the number of its names: `sma` of `simpleMovingAverage`. */
function shortestNames(exported: readonly (readonly [string, unknown])[]): ReadonlyMap<object, string> {
  const names = new Map<object, string>();
  for (const [key, value] of exported) {
    if (isObject(value) && key.length < (names.get(value)?.length ?? Infinity)) names.set(value, key);
  }
  return names;
}

function isObject(value: unknown): value is object {
  return typeof value === 'function' || (typeof value === 'object' && value !== null);
}

/** A function with two names gets one wrapper. Weak: some libraries make functions for each instance. */
function shared(wrap: WrapPackageFunction): WrapIndicator {
  const wrappers = new WeakMap<AnyFunction, AnyFunction>();
  return (original, name, observeInput, endsBy) => {
    let wrapper = wrappers.get(original);
    if (wrapper === undefined) {
      const match: Match = { kind: 'indicator', name, rule: 'indicator-library', observeInput };
      const isPure = observeInput === givenWhole && endsBy === undefined;
      wrapper = wrap(original, {
        ...match,
        ...(isPure && { isPure }),
        ...(endsBy !== undefined && { endsBy }),
      });
      showAsConstructor(wrapper, original);
      wrappers.set(original, wrapper);
    }
    return wrapper;
  };
}
