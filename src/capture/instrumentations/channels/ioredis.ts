// ioredis, from version 5.11 on. A command is told by its name alone: its keys are the program's.

import { ATTR_DB_OPERATION_NAME, ATTR_DB_SYSTEM_NAME } from '../../../model/semconv/semantic-conventions.js';
import type { DetailedName } from '../../../model/name-table.js';
import type { TracedLibrary } from './traced-library.js';

/** What is no such word is none of Redis' commands. */
const COMMAND = /^[a-z][a-z\d._-]{0,31}$/i;
const ANY_COMMAND = '{*}';
/** Scripts of the program are commands too. */
const MOST_COMMANDS = 64;

const commands = new Set<string>();

function commandOf(text: string): DetailedName {
  const upper = text.toUpperCase();
  const isNamed = commands.has(upper) || (COMMAND.test(text) && commands.size < MOST_COMMANDS);
  if (isNamed) commands.add(upper);
  const command = isNamed ? upper : ANY_COMMAND;
  const attributes = { [ATTR_DB_SYSTEM_NAME]: 'redis', [ATTR_DB_OPERATION_NAME]: command };
  return { kind: 'query', name: `redis ${command}`, details: { attributes } };
}

export const ioredis: TracedLibrary = {
  packageName: 'ioredis',
  file: /^built\/tracing\.js$/,
  scope: '@opentelemetry/instrumentation-ioredis',
  channels: [
    { name: 'ioredis:command', field: 'command', nameOf: commandOf },
    { name: 'ioredis:connect', nameOf: () => ({ kind: 'external', name: 'ioredis.connect', details: {} }) },
  ],
};
