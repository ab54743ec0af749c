// Metrics of databases that OpenTelemetry's conventions define. Part of `semantic-conventions.ts`.

import type { AttributeDescription, MetricDescription } from './metric-description.js';
import { ATTR_DB_OPERATION_NAME, ATTR_DB_QUERY_SUMMARY, ATTR_DB_SYSTEM_NAME } from './semantic-conventions.js';

export const ATTR_DB_POOL_NAME = 'db.client.connection.pool.name';

export const METRIC_DB_OPERATION_DURATION = 'db.client.operation.duration';
export const METRIC_DB_CONNECTION_WAIT_TIME = 'db.client.connection.wait_time';

export const DATABASE_ATTRIBUTES: Readonly<Record<string, AttributeDescription>> = {
  [ATTR_DB_POOL_NAME]: {
    type: 'string',
    on: ['metric'],
    description: 'All pools of the program together are `pool`.',
    values: ['pool'],
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
  [METRIC_DB_CONNECTION_WAIT_TIME]: {
    instrument: 'exponential histogram',
    unit: 's',
    description: 'How long the program waited for a connection of a pool. Scale 4, or less.',
    attributes: [ATTR_DB_POOL_NAME],
  },
};
