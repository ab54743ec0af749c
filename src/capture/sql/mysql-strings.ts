// Takes the strings out of a statement in the dialect of MySQL, before `sanitiseSql` reads it by the rules of PostgreSQL: there a text in
// double quotes is a name, and a backslash ends nothing.

/** Comments and names in backticks are tokens so that a quote in one begins no string. */
const TOKEN =
  /'(?:[^'\\]|\\[^]|'')*(?:'|$)|"(?:[^"\\]|\\[^]|"")*(?:"|$)|`(?:[^`]|``)*(?:`|$)|(?:#|--\s)[^\n]*|\/\*[^]*?(?:\*\/|$)/g;

/** @returns the statement with `?` for each string, and without comments */
export function withMysqlStrings(text: string): string {
  return text.replaceAll(TOKEN, (token) => {
    if (token.startsWith('`')) return token;
    return token.startsWith("'") || token.startsWith('"') ? '?' : ' ';
  });
}
