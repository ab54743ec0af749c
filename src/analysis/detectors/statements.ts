// What the text of a statement says: whether it writes, goes through pages, and which column a list could be asked by.

/** What a statement does; behind `WITH` that is what follows. */
const VERB = /^\s*(?:with\b[\s\S]*?\)\s*)?(insert|update|delete|merge|replace|upsert|copy|select)\b/i;
/** Each page needs the one before. */
const PAGES = /\boffset\b|\bfetch\s+(?:next|forward)\b|[<>]=?\s*(?:\$\d+|\?)[\s\S]*\blimit\b/i;
const COMPARED = /\b([a-z_][\w.]*)\s*=\s*(?:\$\d+|\?|:\w+|@\w+)/gi;

export function isWrite(statement: string): boolean {
  const verb = verbOf(statement);
  return verb !== undefined && verb !== 'SELECT';
}

export function isRead(statement: string): boolean {
  return verbOf(statement) === 'SELECT';
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
