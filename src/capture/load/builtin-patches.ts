// Patches modules of Node's own when the program loads them, and not before: loading one may print a warning.

import type { BuiltinPatch } from '../rules/instrumentation.js';
import { mimic } from '../wrap/mimic.js';
import type { AnyFunction } from '../rules/any-function.js';

const { getBuiltinModule } = process;

export class BuiltinPatches {
  readonly #waiting: Map<string, BuiltinPatch>;
  readonly #onError: (what: string, error: unknown) => void;

  constructor(patches: readonly BuiltinPatch[], onError: (what: string, error: unknown) => void) {
    this.#waiting = new Map(patches.map((patch) => [patch.name, patch]));
    this.#onError = onError;
    // What a preload before this one has loaded: Node tells it nowhere else.
    const { moduleLoadList = [] } = process as { moduleLoadList?: readonly string[] };
    for (const name of [...this.#waiting.keys()]) {
      if (moduleLoadList.includes(`NativeModule ${name.replace('node:', '')}`)) this.apply(name);
    }
  }

  /** Called for every module that is about to be loaded. */
  apply(name: string): void {
    const patch = this.#waiting.get(name);
    if (patch === undefined) return;
    this.#waiting.delete(name);
    try {
      const exports = getBuiltinModule(name);
      if (exports !== undefined) patch.patch(exports);
    } catch (error) {
      this.#onError(name, error);
    }
  }

  /** The one way to a module of Node's own that no module hook sees. */
  watchGetBuiltinModule(): void {
    const patch = (id: string): void => this.apply(id);
    const wrapper: AnyFunction = function (...args) {
      patch(args[0] as string);
      return Reflect.apply(getBuiltinModule as AnyFunction, this, args);
    };
    process.getBuiltinModule = mimic(wrapper, getBuiltinModule) as typeof getBuiltinModule;
  }
}
