// Files and folders that were not there before, whole or not at all.

import { cpSync, lstatSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { errorCode } from '../../model/unusable-source-error.js';
import { UsageError } from '../exit-codes.js';

/** A link that leads nowhere is there too. */
export function isTaken(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** @throws UsageError where it is there, or cannot be written */
export function writeNewFile(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    if (errorCode(error) === 'EEXIST') throw taken(path);
    rmSync(path, { force: true });
    throw notWritten(path, error);
  }
}

/** @throws UsageError where something is there, or it cannot be written */
export function copyNewFolder(from: string, to: string): void {
  if (isTaken(to)) throw taken(to);
  const unfinished = `${to}.${process.pid}.tmp`;
  try {
    cpSync(from, unfinished, { recursive: true, errorOnExist: true, force: false });
    renameSync(unfinished, to);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw notWritten(to, error);
  }
}

export function taken(path: string): UsageError {
  return new UsageError(`${path} is there already and is left as it is. Move it away first.`);
}

function notWritten(path: string, error: unknown): UsageError {
  return new UsageError(
    `${path} cannot be written (${errorCode(error)}). Start the command in a folder that may be written to.`,
  );
}
