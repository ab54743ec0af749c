// Names statements: their text without values, short enough for a table, the same for the same statement.

import { sanitiseSql } from './sanitise-sql.js';

const LONGEST_NAME = 160;
/** Texts remembered. A program that writes values into its statements has a new text each time. */
const REMEMBERED_TEXTS = 1_000;
/** A longer text is not read further: 10 MB of inserted values would hold the loop. */
const LONGEST_TEXT = 20_000;

export class StatementNames {
  readonly #names = new Map<string, string>();

  nameOf(text: string): string {
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    const name = shortened(sanitiseSql(text.slice(0, LONGEST_TEXT)));
    if (this.#names.size >= REMEMBERED_TEXTS) this.#names.clear();
    if (text.length <= LONGEST_TEXT) this.#names.set(text, name);
    return name;
  }
}

/** Statements that begin alike stay apart by a hash of the whole. */
function shortened(name: string): string {
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 11)}… #${hashOf(name)}`;
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
