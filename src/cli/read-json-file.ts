// A file in JSON that a command of ours has written, with what is wrong with it where it is none.

import { readFileSync } from 'node:fs';
import { formatBytes } from '../model/format-units.js';
import type { Bytes } from '../model/units.js';
import { unreadable, UnusableSourceError } from '../model/unusable-source-error.js';

export interface JsonFileWords {
  /** What should be in it: `report` */
  readonly what: string;
  /** Said of a file that is no JSON at all. */
  readonly otherwise: string;
  /** How to write it anew, as a sentence. */
  readonly anew: string;
}

/** @throws UnusableSourceError where it cannot be read, or is no JSON */
export function readJsonFile(file: string, { what, otherwise, anew }: JsonFileWords): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(file, error);
  }
  try {
    return JSON.parse(text);
  } catch {
    const begun = text.trimStart().startsWith('{') && !text.trimEnd().endsWith('}');
    throw new UnusableSourceError(
      begun
        ? `${file} is cut off: it ends before its ${what} does, after ${formatBytes(Buffer.byteLength(text) as Bytes)}. ${anew}`
        : `${file} is ${otherwise}`,
    );
  }
}
