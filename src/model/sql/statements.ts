// Statements as they are recorded: without values, the same for the same statement.

import type { Dialect } from './dialects.js';
import { sanitiseSql } from './sanitise-sql.js';

const LONGEST_NAME = 160;
/** Texts remembered. */
const REMEMBERED_TEXTS = 1_000;
/**
 * Texts met lately, by hash. A program that writes values into its statements has a new text each time: remembering those
 * would help nobody, and 100,000 of them made V8's old generation 100 MB larger. A power of two.
 */
const MET_TEXTS = 4_096;
/** A longer text is not read further: 10 MB of inserted values would hold the loop. */
const LONGEST_TEXT = 20_000;

export interface Statement {
  /** Short enough for a table. */
  readonly name: string;
  /** The whole statement without values: `db.query.text`. */
  readonly text: string;
  /** Its first word, in capitals: `db.operation.name`. Empty where it begins otherwise. */
  readonly verb: string;
  /** Its verb and the first table: `db.query.summary`. */
  readonly summary: string;
}

export class Statements {
  readonly #dialect: Dialect;
  readonly #known = new Map<string, Statement>();
  readonly #met = new Int32Array(MET_TEXTS);

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  statementOf(given: string): Statement {
    const known = this.#known.get(given);
    if (known !== undefined) return known;
    const text = sanitiseSql(given.slice(0, LONGEST_TEXT), this.#dialect);
    const verb = /^\w+/.exec(text)?.[0].toUpperCase() ?? '';
    const statement = { name: shortened(text), text, verb, summary: summaryOf(verb, text) };
    if (given.length <= LONGEST_TEXT && this.#meetsAgain(given)) {
      if (this.#known.size >= REMEMBERED_TEXTS) this.#known.clear();
      this.#known.set(given, statement);
    }
    return statement;
  }

  #meetsAgain(given: string): boolean {
    const hash = fnv1a(given);
    const slot = hash & (MET_TEXTS - 1);
    const meetsAgain = this.#met[slot] === hash;
    this.#met[slot] = hash;
    return meetsAgain;
  }
}

const FIRST_TABLE =
  /\b(?:FROM|INTO|UPDATE|TABLE|JOIN)\s+(?:ONLY\s+|IF\s+(?:NOT\s+)?EXISTS\s+)?((?:"[^"]*"|`[^`]*`|\[[^\]]*\]|[\w$.\u0080-\uffff])+)/i;

/** `SELECT trades`, as the semantic conventions write a summary; the verb alone where no table is found. */
function summaryOf(verb: string, text: string): string {
  const table = FIRST_TABLE.exec(text)?.[1];
  return table === undefined ? verb : `${verb} ${table}`;
}

/** Statements that begin alike stay apart by a hash of the whole. */
function shortened(name: string): string {
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 11)}… #${hashOf(name)}`;
}

/** Eight hexadecimal digits. */
export function hashOf(text: string): string {
  return (fnv1a(text) >>> 0).toString(16).padStart(8, '0');
}

/** FNV-1a, 32 bits. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash;
}
