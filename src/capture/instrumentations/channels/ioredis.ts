// ioredis, from version 5.11 on. A command is told by its name alone: its keys are the program's.

import { ATTR_DB_OPERATION_NAME, ATTR_DB_SYSTEM_NAME } from '../../../model/semconv/semantic-conventions.js';
import type { DetailedName } from '../../../model/name-table.js';
import type { TracedLibrary } from './traced-library.js';

/** What is no such word is none of Redis' commands. */
const COMMAND = /^[a-z][a-z\d._-]{0,31}$/i;
const ANY_COMMAND = '{*}';
/** Names made; scripts of the program are commands too. */
const MOST_COMMANDS = 64;

const known = new Map<unknown, DetailedName>();

function commandOf({ command }: Readonly<Record<string, unknown>>): DetailedName {
  const before = known.get(command);
  if (before !== undefined) return before;
  const isCommand = typeof command === 'string' && COMMAND.test(command) && known.size < MOST_COMMANDS;
  const word = isCommand ? command.toUpperCase() : ANY_COMMAND;
  const attributes = { [ATTR_DB_SYSTEM_NAME]: 'redis', [ATTR_DB_OPERATION_NAME]: word };
  const name: DetailedName = { kind: 'query', name: `redis ${word}`, details: { attributes } };
  if (isCommand) known.set(command, name);
  return name;
}

export const ioredis: TracedLibrary = {
  packageName: 'ioredis',
  file: /^built\/tracing\.js$/,
  scope: '@opentelemetry/instrumentation-ioredis',
  channels: [
    { name: 'ioredis:command', nameOf: commandOf },
    { name: 'ioredis:connect', nameOf: () => ({ kind: 'external', name: 'ioredis.connect', details: {} }) },
  ],
};
