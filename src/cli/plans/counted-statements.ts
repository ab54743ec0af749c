// What `pg_stat_statements` has of the record's statements, where the database counts them: their whole text, and how many rows they write.

import { IS_CUT } from '../../analysis/plans/plannable-text.js';
import { dialectOf } from '../../model/sql/dialects.js';
import { Statements } from '../../model/sql/statements.js';
import type { PlanningDatabase } from './planning-database.js';

/** It holds 5,000 by default. */
const MOST_TEXTS = 20_000;

export interface CountedText {
  readonly text: string;
  readonly calls: number;
  /** Returned or written by a call, mean. */
  readonly rowsPerCall: number;
}

export class CountedStatements {
  readonly #byName = new Map<string, CountedText>();
  readonly #byBegin = new Map<string, CountedText[]>();

  constructor(rows: readonly Readonly<Record<string, unknown>>[]) {
    const statements = new Statements(dialectOf('postgresql'));
    for (const row of rows) {
      const text = String(row['query']);
      const calls = Number(row['calls']);
      const counted = { text, calls, rowsPerCall: Number(row['rows']) / calls };
      const { name, text: whole } = statements.statementOf(text);
      // Several are one statement here where they differ in the length of a list.
      for (const key of [name, withoutNumbers(name)]) {
        if ((this.#byName.get(key)?.calls ?? 0) < calls) this.#byName.set(key, counted);
      }
      const begin = beginOf(whole);
      this.#byBegin.set(begin, [...(this.#byBegin.get(begin) ?? []), counted]);
    }
  }

  /** Empty where the database does not count, or does not tell this user. */
  static async of(database: PlanningDatabase): Promise<CountedStatements> {
    const { statStatements } = database.server;
    if (statStatements === undefined) return new CountedStatements([]);
    try {
      return new CountedStatements(
        await database.rows(
          `SELECT query, sum(calls) AS calls, sum(rows) AS rows FROM ${statStatements.schema}.pg_stat_statements
           WHERE dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()) AND calls > 0
           GROUP BY query LIMIT ${MOST_TEXTS}`,
        ),
      );
    } catch {
      // The library is not loaded, and it only helps.
      return new CountedStatements([]);
    }
  }

  /** Of a statement whose end the record does not hold, the only one that begins so. */
  find(name: string): CountedText | undefined {
    const exact = this.#byName.get(name) ?? this.#byName.get(withoutNumbers(name));
    if (exact !== undefined || !IS_CUT.test(name)) return exact;
    const begun = this.#byBegin.get(beginOf(name.replace(IS_CUT, ''))) ?? [];
    return begun.length === 1 ? begun[0] : undefined;
  }
}

/** Values that the program has written into its text are parameters there. */
function withoutNumbers(statement: string): string {
  return statement.replaceAll(/\$\d+/g, '?');
}

/** What every text that is cut has at least, when its parameters have lost their numbers. */
const BEGIN = 120;

function beginOf(text: string): string {
  return withoutNumbers(text).slice(0, BEGIN);
}
