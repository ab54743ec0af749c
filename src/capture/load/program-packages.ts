// Packages that are not in `node_modules`: of a workspace, or linked. Their files are the program's, and go by the package's name.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { displayNameOf, isBelow, isFile } from './program-files.js';

interface ProgramPackage {
  readonly name: string;
  readonly folder: string;
}

const byFolder = new Map<string, ProgramPackage | undefined>();

/** The package that a file lies in, by the nearest package.json with a name; each folder is read once. */
function packageAround(folder: string): ProgramPackage | undefined {
  if (byFolder.has(folder)) return byFolder.get(folder);
  const above = path.dirname(folder);
  const found = packageIn(folder) ?? (above === folder ? undefined : packageAround(above));
  byFolder.set(folder, found);
  return found;
}

function packageIn(folder: string): ProgramPackage | undefined {
  try {
    const { name } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { readonly name?: unknown };
    return typeof name === 'string' && name !== '' ? { name, folder } : undefined;
  } catch {
    return undefined;
  }
}

/** @returns the name of a file's package; `undefined` where the program's main file lies in it too, or nothing has a name */
export function programPackageOf(filename: string): string | undefined {
  return otherPackageOf(filename)?.name;
}

/** `@acme/feed/src/index.js`, for a file outside the working directory, where its folders say nothing. */
function nameInPackage(filename: string): string | undefined {
  const found = otherPackageOf(filename);
  return found && [found.name, ...path.relative(found.folder, filename).split(path.sep)].join('/');
}

/** A file as the program's author knows it: by its path below the working directory, else by its package, else by its mere name. */
export function seenName(filename: string, workingDirectory: string): string {
  const inPackage = isBelow(filename, workingDirectory) ? undefined : nameInPackage(filename);
  return inPackage ?? displayNameOf(filename, workingDirectory);
}

function otherPackageOf(filename: string): ProgramPackage | undefined {
  if (!isFile(filename)) return undefined;
  const found = packageAround(path.dirname(filename));
  const main = process.argv[1];
  return main !== undefined && found === packageAround(path.dirname(main)) ? undefined : found;
}
