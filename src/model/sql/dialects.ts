// How the texts of databases are quoted. Where two readings are possible, the one counts that takes more out: a value that is taken for a
// name is recorded.
//
// PostgreSQL 17, section 4.1: strings with doubled quotes, E'' with backslashes (its continuation on a next line too), dollar quotes, nested
// comments. SQLite, "Double-quoted String Literals Are Accepted": `"text"` is a string where there is no such column, so it is a name only
// where nothing else can stand. MySQL 8, section 11.1.1: double quotes are strings, a backslash escapes, `#` begins a comment.

export interface Dialect {
  /** Named groups: what each token is. */
  readonly token: RegExp;
  readonly doubleQuotes: 'name' | 'string' | 'either';
  /** `unknown`: what follows a comment in a comment is left out. */
  readonly nestedComments: boolean | 'unknown';
}

interface Rules extends Omit<Dialect, 'token'> {
  /** `unknown`: what follows `\'` is left out. */
  readonly backslash: 'plain' | 'escapes' | 'unknown';
  readonly backticks: boolean;
  readonly brackets: boolean;
  readonly dollarQuotes: boolean;
  readonly hashComments: boolean;
}

const LETTER = 'A-Za-z_\\u0080-\\uffff';
const PREFIXES = '(?:\\b(?:[bBxXnN]|[uU]&|_[a-z]\\w*\\s*))?';
const ESCAPED = "'(?:[^'\\\\]|\\\\[^]|'')*(?:'|$)";

/** A string between two of a quote. */
function stringIn(quote: string, backslash: Rules['backslash']): string {
  if (backslash === 'plain') return `${quote}(?:[^${quote}]|${quote}${quote})*(?:${quote}|$)`;
  if (backslash === 'escapes') return `${quote}(?:[^${quote}\\\\]|\\\\[^]|${quote}${quote})*(?:${quote}|\\\\?$)`;
  return `${quote}(?:[^${quote}\\\\]|\\\\(?!${quote})|${quote}${quote})*(?:${quote}(?!${quote})|$|\\\\(?=${quote}))`;
}

function tokenOf(rules: Rules): RegExp {
  const { backslash, doubleQuotes, backticks, brackets, dollarQuotes, hashComments } = rules;
  const tokens = [
    '(?<space>\\s+)',
    // MySQL wants a space behind the dashes.
    `(?<lineComment>--${hashComments ? '(?=\\s|$)' : ''}[^\\n]*${hashComments ? '|#[^\\n]*' : ''})`,
    '(?<comment>\\/\\*)',
    // Quotes of the writer's choice are left to the end: Oracle.
    ...(backslash === 'unknown' ? ["(?<unknown>\\b[nN]?[qQ]')"] : []),
    `(?<escaped>\\b[eE]${ESCAPED}(?:\\s*\\n\\s*${ESCAPED})*)`,
    `(?<string>${PREFIXES}${stringIn("'", backslash)})`,
    `(?<quoted>${stringIn('"', doubleQuotes === 'name' ? 'plain' : backslash)})`,
    ...(backticks ? ['(?<backtick>`(?:[^`]|``)*(?:`|$))'] : []),
    ...(brackets ? ['(?<bracket>\\[[^\\]]*(?:\\]|$))'] : []),
    ...(dollarQuotes ? [`(?<dollar>\\$(?:[${LETTER}][\\w\\u0080-\\uffff]*)?\\$)`] : []),
    `(?<parameter>\\$\\d+|\\?\\d+|[:@$][${LETTER}][\\w$\\u0080-\\uffff]*)`,
    `(?<word>[${LETTER}][\\w$\\u0080-\\uffff]*)`,
    // With what stands at it without a space: a part of a value that nobody quoted.
    `(?<number>\\.?\\d(?:[eE][+-](?=\\d)|[.\\w\\u0080-\\uffff])*)`,
    '(?<other>[^])',
  ];
  return new RegExp(tokens.join('|'), 'y');
}

function dialect(rules: Rules): Dialect {
  const { doubleQuotes, nestedComments } = rules;
  return { token: tokenOf(rules), doubleQuotes, nestedComments };
}

const STANDARD: Rules = {
  doubleQuotes: 'name',
  backslash: 'plain',
  nestedComments: true,
  backticks: false,
  brackets: false,
  dollarQuotes: false,
  hashComments: false,
};

const POSTGRES = dialect({ ...STANDARD, dollarQuotes: true });
const SQLITE = dialect({
  ...STANDARD,
  doubleQuotes: 'either',
  nestedComments: false,
  backticks: true,
  brackets: true,
});
const MYSQL = dialect({
  ...STANDARD,
  doubleQuotes: 'string',
  backslash: 'escapes',
  nestedComments: false,
  backticks: true,
  hashComments: true,
});
const SQL_SERVER = dialect({ ...STANDARD, brackets: true });
const UNKNOWN = dialect({
  ...STANDARD,
  doubleQuotes: 'either',
  backslash: 'unknown',
  nestedComments: 'unknown',
  backticks: true,
  dollarQuotes: true,
});

const BY_SYSTEM: Readonly<Record<string, Dialect>> = {
  postgresql: POSTGRES,
  cockroachdb: POSTGRES,
  redshift: POSTGRES,
  'aws.redshift': POSTGRES,
  sqlite: SQLITE,
  mysql: MYSQL,
  mariadb: MYSQL,
  mssql: SQL_SERVER,
  'microsoft.sql_server': SQL_SERVER,
};

/** @param system the value of `db.system.name` */
export function dialectOf(system: string): Dialect {
  return Object.hasOwn(BY_SYSTEM, system) ? (BY_SYSTEM[system] as Dialect) : UNKNOWN;
}
