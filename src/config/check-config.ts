// Checks what a configuration file holds, key by key: what is wrong is quoted and left out, the rest counts.

import { getDotPath, safeParse } from 'valibot';
import { CONFIG_ENTRIES } from './config-schema.js';
import { nearestName } from './nearest-name.js';
import type { TickscopeConfig } from './settings.js';

export interface CheckedConfig {
  readonly settings: TickscopeConfig;
  /** One line for each key that makes no sense, with what would. */
  readonly warnings: readonly string[];
}

const KEYS = Object.keys(CONFIG_ENTRIES);
/** A value is quoted up to this length. */
const LONGEST_QUOTE = 60;

export function checkConfig(value: unknown): CheckedConfig {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { settings: {}, warnings: [`${quoted(value)} is no object with settings. The defaults hold.`] };
  }
  const settings: Record<string, unknown> = {};
  const warnings: string[] = [];
  for (const [key, input] of Object.entries(value)) {
    if (!Object.hasOwn(CONFIG_ENTRIES, key)) {
      warnings.push(notKnown(key));
      continue;
    }
    const { schema, isSecret = false } = CONFIG_ENTRIES[key as keyof TickscopeConfig];
    const { issues = [] } = safeParse(schema, input);
    const places = issues.map((issue) => getDotPath(issue));
    for (const [index, issue] of issues.entries()) {
      const place = places[index] === null ? '' : `[${places[index]}]`;
      const quote = isSecret ? '(not printed)' : quoted(issue.input);
      warnings.push(`${key}${place} ${quote} ${issue.message}. It is left out.`);
    }
    if (issues.length === 0) settings[key] = input;
    else if (Array.isArray(input)) settings[key] = input.filter((_item, index) => !places.includes(String(index)));
  }
  return { settings, warnings };
}

function notKnown(key: string): string {
  const nearest = nearestName(key, KEYS);
  const instead = nearest === undefined ? `the keys are ${KEYS.join(', ')}.` : `did you mean "${nearest}"?`;
  return `"${key}" is not known; ${instead}`;
}

function quoted(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
}
