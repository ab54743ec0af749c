// Patches the exports of packages, once their file has run.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { types } from 'node:util';
import type { InstrumentedFunctions } from '../wrap/instrumented-functions.js';
import { ANY_PACKAGE, type PackagePatch } from '../rules/instrumentation.js';
import { withRegistration, withoutUnreadable } from './module-exports.js';
import { around, replaceMember } from '../patch/replace-member.js';
import { type PackageFile, packageFileOf } from './program-files.js';
import { ReentryGuard } from '../wrap/reentry-guard.js';
import { asPiece } from '../../measured-work.js';
import { debug } from '../../stderr.js';

/** Whether a file of the program asked for it, or an `import`, of which nothing is known. */
function isLoadedByProgram({
  parent,
}: {
  readonly parent?: { readonly filename?: string | null } | null | undefined;
}): boolean {
  const filename = parent?.filename;
  return typeof filename !== 'string' || packageFileOf(filename) === undefined;
}

function takesModule(
  { alsoModules, modules }: PackagePatch,
  { packageName }: PackageFile,
  source: () => string,
): boolean {
  return (
    alsoModules === true && (modules === undefined || (modules.isOf(packageName) && modules.source.test(source())))
  );
}

export class PackagePatches {
  readonly #patches: readonly PackagePatch[];
  readonly #functions: InstrumentedFunctions;
  readonly #onError: (what: string, error: unknown) => void;
  readonly #guards = new Map<string, ReentryGuard>();
  readonly #versions = new Map<string, string>();

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
    // An ES module that was required: it has registered its exports while it ran.
    if (types.isModuleNamespaceObject(loaded.exports)) return;
    const packageFile = packageFileOf(filename);
    if (packageFile === undefined) return;
    for (const patch of this.#patchesOf(packageFile, isLoadedByProgram(loaded)))
      if (patch.concerns?.(loaded.exports) !== false)
        loaded.exports = this.#patched(patch, packageFile, loaded.exports);
  }

  /** A package may be native code alone, or hand it on from an ES module: Node.js has no hook behind its loading but this function. */
  watchNative(): void {
    const applying = around((original, self, args) => {
      const result = Reflect.apply(original, self, args);
      const [loaded, filename] = args;
      if (typeof filename === 'string') this.apply(loaded as NodeModule, filename);
      return result;
    });
    replaceMember(process, 'dlopen', applying);
  }

  /** @returns the source of an ES module as it has to run; `undefined` where it stays as it is. Called for every package file */
  moduleSource(source: () => string, filename: string): string | undefined {
    const packageFile = packageFileOf(filename);
    if (
      packageFile === undefined ||
      !this.#patchesOf(packageFile).some((patch) => takesModule(patch, packageFile, source))
    )
      return undefined;
    return withRegistration(source(), filename);
  }

  /** Called from inside a package's ES module: `exported` has accessors of its own bindings. */
  moduleRan(filename: string, exported: object): void {
    const packageFile = packageFileOf(filename);
    if (packageFile === undefined) return;
    const readable = withoutUnreadable(exported);
    for (const patch of this.#patchesOf(packageFile))
      if (patch.alsoModules === true) this.#patched(patch, packageFile, readable);
  }

  #patchesOf({ packageName, file }: PackageFile, isByProgram = true): PackagePatch[] {
    return this.#patches.filter(
      (patch) =>
        (patch.packageName === packageName || (isByProgram && patch.packageName === ANY_PACKAGE)) &&
        patch.file.test(file),
    );
  }

  #patched(patch: PackagePatch, { packageName, folder, file }: PackageFile, exported: unknown): unknown {
    try {
      const guard = this.#guardOf(packageName);
      // Not every folder of packages is a package.
      const version = patch.packageName === ANY_PACKAGE ? '' : this.#versionIn(folder);
      const wrap: Parameters<PackagePatch['patch']>[1] = (original, match) =>
        this.#functions.wrap(original, { ...match, packageName }, undefined, guard);
      const patched = asPiece('loading', () => patch.patch(exported, wrap, version, packageName));
      debug(`patched package ${packageName} ${version} (${file})`);
      return patched;
    } catch (error) {
      debug(`patching package ${packageName} failed`, error);
      this.#onError(`package ${packageName}`, error);
      return exported;
    }
  }

  #guardOf(packageName: string): ReentryGuard {
    let guard = this.#guards.get(packageName);
    if (guard === undefined) this.#guards.set(packageName, (guard = new ReentryGuard()));
    return guard;
  }

  /** Read by its path: packages forbid `require('name/package.json')` by their exports. */
  #versionIn(folder: string): string {
    let version = this.#versions.get(folder);
    if (version === undefined) {
      const text = readFileSync(path.join(folder, 'package.json'), 'utf8');
      version = (JSON.parse(text) as { version?: string }).version ?? '0.0.0';
      this.#versions.set(folder, version);
    }
    return version;
  }
}
