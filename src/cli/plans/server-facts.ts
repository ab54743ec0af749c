// What a server says of itself: its version, the settings that plans depend on, and the extensions that help.

import type { Client } from 'pg';
import type { Bytes } from '../../model/units.js';

export interface ServerFacts {
  /** `15.18` */
  readonly version: string;
  readonly versionNumber: number;
  readonly randomPageCost: number;
  readonly workMemoryBytes: Bytes;
  readonly hypopg: Extension | undefined;
  /** HypoPG could be made in this database. */
  readonly hypopgIsThere: boolean;
  readonly statStatements: Extension | undefined;
}

interface Extension {
  readonly version: string;
  /** Quoted. */
  readonly schema: string;
}

type Row = Readonly<Record<string, unknown>>;

export async function serverFacts(client: Client): Promise<ServerFacts> {
  const { rows } = await client.query<Row>(
    `SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number,
       current_setting('random_page_cost')::float8 AS page, pg_catalog.pg_size_bytes(current_setting('work_mem'))::float8 AS memory,
       EXISTS (SELECT FROM pg_catalog.pg_available_extensions WHERE name = 'hypopg') AS available`,
  );
  const { rows: extensions } = await client.query<Row>(
    `SELECT extname AS name, extversion AS version, pg_catalog.quote_ident(nspname) AS schema
     FROM pg_catalog.pg_extension JOIN pg_catalog.pg_namespace n ON n.oid = extnamespace WHERE extname IN ('hypopg', 'pg_stat_statements')`,
  );
  const extension = (name: string): Extension | undefined => {
    const found = extensions.find((each) => each['name'] === name);
    return found && { version: String(found['version']), schema: String(found['schema']) };
  };
  const [facts = {}] = rows;
  return {
    version: String(facts['version']).split(' ')[0] ?? '',
    versionNumber: Number(facts['number']),
    randomPageCost: Number(facts['page']),
    workMemoryBytes: Number(facts['memory']) as Bytes,
    hypopg: extension('hypopg'),
    hypopgIsThere: facts['available'] === true,
    statStatements: extension('pg_stat_statements'),
  };
}
