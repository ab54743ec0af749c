// mysql2, from version 3.20 on.

import { POOL_WAIT } from '../../../model/operation.js';
import { SqlNaming } from '../../sql/sql-naming.js';
import type { TracedChannel, TracedLibrary } from './traced-library.js';

const naming = new SqlNaming('mysql');
const NAME_WITHOUT_TEXT = 'mysql2.query';

const nameOf: TracedChannel['nameOf'] = (text) =>
  text === '' ? { kind: 'query', name: NAME_WITHOUT_TEXT, details: {} } : naming.nameOf(text);

const called: TracedChannel['called'] = (message) =>
  naming.server.saw(message, () => [message['serverAddress'], message['serverPort'], message['database']]);

export const mysql2: TracedLibrary = {
  packageName: 'mysql2',
  file: /^lib\/tracing\.js$/,
  scope: '@opentelemetry/instrumentation-mysql2',
  channels: [
    { name: 'mysql2:query', field: 'query', nameOf, called },
    { name: 'mysql2:execute', field: 'query', nameOf, called },
    { name: 'mysql2:connect', nameOf: () => ({ kind: 'external', name: 'mysql2.connect', details: {} }) },
    { name: 'mysql2:pool:connect', nameOf: () => ({ ...POOL_WAIT, details: {} }) },
  ],
};
