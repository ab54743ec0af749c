// What a library of indicators is: one row of the table in `libraries/`.

import type { PackagePatch, WrapPackageFunction } from '../../rules/instrumentation.js';
import type { AnyFunction } from '../../rules/any-function.js';
import type { MakeInputObserver } from '../../rules/input-observer.js';
import { replaceExports } from '../../patch/replace-exports.js';

export interface IndicatorLibrary {
  readonly packageName: string;
  /** Which of its files, by their path inside the package. */
  readonly files: RegExp;
  /** Exports that compute no indicator. */
  readonly without?: RegExp;
  /** How its exports compute. Each form is tried on every export in turn; the next ones leave what one has wrapped. */
  readonly forms: readonly Form[];
}

/** One way in which an export computes, and where it is recorded. */
export interface Form {
  /** @returns the replacement of the export; the export itself where only its members, or nothing, had to be replaced */
  patch(exported: AnyFunction, name: string, wrap: WrapIndicator): AnyFunction;
}

/** @param name `RSI.nextValue` */
type WrapIndicator = (original: AnyFunction, name: string, observeInput: MakeInputObserver) => AnyFunction;

export function patchOf({ packageName, files, without, forms }: IndicatorLibrary): PackagePatch {
  return {
    packageName,
    file: files,
    alsoModules: true,
    patch(exports, wrap) {
      const wrapIndicator = shared(wrap);
      const replaced = new Map<string, AnyFunction>();
      for (const form of forms) {
        for (const [key, value] of Object.entries(exports as Readonly<Record<string, unknown>>)) {
          const exported = replaced.get(key) ?? value;
          if (typeof exported !== 'function' || without?.test(key) === true) continue;
          const wrapper = form.patch(exported as AnyFunction, key, wrapIndicator);
          if (wrapper !== value) replaced.set(key, wrapper);
        }
      }
      return replaceExports(exports as object, replaced);
    },
  };
}

/** A function with two names gets one wrapper. */
function shared(wrap: WrapPackageFunction): WrapIndicator {
  const wrappers = new Map<AnyFunction, AnyFunction>();
  return (original, name, observeInput) => {
    let wrapper = wrappers.get(original);
    if (wrapper === undefined) {
      wrapper = wrap(original, { kind: 'indicator', name, rule: 'indicator-library', observeInput });
      wrappers.set(original, wrapper);
    }
    return wrapper;
  };
}
