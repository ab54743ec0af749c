// Whether only a name can stand next in a statement. For databases that take `"text"` for a string where they know no such column.

/** A table, a column that is set, or another name for something follows. */
const BEFORE_NAMES = /^(?:FROM|JOIN|INTO|UPDATE|TABLE|INDEX|VIEW|TRIGGER|EXISTS|REFERENCES|COLUMN|RENAME|SET|AS|\.)$/i;
/** With the word before it: `a IS DISTINCT FROM "value"`, `VACUUM INTO "file"`. */
const BEFORE_VALUES = /^(?:DISTINCT FROM|VACUUM INTO)$/i;
const QUERY = /^(?:SELECT|DELETE|SHOW|DESCRIBE)$/i;

export class NamePlaces {
  #before = '';
  #last = '';
  /** In the list of columns of an `INSERT INTO table (...)`. */
  #isInColumns = false;
  /** For each open parenthesis and outside: whether a query has begun there. A `FROM` elsewhere is that of `TRIM(BOTH FROM "value")`. */
  readonly #queries = [false];

  get isNext(): boolean {
    if (this.#isInColumns) return true;
    if (!BEFORE_NAMES.test(this.#last) || BEFORE_VALUES.test(`${this.#before} ${this.#last}`)) return false;
    return !/^FROM$/i.test(this.#last) || this.#queries.at(-1) === true;
  }

  /** @param token as it is shown */
  add(token: string): void {
    if (token === '(') {
      this.#isInColumns = /^INTO$/i.test(this.#before);
      this.#queries.push(false);
    } else if (token === ')') {
      this.#isInColumns = false;
      if (this.#queries.length > 1) this.#queries.pop();
    } else if (QUERY.test(token)) this.#queries[this.#queries.length - 1] = true;
    // `schema . table` is one name.
    if (token !== '.' && this.#last !== '.') this.#before = this.#last;
    this.#last = token;
  }
}
