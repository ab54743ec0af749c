// Where the database is that a command was told of. Nothing of a password is ever quoted: an address that is none may have one anywhere.

import { UsageError } from '../exit-codes.js';

type Variables = Readonly<Record<string, string | undefined>>;

const EXAMPLE = 'for example postgres://127.0.0.1:5432/trading';
/** Those by which `psql` finds a server too; pg reads them by itself. */
const OF_PSQL = ['PGHOST', 'PGDATABASE', 'PGUSER', 'PGPORT'] as const;

/**
 * @param given with `--database`
 * @returns a connection string; nothing where the variables of `psql` say it
 * @throws UsageError where there is none, or it is none of PostgreSQL
 */
export function databaseAddress(given: string | undefined, variables: Variables): string | undefined {
  const fromVariable = variables['DATABASE_URL'];
  const address = given ?? (fromVariable === '' ? undefined : fromVariable);
  if (address !== undefined) return checked(address.trim(), given === undefined ? 'DATABASE_URL' : '--database');
  if (OF_PSQL.some((name) => variables[name])) return undefined;
  throw new UsageError(
    `tickscope plans asks the database itself, and was not told where it is. Set DATABASE_URL or PGHOST, PGUSER and PGDATABASE, or give --database, ${EXAMPLE}. Nothing is read, written or created there.`,
  );
}

function checked(address: string, source: string): string {
  const scheme = /^(?<scheme>[a-z][a-z\d+.-]*):\/\//i.exec(address)?.groups?.['scheme']?.toLowerCase();
  if (scheme === undefined) {
    const shown = /[@=:]/.test(address) ? '' : ` ${address}`;
    throw new UsageError(
      `${source}${shown} is no address of a database: it does not begin with postgres://. Give one, ${EXAMPLE}.`,
    );
  }
  if (scheme !== 'postgres' && scheme !== 'postgresql') {
    throw new UsageError(
      `${source} is an address of ${scheme}, and plans are read from PostgreSQL only. Give one of it, ${EXAMPLE}.`,
    );
  }
  const authority = /^[^:]+:\/\/(?<authority>[^/?#]*)/.exec(address)?.groups?.['authority'] ?? '';
  if (!authority.includes('@') && address.includes('@')) {
    throw new UsageError(
      `${source} has an @ behind a /, ? or #, which belong to the password where it has any: write them as %2F, %3F and %23, or set PGPASSWORD.`,
    );
  }
  return address;
}
