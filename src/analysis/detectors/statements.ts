// What the text of a statement says: whether it writes, goes through pages, and which column a list could be asked by.

/** What a statement does; behind `WITH` that is what follows. */
const VERB = /^\s*(?:with\b[\s\S]*?\)\s*)?(insert|update|delete|merge|replace|upsert|copy|select)\b/i;
/** `WITH gone AS (DELETE ...) SELECT ...` writes. */
const WRITES_BEFORE = /\bas\s+(?:(?:not\s+)?materialized\s+)?\(\s*(?:insert|update|delete|merge)\b/i;
/** What is asked for is new each time, or a lock. */
const NOT_KEPT =
  /\bfor\s+(?:no\s+key\s+)?update\b|\bfor\s+(?:key\s+)?share\b|\b(?:nextval|setval|pg_notify|pg_(?:try_)?advisory\w*|get_lock)\s*\(/i;
const PARAMETER = String.raw`(?:\$\d+|\?|:\w+|@\w+)`;
/** Each page needs the one before. */
const PAGES = new RegExp(
  [
    String.raw`\boffset\b`,
    String.raw`\bfetch\s+(?:next|forward)\b`,
    String.raw`\blimit\s+${PARAMETER}\s*,`,
    String.raw`[<>]=?\s*${PARAMETER}[\s\S]*\b(?:limit|fetch\s+first)\b`,
    String.raw`\btop\b[\s\S]*[<>]=?\s*${PARAMETER}`,
  ].join('|'),
  'i',
);
const COMPARED = new RegExp(String.raw`\b([a-z_][\w.]*)\s*=\s*${PARAMETER}`, 'gi');

export function isWrite(statement: string): boolean {
  const verb = verbOf(statement);
  return verb !== undefined && (verb !== 'SELECT' || WRITES_BEFORE.test(statement));
}

/** Whether it only asks, for what may be the same the next time. */
export function isRead(statement: string): boolean {
  return verbOf(statement) === 'SELECT' && !WRITES_BEFORE.test(statement) && !NOT_KEPT.test(statement);
}

function verbOf(statement: string): string | undefined {
  return VERB.exec(statement)?.[1]?.toUpperCase();
}

/** Whether calls of it may be the pages of one answer. */
export function isPaged(statement: string): boolean {
  return PAGES.test(statement);
}

/** The column that is compared with a value, the last where there are several: `symbol`. */
export function comparedColumn(statement: string): string | undefined {
  return [...statement.matchAll(COMPARED)].at(-1)?.[1];
}

/** All columns that are compared with a value, without the names of their tables. */
export function comparedColumns(statement: string): string[] {
  return [...statement.matchAll(COMPARED)].map(([, column = '']) =>
    column.slice(column.lastIndexOf('.') + 1).toLowerCase(),
  );
}
