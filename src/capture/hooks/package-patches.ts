// Patches the exports of packages, once their file has run.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { InstrumentedFunctions } from './instrumented-functions.js';
import type { PackagePatch } from './instrumentation.js';
import { packageFileOf } from './program-files.js';
import type { ReentryGuard } from './wrap-synchronous.js';

export class PackagePatches {
  readonly #patches: readonly PackagePatch[];
  readonly #functions: InstrumentedFunctions;
  readonly #onError: (what: string, error: unknown) => void;
  readonly #guards = new Map<string, ReentryGuard>();

  constructor(
    patches: readonly PackagePatch[],
    functions: InstrumentedFunctions,
    onError: (what: string, error: unknown) => void,
  ) {
    this.#patches = patches;
    this.#functions = functions;
    this.#onError = onError;
  }

  /** Called for every package file that has run; most have no patch. */
  apply(loaded: NodeModule, filename: string): void {
    const place = packageFileOf(filename);
    if (place === undefined) return;
    for (const patch of this.#patches) {
      if (patch.packageName !== place.packageName || !patch.file.test(place.file)) continue;
      try {
        const guard = this.#guardOf(place.packageName);
        loaded.exports = patch.patch(
          loaded.exports,
          (original, match) => this.#functions.wrap(original, match, undefined, guard),
          versionIn(place.folder),
        );
      } catch (error) {
        this.#onError(`package ${place.packageName}`, error);
      }
    }
  }

  #guardOf(packageName: string): ReentryGuard {
    let guard = this.#guards.get(packageName);
    if (guard === undefined) this.#guards.set(packageName, (guard = { inside: false }));
    return guard;
  }
}

/** Read by its path: packages forbid `require('name/package.json')` by their exports. */
function versionIn(folder: string): string {
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version?: string };
  return version ?? '0.0.0';
}
