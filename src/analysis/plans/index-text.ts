// An index as SQL has it.

import type { TriedIndex } from './choose-index.js';

/** `public.orders (symbol, created_at) WHERE closed_at IS NULL`: all but the verb. */
export function nameOfIndex(index: TriedIndex): string {
  const where = whereOf(index);
  const columns = index.columns.map(quoted).join(', ');
  return `${index.table.quoted} (${columns})${where === undefined ? '' : ` WHERE ${where}`}`;
}

/** `closed_at IS NULL` */
export function whereOf({ where }: TriedIndex): string | undefined {
  return where === undefined ? undefined : `${quoted(where.column)} IS ${where.isNull ? '' : 'NOT '}NULL`;
}

/** Words that PostgreSQL keeps for itself and people call columns by; a quote too many does no harm. */
const RESERVED =
  /^(?:all|and|any|array|as|asc|both|case|cast|check|collate|column|constraint|create|current_\w+|default|desc|distinct|do|else|end|except|false|fetch|for|foreign|from|grant|group|having|in|initially|into|leading|limit|not|null|offset|on|only|or|order|placing|primary|references|returning|select|some|symmetric|table|then|to|trailing|true|union|unique|user|using|when|where|window|with)$/;

function quoted(column: string): string {
  if (/^[a-z_][a-z0-9_]*$/.test(column) && !RESERVED.test(column)) return column;
  return `"${column.replaceAll('"', '""')}"`;
}
