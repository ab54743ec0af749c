// Tells the program's files from packages.

import path from 'node:path';

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

/** The file's own name without folders; of an `index` file its folder's, by which the program knows it: `db.js` for `db/index.js`. */
export function fileNameOf(filename: string): string {
  const { name, base, ext, dir } = path.parse(filename);
  return name === 'index' ? path.basename(dir) + ext : base;
}

/** As people see it: relative to the working directory where it lies below it. */
export function displayNameOf(filename: string, workingDirectory: string): string {
  const relative = path.relative(workingDirectory, filename);
  return relative.startsWith('..') || path.isAbsolute(relative) ? path.basename(filename) : relative;
}
