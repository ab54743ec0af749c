// Takes values out of a statement: what is recorded must not hold them, and what differs only in them is one statement.
//
// Lexical rules of PostgreSQL 17, section 4.1: strings with doubled quotes, E'' with backslashes, dollar quotes, nested
// comments; and SQLite's numbered parameters. A text cut in the middle of a string loses the rest of it.

const TOKEN =
  /(?<space>\s+)|(?<lineComment>--[^\n]*)|(?<comment>\/\*)|(?<escaped>\b[eE]'(?:[^'\\]|\\.|'')*(?:'|$))|(?<string>\b[bBxXnN]'(?:[^']|'')*(?:'|$)|\b[uU]&'(?:[^']|'')*(?:'|$)|'(?:[^']|'')*(?:'|$))|(?<dollar>\$(?:[A-Za-z_]\w*)?\$)|(?<parameter>\$\d+|\?\d+)|(?<identifier>"(?:[^"]|"")*(?:"|$)|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)|(?<number>(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|0[xX][\dA-Fa-f_]+)|(?<other>[^])/y;

/** @returns the statement on one line, values and lists of them as `?`, comments and a closing semicolon gone */
export function sanitiseSql(text: string): string {
  let result = '';
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const groups = match.groups as Record<string, string | undefined>;
    if (groups['space'] !== undefined || groups['lineComment'] !== undefined) result += ' ';
    else if (groups['comment'] !== undefined) {
      TOKEN.lastIndex = endOfComment(text, TOKEN.lastIndex);
      result += ' ';
    } else if (groups['dollar'] !== undefined) {
      const end = text.indexOf(groups['dollar'], TOKEN.lastIndex);
      TOKEN.lastIndex = end === -1 ? text.length : end + groups['dollar'].length;
      result += '?';
    } else if (groups['escaped'] !== undefined || groups['string'] !== undefined || groups['number'] !== undefined) {
      result += '?';
    } else result += match[0];
  }
  return withoutLists(result.replaceAll(/\s+/g, ' ').trim().replace(/\s*;$/, ''));
}

function endOfComment(text: string, from: number): number {
  let depth = 1;
  let at = from;
  while (at < text.length && depth > 0) {
    if (text.startsWith('/*', at)) {
      depth++;
      at += 2;
    } else if (text.startsWith('*/', at)) {
      depth--;
      at += 2;
    } else at++;
  }
  return at;
}

/** A list's length is a value too: `IN ($1, $2)` and `VALUES (?, ?), (?, ?)` are one statement each, whatever the length. */
function withoutLists(statement: string): string {
  return statement
    .replaceAll(/\bIN \((?:\s*(?:\?|\$\d+)\s*,?)+\)/gi, (list) => `${list.slice(0, 2)} (?)`)
    .replaceAll(/(\bVALUES\s*\([^()]*\))(?:\s*,\s*\((?:\s*(?:\?|\$\d+)\s*,?)*\))+/gi, '$1, …');
}
