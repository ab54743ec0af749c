// Tells the program's files from packages.

import { realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export interface PackageFile {
  readonly packageName: string;
  /** The file's path inside the package, with forward slashes. */
  readonly file: string;
  /** The package's folder. */
  readonly folder: string;
}

const NODE_MODULES = `${path.sep}node_modules${path.sep}`;

/** @returns where a file stands inside a package; `undefined` for the program's own. pnpm's nested folders are understood */
export function packageFileOf(filename: string): PackageFile | undefined {
  const at = filename.lastIndexOf(NODE_MODULES);
  if (at === -1) return undefined;
  const parts = filename.slice(at + NODE_MODULES.length).split(path.sep);
  const depth = parts[0]?.startsWith('@') === true ? 2 : 1;
  return {
    packageName: parts.slice(0, depth).join('/'),
    file: parts.slice(depth).join('/'),
    folder: filename.slice(0, at) + NODE_MODULES + parts.slice(0, depth).join(path.sep),
  };
}

const LONGEST_URL_NAME = 80;
const URL_SCHEME = /^[a-z][\w+.-]+:/i;
/** Scripts that Node.js is given as text. */
const GIVEN_TEXT = /^\[(?:eval|stdin|worker eval)\]$/;

/**
 * @param script a path, a URL, or what Node.js calls a text that it is given
 * @returns its path; without one, its URL without what is behind the kind of a `data:` URL; `undefined` for what is not loaded as a program
 */
export function nameOfScript(script: string): string | undefined {
  if (path.isAbsolute(script) || GIVEN_TEXT.test(script)) return script;
  if (!URL_SCHEME.test(script) || script.startsWith('node:')) return undefined;
  if (!script.startsWith('file:'))
    return script
      .split(/[,;?#]/, 1)
      .join()
      .slice(0, LONGEST_URL_NAME);
  try {
    return fileURLToPath(script);
  } catch {
    // A loader of the program may have URLs that are the path of no file.
    return undefined;
  }
}

/** Whether Node.js has a text from a file, and not from what `[eval]` or `data:text/javascript` stand for. */
export function isFile(filename: string): boolean {
  return !GIVEN_TEXT.test(filename) && (!URL_SCHEME.test(filename) || path.isAbsolute(filename));
}

/** The file's own name without folders; of an `index` file its folder's, by which the program knows it: `db.js` for `db/index.js`. */
export function fileNameOf(filename: string): string {
  if (!isFile(filename)) return filename;
  const { name, base, ext, dir } = path.parse(filename);
  return name === 'index' ? path.basename(dir) + ext : base;
}

/** @param relative a path from a folder, whether it leads out of that */
function isOutside(relative: string): boolean {
  return relative.startsWith('..') || path.isAbsolute(relative);
}

export function isBelow(filename: string, folder: string): boolean {
  return !isOutside(path.relative(folder, filename));
}

/** As people see it: relative to the working directory where it lies below it, else its own name; of an `index` file with its folder's. */
export function displayNameOf(filename: string, workingDirectory: string): string {
  if (!isFile(filename)) return filename;
  const relative = path.relative(workingDirectory, filename);
  if (!isOutside(relative)) return relative;
  const { name, base, dir } = path.parse(filename);
  return name === 'index' ? path.join(path.basename(dir), base) : base;
}

/**
 * Packages that start a program in their own process, or that a project has as its tools. One that is run without being listed here is
 * taken for the program, which costs its start some time.
 */
const TOOLS = new Set(
  (
    'npm pnpm yarn corepack npm-run-all npm-run-all2 concurrently lerna nx turbo pm2 pm2-runtime forever nodemon node-dev ' +
    'tsx ts-node ts-node-dev @swc-node/cli @babel/node esno jiti sucrase esbuild-register vite-node cross-env dotenv-cli ' +
    '@dotenvx/dotenvx env-cmd jest jest-cli jest-worker vitest tinypool mocha ava tap c8 nyc @playwright/test next nuxt nitropack ' +
    'vite @nestjs/cli serverless webpack webpack-cli rollup esbuild parcel typescript eslint oxlint prettier prisma knex typeorm ' +
    'drizzle-kit autocannon clinic 0x tickscope'
  ).split(' '),
);

/** Tells which files are the program's. */
export class ProgramFiles {
  readonly #tickscopeFolder: string;
  readonly #mainFile: () => unknown;
  #askedMain: unknown;
  /** Of the package that is the program, as one that `npx` runs, or a deployment that is installed as a package: as it is named, and where it is. */
  #programFolders: readonly string[] = [];

  /**
   * @param tickscopeFolder Tickscope's files, which are neither the program's nor a package's
   * @param mainFile the file that Node.js was started with; of a worker thread it is known when the preload has run
   */
  constructor(tickscopeFolder: string, mainFile: () => unknown) {
    this.#tickscopeFolder = tickscopeFolder;
    this.#mainFile = mainFile;
  }

  isProgramFile(filename: string): boolean {
    return this.packageFileOf(filename) === undefined && !this.isTickscopeFile(filename);
  }

  isTickscopeFile(filename: string): boolean {
    return filename.startsWith(this.#tickscopeFolder + path.sep);
  }

  /** @returns where a file stands inside a package; `undefined` for the program's own */
  packageFileOf(filename: string): PackageFile | undefined {
    const packageFile = packageFileOf(filename);
    return packageFile === undefined || this.#isProgram(packageFile) ? undefined : packageFile;
  }

  #isProgram({ folder }: PackageFile): boolean {
    if (this.#programFolders.length === 0) {
      // A process manager puts the program's own file here before it loads it.
      const main = this.#mainFile();
      if (main !== this.#askedMain) {
        this.#askedMain = main;
        this.#programFolders = typeof main === 'string' ? packageFoldersOf(main) : [];
      }
    }
    return this.#programFolders.includes(folder);
  }
}

/** The folders of the package that a program's main file lies in; none for a tool. */
function packageFoldersOf(main: string): string[] {
  return [main, realPathOf(main)].flatMap((filename) => {
    const found = packageFileOf(filename);
    return found === undefined || TOOLS.has(found.packageName) ? [] : [found.folder];
  });
}

/** The program may be named without its extension. */
function realPathOf(filename: string): string {
  for (const [known, rest] of [
    [filename, ''],
    [path.dirname(filename), path.basename(filename)],
  ] as const) {
    try {
      return path.join(realpathSync(known), rest);
    } catch {
      continue;
    }
  }
  return filename;
}
