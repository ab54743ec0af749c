// Where the author of a compiled file sees a place of it.

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { displayNameOf, isFile } from './program-files.js';
import type { ProgramSourceMap } from './program-source-map.js';

/**
 * @param position in a source of the map; `undefined` where the map has none
 * @returns `file:line`; `undefined` where that is the place in the file itself
 */
export function originalLocation(
  filename: string,
  position: ReturnType<ProgramSourceMap['originalPosition']>,
  workingDirectory: string,
): string | undefined {
  if (position === undefined || !isFile(filename)) return undefined;
  const { source, line } = position;
  if (/^[a-z]{2,}:/i.test(source) && !source.startsWith('file:')) return undefined;
  const original = source.startsWith('file:') ? fileURLToPath(source) : path.resolve(path.dirname(filename), source);
  return `${displayNameOf(original, workingDirectory)}:${line + 1}`;
}
