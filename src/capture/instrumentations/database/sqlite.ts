// SQLite, by whichever driver.

import type { MakeInstrumentation } from '../host.js';
import { betterSqlite3 } from './better-sqlite3.js';
import { nodeSqlite } from './node-sqlite.js';
import { SqlNaming } from '../../sql/sql-naming.js';
import { SynchronousStatements } from './synchronous-statements.js';

export const sqlite: MakeInstrumentation = ({ recorder, names }) => {
  const statements = new SynchronousStatements(recorder, names, new SqlNaming('sqlite'));
  return { id: 'sqlite', packages: [betterSqlite3(statements)], builtins: [nodeSqlite(statements)] };
};
