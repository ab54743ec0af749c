// SQLite, by whichever driver.

import type { NameTable } from '../../../model/name-table.js';
import type { Instrumentation } from '../../rules/instrumentation.js';
import type { Recorder } from '../../recorder/recorder.js';
import { betterSqlite3 } from './better-sqlite3.js';
import { nodeSqlite } from './node-sqlite.js';
import { SqlNaming } from '../../sql/sql-naming.js';
import { SynchronousStatements } from './synchronous-statements.js';

export function sqliteDatabase(recorder: Recorder, names: NameTable): Instrumentation {
  const statements = new SynchronousStatements(recorder, names, new SqlNaming('sqlite'));
  return { id: 'sqlite', packages: [betterSqlite3(statements)], builtins: [nodeSqlite(statements)] };
}
