// Makes a folder and those above it.
//
// Not by `mkdirSync` with `recursive`: below a folder of `/proc`, or behind a link to nowhere, it tries for ever. Here each level is tried
// once.

import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from '../model/unusable-source-error.js';

/** For this user alone. @throws the file system's error */
export function makeFolder(folder: string): void {
  const missing: string[] = [];
  let above = path.resolve(folder);
  while (!isFolder(above)) {
    missing.push(above);
    above = path.dirname(above);
  }
  for (const each of missing.toReversed()) {
    try {
      mkdirSync(each, 0o700);
    } catch (error) {
      // Another process of the run may have been faster.
      if (errorCode(error) !== 'EEXIST' || !isFolder(each)) throw error;
    }
  }
}

/** @throws the file system's error where it is something else */
function isFolder(file: string): boolean {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined || stats.isDirectory()) return stats !== undefined;
  const error: NodeJS.ErrnoException = new Error(`ENOTDIR: ${file} is no folder`);
  error.code = 'ENOTDIR';
  throw error;
}
