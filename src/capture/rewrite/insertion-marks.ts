// How inserted source text is told from the program's own.

const OPEN = '/*<tickscope>*/';
const CLOSE = '/*</tickscope>*/';
const INSERTED = /\/\*<tickscope>\*\/.*?\/\*<\/tickscope>\*\//gs;

/** @param code one or more statements or an expression's part, without a line break: the program's lines stay */
export function marked(code: string): string {
  return OPEN + code + CLOSE;
}

/** The text as the program wrote it. */
export function withoutInsertions(text: string): string {
  return text.includes(OPEN) ? text.replaceAll(INSERTED, '') : text;
}
