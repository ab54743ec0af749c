// A configuration file with every key in a comment: what it does, what holds without it, and an example to take.

import { inspect } from 'node:util';
import { type Config, DEFAULT_CONFIG } from '../../config/config.js';
import { CONFIG_ENTRIES, type ConfigEntry } from '../../config/config-schema.js';
import type { TickscopeConfig } from '../../config/settings.js';
import { MILLISECOND } from '../../model/units.js';
import { wrap } from '../../report/text.js';

type Key = keyof TickscopeConfig;

const COLUMNS = 100;
const COMMENT = '  // ';

const HEAD = `// What Tickscope cannot know of this program, and settings. All of it is optional: take the lines that you need out of their comments.
//
// tickscope doctor -- node bot.js    proposes the names

/** @type {import('tickscope').TickscopeConfig} */
module.exports = {
`;

export function configText(): string {
  const entries = Object.entries(CONFIG_ENTRIES) as [Key, ConfigEntry][];
  // The schema is for files of JSON; here the type does the same.
  const blocks = entries.filter(([key]) => key !== '$schema').map(([key, entry]) => blockOf(key, entry));
  return `${HEAD}${blocks.join('\n')}};\n`;
}

function blockOf(key: Key, { description, example, variable }: ConfigEntry): string {
  const wins = variable === undefined ? '' : ` The variable ${variable} wins over it.`;
  // A link to a document leads nowhere from here.
  const withoutLinks = description.replaceAll(/ See \[[^\]]+\]\([^)]+\)\./g, '');
  const text = `${withoutLinks} Default: ${defaultText(key)}.${wins}`;
  const lines = [...wrap(text, COLUMNS - COMMENT.length), `${key}: ${literal(example)},`];
  return lines.map((line) => `${COMMENT}${line}\n`).join('');
}

function defaultText(key: Key): string {
  if (key === 'tickBudget') return literal(`${DEFAULT_CONFIG.tickBudgetNanos / MILLISECOND}ms`);
  if (key === 'alerts') return literal(false);
  return Object.hasOwn(DEFAULT_CONFIG, key) ? literal(DEFAULT_CONFIG[key as keyof Config]) : 'none';
}

/** As JavaScript has it. */
function literal(value: unknown): string {
  return inspect(value, { breakLength: Infinity, depth: Infinity });
}
