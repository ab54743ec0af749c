// Which packages were loaded, and what of them nothing can be seen.

import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import type { ObservedPackage } from '../../model/record/observations.js';
import type { NotSeenRow } from '../../model/record/record-segment.js';
import { displayNameOf, nameOfScript, type ProgramFiles } from '../load/program-files.js';
import { debug } from '../../stderr.js';

const MOST_PACKAGES = 512;
/** How bundlers begin what they put together. */
const BUNDLED = /__webpack_require__|__commonJS\s*=|__toESM\s*=|\bparcelRequire\b|__rollup/;

interface LoadedPackage {
  readonly folder: string;
  /** Kinds of its files. Some have a module that only hands on what is CommonJS. */
  hasModules: boolean;
  hasScripts: boolean;
}

export class LoadedPackages {
  readonly #packages = new Map<string, LoadedPackage>();
  readonly #notSeen = new Map<string, NotSeenRow>();
  readonly #programFiles: ProgramFiles;

  constructor(programFiles: ProgramFiles) {
    this.#programFiles = programFiles;
  }

  watch(): void {
    registerHooks({
      load: (url, loadContext, nextLoad) => {
        const result = nextLoad(url, loadContext);
        const filename = nameOfScript(url);
        if (filename !== undefined) this.#loaded(filename, result.format, result.source);
        return result;
      },
    });
    const { dlopen } = process;
    process.dlopen = (...args: Parameters<typeof process.dlopen>) => {
      const [, filename] = args;
      this.#add(path.basename(filename), 'native code: only the JavaScript that calls it can be measured');
      Reflect.apply(dlopen, process, args);
    };
  }

  describe(): { readonly packages: ObservedPackage[]; readonly notSeen: NotSeenRow[] } {
    const packages = Array.from(this.#packages, ([name, { folder, hasModules, hasScripts }]) => ({
      name,
      version: versionIn(folder),
      isEsModule: hasModules && !hasScripts,
    }));
    return { packages, notSeen: [...this.#notSeen.values()] };
  }

  #loaded(filename: string, format: string | null | undefined, source: unknown): void {
    const packageFile = this.#programFiles.packageFileOf(filename);
    if (packageFile === undefined) {
      const text =
        typeof source === 'string' ? source : source instanceof Uint8Array ? Buffer.from(source).toString() : '';
      if (!BUNDLED.test(text)) return;
      const why =
        "a bundle: packages inside it are taken for the program's code, and known by their names only if those were kept";
      this.#add(displayNameOf(filename, process.cwd()), why);
      return;
    }
    let loaded = this.#packages.get(packageFile.packageName);
    if (loaded === undefined) {
      loaded = { folder: packageFile.folder, hasModules: false, hasScripts: false };
      if (this.#packages.size < MOST_PACKAGES) this.#packages.set(packageFile.packageName, loaded);
    }
    loaded.hasModules ||= format === 'module';
    // What is required has no format before it is compiled.
    loaded.hasScripts ||= format === 'commonjs' || format === undefined || format === null;
  }

  #add(name: string, why: string): void {
    if (this.#notSeen.size < MOST_PACKAGES) this.#notSeen.set(name, { name, why });
  }
}

function versionIn(folder: string): string {
  try {
    const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version?: string };
    return version ?? '';
  } catch (error) {
    debug(`no version in ${folder}`, error);
    return '';
  }
}
