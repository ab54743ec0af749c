// What the database's catalogue says of the program's tables. None of them is read.

import { tableName, type TableFacts } from '../../analysis/plans/table-facts.js';
import type { ScannedTable } from '../../analysis/plans/plan-node.js';
import type { Bytes } from '../../model/units.js';
import type { PlanningDatabase } from './planning-database.js';

/** Of a table of several partitions, what is said is of the whole, as far as a plan names them. */
const FACTS = `SELECT rn.nspname AS schema, r.relname AS name, pg_catalog.format('%I.%I', rn.nspname, r.relname) AS quoted, r.relkind AS kind,
  pg_catalog.array_agg(n.nspname || '.' || c.relname) AS names,
  pg_catalog.sum(pg_catalog.pg_relation_size(c.oid))::float8 AS bytes,
  pg_catalog.sum(c.reltuples)::float8 AS rows,
  pg_catalog.bool_or(c.reltuples < 0 OR (c.reltuples = 0 AND c.relpages = 0 AND pg_catalog.pg_relation_size(c.oid) > 0)) AS unknown,
  COALESCE(pg_catalog.sum(pg_catalog.pg_stat_get_mod_since_analyze(c.oid)), 0)::float8 AS changed,
  (SELECT pg_catalog.json_agg(ARRAY(
       SELECT a.attname::text FROM pg_catalog.unnest(i.indkey::int[]) WITH ORDINALITY k(number, place)
       JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number ORDER BY k.place))
   FROM pg_catalog.pg_index i WHERE i.indrelid = r.oid AND i.indisvalid AND i.indpred IS NULL) AS indexes,
  (SELECT pg_catalog.json_object_agg(s.attname, s.null_frac) FROM pg_catalog.pg_stats s
   WHERE s.schemaname = rn.nspname AND s.tablename = r.relname
     AND s.inherited = (r.relkind = 'p')) AS nulls
FROM ROWS FROM (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) AS asked(schema, name)
JOIN pg_catalog.pg_namespace n ON n.nspname = asked.schema
JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = asked.name
JOIN pg_catalog.pg_class r ON r.oid = COALESCE(pg_catalog.pg_partition_root(c.oid), c.oid)
JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace
WHERE rn.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
GROUP BY r.oid, rn.nspname, r.relname, r.relkind`;

export async function tableFacts(database: PlanningDatabase, tables: readonly ScannedTable[]): Promise<TableFacts[]> {
  const distinct = [...new Map(tables.map((table) => [tableName(table), table])).values()];
  if (distinct.length === 0) return [];
  const rows = await database.rows(FACTS, [distinct.map(({ schema }) => schema), distinct.map(({ name }) => name)]);
  return rows.map((row) => {
    const name = tableName({ schema: String(row['schema']), name: String(row['name']) });
    return {
      name,
      names: [name, ...(row['names'] as string[])],
      quoted: String(row['quoted']),
      isPartitioned: row['kind'] === 'p',
      bytes: Number(row['bytes']) as Bytes,
      ...(row['unknown'] !== true && { rows: Number(row['rows']) }),
      indexes: (row['indexes'] ?? []) as string[][],
      changedSinceAnalysed: Number(row['changed']),
      nullShares: (row['nulls'] ?? {}) as Record<string, number>,
    };
  });
}

const RESOLVED = `SELECT asked.name AS asked, rn.nspname AS schema, r.relname AS name
FROM pg_catalog.unnest($1::text[]) AS asked(name)
JOIN pg_catalog.pg_class c ON c.oid = pg_catalog.to_regclass(asked.name)
JOIN pg_catalog.pg_class r ON r.oid = COALESCE(pg_catalog.pg_partition_root(c.oid), c.oid)
JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace`;

/** @returns the table that a name stands for on this connection, by the name as a statement has it; none where it is gone */
export async function resolvedTables(
  database: PlanningDatabase,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await database.rows(RESOLVED, [[...new Set(names)]]);
  return new Map(
    rows.map((row) => [String(row['asked']), tableName({ schema: String(row['schema']), name: String(row['name']) })]),
  );
}
