// Statements as they are recorded: without values, the same for the same statement.

import { sanitiseSql } from './sanitise-sql.js';

const LONGEST_NAME = 160;
/** Texts remembered. A program that writes values into its statements has a new text each time. */
const REMEMBERED_TEXTS = 1_000;
/** A longer text is not read further: 10 MB of inserted values would hold the loop. */
const LONGEST_TEXT = 20_000;

export interface Statement {
  /** Short enough for a table. */
  readonly name: string;
  /** The whole statement without values: `db.query.text`. */
  readonly text: string;
  /** Its verb and the first table: `db.query.summary`. */
  readonly summary: string;
}

export class Statements {
  readonly #known = new Map<string, Statement>();

  statementOf(given: string): Statement {
    const known = this.#known.get(given);
    if (known !== undefined) return known;
    const text = sanitiseSql(given.slice(0, LONGEST_TEXT));
    const statement = { name: shortened(text), text, summary: summaryOf(text) };
    if (this.#known.size >= REMEMBERED_TEXTS) this.#known.clear();
    if (given.length <= LONGEST_TEXT) this.#known.set(given, statement);
    return statement;
  }
}

const FIRST_TABLE = /\b(?:FROM|INTO|UPDATE|TABLE|JOIN)\s+(?:ONLY\s+|IF\s+(?:NOT\s+)?EXISTS\s+)?([\w$."]+)/i;

/** `SELECT trades`, as the semantic conventions write a summary; the verb alone where no table is found. */
function summaryOf(text: string): string {
  const verb = /^\w+/.exec(text)?.[0].toUpperCase() ?? '';
  const table = FIRST_TABLE.exec(text)?.[1];
  return table === undefined ? verb : `${verb} ${table}`;
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
