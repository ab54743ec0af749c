// What the program of a report writes to each table of a database.

import { addsRows, type WrittenTable, writesOf } from '../../analysis/plans/write-counts.js';
import type { Report } from '../../model/report/report.js';
import type { CountedStatements } from './counted-statements.js';
import type { PlanningDatabase } from './planning-database.js';
import { resolvedTables } from './table-facts.js';

export interface TableWrites {
  /** By the name of the table with its schema. */
  readonly byTable: ReadonlyMap<string, readonly WrittenTable[]>;
  /** Rows that are added to a table. */
  readonly added: ReadonlyMap<string, number>;
}

export async function writesByTable(
  { operations }: Pick<Report, 'operations'>,
  counted: CountedStatements,
  database: PlanningDatabase,
): Promise<TableWrites> {
  const found = operations
    .filter(({ kind }) => kind === 'query')
    .flatMap((row) =>
      writesOf(row, counted.find(row.name)?.rowsPerCall).map((written) => ({ written, adds: addsRows(row) })),
    );
  const names = await resolvedTables(
    database,
    found.map(({ written }) => written.table),
  );
  const byTable = new Map<string, WrittenTable[]>();
  const added = new Map<string, number>();
  for (const { written, adds } of found) {
    const table = names.get(written.table);
    if (table === undefined) continue;
    byTable.set(table, [...(byTable.get(table) ?? []), written]);
    if (adds) added.set(table, (added.get(table) ?? 0) + written.rows);
  }
  return { byTable, added };
}
