// What a pool of pg-pool has and lacks.
//
// Its public counts are getters, which a program's subclass may override: nothing of the program may run for a count. So the arrays behind
// them are read, which pg-pool has under these names since its version 2.

import { types } from 'node:util';
import type { PoolState } from '../../../model/pool-counters.js';

/** As far as it is read. Where a connection goes only the connections know. */
export interface PgPool {
  readonly _clients: readonly PgClient[];
  readonly _idle: readonly unknown[];
  readonly _pendingQueue: readonly unknown[];
  readonly options: { readonly max: number };
}

interface PgClient {
  readonly connectionParameters?: { readonly host?: unknown; readonly port?: unknown; readonly database?: unknown };
}

/** Whether it is a pool, and to read it calls nothing of the program's. */
export function isPgPool(pool: unknown): pool is PgPool {
  return (
    typeof pool === 'object' &&
    pool !== null &&
    !types.isProxy(pool) &&
    ['_clients', '_idle', '_pendingQueue'].every((name) =>
      Array.isArray(Object.getOwnPropertyDescriptor(pool, name)?.value),
    )
  );
}

export function stateOfPool({ _clients: clients, _idle: idle, _pendingQueue: waiting, options }: PgPool): PoolState {
  return {
    name: nameOf(clients[0]),
    max: options.max,
    open: clients.length,
    idle: idle.length,
    waiting: waiting.length,
  };
}

/** By the conventions of `db.client.connection.pool.name`: nothing of the address that the program wrote, which may have a password. */
function nameOf(client: PgClient | undefined): string | undefined {
  if (client?.connectionParameters === undefined) return undefined;
  const { host, port, database } = client.connectionParameters;
  return `${String(host)}:${String(port)}/${String(database)}`;
}
