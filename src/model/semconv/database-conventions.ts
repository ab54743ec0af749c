// Metrics of databases that OpenTelemetry's conventions define. Part of `semantic-conventions.ts`.

import type { AttributeDescription, MetricDescription } from './metric-description.js';
import { ATTR_DB_OPERATION_NAME, ATTR_DB_QUERY_SUMMARY, ATTR_DB_SYSTEM_NAME } from './semantic-conventions.js';

export const ATTR_DB_POOL_NAME = 'db.client.connection.pool.name';
export const ATTR_DB_CONNECTION_STATE = 'db.client.connection.state';

export const METRIC_DB_OPERATION_DURATION = 'db.client.operation.duration';
export const METRIC_DB_CONNECTION_WAIT_TIME = 'db.client.connection.wait_time';
export const METRIC_DB_CONNECTION_COUNT = 'db.client.connection.count';
export const METRIC_DB_CONNECTION_MAX = 'db.client.connection.max';
export const METRIC_DB_CONNECTION_PENDING = 'db.client.connection.pending_requests';
export const METRIC_CONNECTIONS_NEEDED = 'tickscope.connections.needed';

export const DATABASE_ATTRIBUTES: Readonly<Record<string, AttributeDescription>> = {
  [ATTR_DB_POOL_NAME]: {
    type: 'string',
    on: ['metric'],
    description:
      '`host:port/database`, of pools of pg, those to one database together; of waiting times all pools of the program are `pool`.',
  },
  [ATTR_DB_CONNECTION_STATE]: {
    type: 'string',
    on: ['metric'],
    description: 'Whether somebody has it. One that is being opened is used.',
    values: ['used', 'idle'],
  },
};

export const DATABASE_METRICS: Readonly<Record<string, MetricDescription>> = {
  [METRIC_DB_OPERATION_DURATION]: {
    instrument: 'exponential histogram',
    unit: 's',
    description:
      'Duration of statements and commands, in ticks and outside: the calls of kind `query` of `tickscope.operation.duration`, by the names of the conventions. Scale 4, or less.',
    attributes: [ATTR_DB_SYSTEM_NAME, ATTR_DB_OPERATION_NAME, ATTR_DB_QUERY_SUMMARY],
  },
  [METRIC_DB_CONNECTION_COUNT]: {
    instrument: 'up-down counter',
    unit: '{connection}',
    description: 'Connections that pools of pg have, every ten seconds.',
    attributes: [ATTR_DB_POOL_NAME, ATTR_DB_CONNECTION_STATE],
  },
  [METRIC_DB_CONNECTION_MAX]: {
    instrument: 'up-down counter',
    unit: '{connection}',
    description: 'Connections that they may have.',
    attributes: [ATTR_DB_POOL_NAME],
  },
  [METRIC_DB_CONNECTION_PENDING]: {
    instrument: 'up-down counter',
    unit: '{request}',
    description: 'Who waits for a connection, every ten seconds.',
    attributes: [ATTR_DB_POOL_NAME],
  },
  [METRIC_CONNECTIONS_NEEDED]: {
    instrument: 'gauge',
    unit: '{connection}',
    description:
      'The most connections in the last ten seconds that were in use and waited for together: with so many nobody would have waited.',
    attributes: [ATTR_DB_POOL_NAME],
  },
  [METRIC_DB_CONNECTION_WAIT_TIME]: {
    instrument: 'exponential histogram',
    unit: 's',
    description: 'How long the program waited for a connection of a pool. Scale 4, or less.',
    attributes: [ATTR_DB_POOL_NAME],
  },
};
