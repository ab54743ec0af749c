// Patches modules of Node's own when the program loads them, and not before: loading one may print a warning.

import type { BuiltinPatch } from '../rules/instrumentation.js';
import { around, replaceMember } from '../patch/replace-member.js';
import { asPiece } from '../../measured-work.js';
import { debug } from '../../stderr.js';

const { getBuiltinModule } = process;

export class BuiltinPatches {
  readonly #waiting: Map<string, BuiltinPatch>;
  readonly #onError: (what: string, error: unknown) => void;

  constructor(patches: readonly BuiltinPatch[], onError: (what: string, error: unknown) => void) {
    this.#waiting = new Map(patches.map((patch) => [patch.name, patch]));
    this.#onError = onError;
    // Modules that an earlier preload has loaded; Node has no other list of them.
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
      if (exports !== undefined) asPiece('loading', () => patch.patch(exports));
      debug(exports === undefined ? `no module ${name} to patch` : `patched ${name}`);
    } catch (error) {
      debug(`patching ${name} failed`, error);
      this.#onError(name, error);
    }
  }

  /** `process.getBuiltinModule` is the only way to a module of Node's own that fires no module hook. */
  watchGetBuiltinModule(): void {
    const applying = around((original, self, args) => {
      this.apply(args[0] as string);
      return Reflect.apply(original, self, args);
    });
    replaceMember(process, 'getBuiltinModule', applying);
  }
}
