// What the text of a statement says: whether it writes, goes through pages, and which column a list could be asked by.

/** `SELECT` that begins with `WITH` counts by what follows. */
const WRITES = /^\s*(?:with\b[\s\S]*?\)\s*)?(?:insert|update|delete|merge|replace|upsert|copy)\b/i;
const READS = /^\s*(?:with\b[\s\S]*?\)\s*)?select\b/i;
/** Each page needs the one before. */
const PAGES = /\boffset\b|\bfetch\s+(?:next|forward)\b|[<>]=?\s*(?:\$\d+|\?)[\s\S]*\blimit\b/i;
const EQUALS = /\b([a-z_][\w.]*)\s*=\s*(?:\$\d+|\?|:\w+|@\w+)/i;

export function isWrite(statement: string): boolean {
  return WRITES.test(statement);
}

export function isRead(statement: string): boolean {
  return READS.test(statement);
}

/** Whether calls of it may be the pages of one answer. */
export function isPaged(statement: string): boolean {
  return PAGES.test(statement);
}

/** The column that is compared with a value, the last where there are several: `symbol`. */
export function comparedColumn(statement: string): string | undefined {
  const columns = [...statement.matchAll(new RegExp(EQUALS, 'gi'))];
  return columns.at(-1)?.[1];
}
