// What a statement is called in the record: its text without values, and the store that it was for.

import {
  ATTR_DB_OPERATION_NAME,
  ATTR_DB_QUERY_SUMMARY,
  ATTR_DB_QUERY_TEXT,
  ATTR_DB_SYSTEM_NAME,
} from '../../model/semconv/semantic-conventions.js';
import type { DetailedName } from '../../model/name-table.js';
import { DatabaseServer } from './database-server.js';
import { dialectOf } from '../../model/sql/dialects.js';
import { Statements } from '../../model/sql/statements.js';

export class SqlNaming {
  readonly server: DatabaseServer = new DatabaseServer();
  readonly #statements: Statements;
  /** The value of `db.system.name`. */
  readonly #system: string;

  constructor(system: string) {
    this.#system = system;
    this.#statements = new Statements(dialectOf(system));
  }

  nameOf(text: string): DetailedName {
    const statement = this.#statements.statementOf(text);
    const attributes = {
      [ATTR_DB_SYSTEM_NAME]: this.#system,
      [ATTR_DB_QUERY_TEXT]: statement.text,
      ...(statement.verb !== '' && { [ATTR_DB_OPERATION_NAME]: statement.verb }),
      [ATTR_DB_QUERY_SUMMARY]: statement.summary,
    };
    return { kind: 'query', name: statement.name, details: { attributes, shared: this.server } };
  }
}
