// A connection to a database that only plans: every question is asked in a transaction that may not write, within limits, and rolled back.

import { Client, type QueryConfig, type QueryResult } from 'pg';
import { planOf, type PlanNode } from '../../analysis/plans/plan-node.js';
import type { TriedIndex } from '../../analysis/plans/choose-index.js';
import { nameOfIndex } from '../../analysis/plans/index-text.js';
import type { Bytes } from '../../model/units.js';
import { UnusableSourceError } from '../../model/unusable-source-error.js';
import { notConnected } from './database-error.js';
import { type ServerFacts, serverFacts } from './server-facts.js';

const CONNECT_LIMIT_MILLIS = 5_000;
/** Where the network has swallowed the answer; the server's own limits are shorter. */
const ANSWER_LIMIT_MILLIS = 15_000;
/** `plan_cache_mode` came with it, without which statements without values have no plan. */
const LEAST_VERSION = 120_000;
const BEGIN = `BEGIN TRANSACTION READ ONLY;
SET LOCAL statement_timeout = '5s';
SET LOCAL lock_timeout = '1s';
SET LOCAL idle_in_transaction_session_timeout = '60s';
SET LOCAL plan_cache_mode = 'force_generic_plan'`;

/** To where nothing was tried yet: an error is forgotten, locks are given back. */
const BACK = 'ROLLBACK TO SAVEPOINT planned';

type Row = Readonly<Record<string, unknown>>;

export class PlanningDatabase {
  readonly #client: Client;
  #isInTransaction = false;
  readonly server: ServerFacts;

  private constructor(client: Client, server: ServerFacts) {
    this.#client = client;
    this.server = server;
  }

  /** @param address absent: as the variables of `psql` say @throws UnusableSourceError where it cannot be asked */
  static async connect(address: string | undefined): Promise<PlanningDatabase> {
    const client = clientOf(address);
    // One that is lost between two questions; the next question says so.
    client.on('error', () => undefined);
    try {
      await client.connect();
    } catch (error) {
      // One that lacks a password would wait for it, and the command with it.
      void client.end().catch(() => undefined);
      const { host, port, user, database } = client;
      throw notConnected(error, { host, port, user, database });
    }
    try {
      const server = await inTransaction(client, () => serverFacts(client));
      if (server.versionNumber < LEAST_VERSION) {
        throw new UnusableSourceError(
          `the database is PostgreSQL ${server.version}, and statements without their values are planned from version 12 on. Give a copy of it on a newer one.`,
        );
      }
      return new PlanningDatabase(client, server);
    } catch (error) {
      await client.end();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#client.end();
  }

  /** Rows of a question about the catalogue, in the transaction that is open where there is one. */
  async rows(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    const ask = async (): Promise<readonly Row[]> => (await this.#client.query<Row>(text, [...values])).rows;
    return this.#isInTransaction ? ask() : inTransaction(this.#client, ask);
  }

  /**
   * @param text of one statement, which is planned and never run
   * @param work is given what plans it, with indexes that are not there
   * @throws the database's error where it cannot be planned
   */
  planning<Result>(text: string, work: (plan: Plan) => Promise<Result>): Promise<Result> {
    const client = this.#client;
    return inTransaction(client, async () => {
      this.#isInTransaction = true;
      // This way of asking takes one statement only, and PREPARE none that is not planned.
      await client.query(oneStatement(`PREPARE tickscope_plan AS ${text}`));
      const explain = await explainText(client);
      await client.query('SAVEPOINT planned');
      try {
        return await work((indexes) => this.#plan(explain, indexes));
      } finally {
        await client.query(BACK);
        const reset = this.server.hypopg === undefined ? '' : `SELECT ${this.server.hypopg.schema}.hypopg_reset();`;
        // What is prepared, and what HypoPG has, outlives the transaction, on a connection that a pooler gives to others.
        await client.query(`${reset} DEALLOCATE tickscope_plan`);
      }
    }).finally(() => {
      this.#isInTransaction = false;
    });
  }

  /** All of it in one question: from far away each takes as long as planning. */
  async #plan(explain: string, indexes: readonly TriedIndex[]): Promise<PlanNode> {
    const client = this.#client;
    const { hypopg } = this.server;
    const made = indexes.map((index) => client.escapeLiteral(`CREATE INDEX ON ${nameOfIndex(index)}`));
    const tried =
      hypopg === undefined
        ? []
        : [
            `SELECT ${hypopg.schema}.hypopg_reset()`,
            'DISCARD PLANS',
            ...made.map((create) => `SELECT ${hypopg.schema}.hypopg_create_index(${create})`),
          ];
    const answers: unknown = await client.query<Row>([BACK, ...tried, explain].join('; '));
    // Of several questions in one text, the last is EXPLAIN.
    const { rows } = (answers as readonly QueryResult<Row>[]).at(-1) as QueryResult<Row>;
    const plan = planOf(rows[0]?.['QUERY PLAN']);
    if (plan === undefined) {
      throw new UnusableSourceError('the database answers EXPLAIN with something that is no plan.');
    }
    return plan;
  }

  /** @returns how large an index would be */
  sizeOf(index: TriedIndex): Promise<Bytes | undefined> {
    const { hypopg } = this.server;
    if (hypopg === undefined) return Promise.resolve(undefined);
    return inTransaction(this.#client, async () => {
      const { rows } = await this.#client.query<Row>(
        `SELECT ${hypopg.schema}.hypopg_relation_size(indexrelid) AS bytes FROM ${hypopg.schema}.hypopg_create_index($1)`,
        [`CREATE INDEX ON ${nameOfIndex(index)}`],
      );
      await this.#client.query(`SELECT ${hypopg.schema}.hypopg_reset()`);
      return rows[0] === undefined ? undefined : (Number(rows[0]['bytes']) as Bytes);
    });
  }
}

/** @throws the database's error */
export type Plan = (indexes: readonly TriedIndex[]) => Promise<PlanNode>;

function clientOf(address: string | undefined): Client {
  try {
    return new Client({
      ...(address !== undefined && { connectionString: address }),
      application_name: 'tickscope plans',
      connectionTimeoutMillis: CONNECT_LIMIT_MILLIS,
      query_timeout: ANSWER_LIMIT_MILLIS,
    });
  } catch {
    // What was wrong with it may quote it.
    throw new UnusableSourceError(
      'the address of the database cannot be read. Look at its host and port, and write /, ?, #, @ and % in a password as %2F, %3F, %23, %40 and %25.',
    );
  }
}

async function inTransaction<Result>(client: Client, work: () => Promise<Result>): Promise<Result> {
  await client.query(BEGIN);
  try {
    return await work();
  } finally {
    await client.query('ROLLBACK');
  }
}

/** The types of pg do not know how a text of several statements is refused. */
function oneStatement(text: string): QueryConfig & { readonly queryMode: 'extended' } {
  return { text, queryMode: 'extended' };
}

/** As many nulls as it has parameters: a plan for all values is made without looking at them. */
async function explainText(client: Client): Promise<string> {
  const { rows } = await client.query<Row>(
    `SELECT pg_catalog.cardinality(parameter_types) AS count FROM pg_catalog.pg_prepared_statements WHERE name = 'tickscope_plan'`,
  );
  const count = Number(rows[0]?.['count'] ?? 0);
  const values = count === 0 ? '' : `(${Array.from({ length: count }, () => 'NULL').join(', ')})`;
  return `EXPLAIN (FORMAT JSON, VERBOSE) EXECUTE tickscope_plan${values}`;
}
