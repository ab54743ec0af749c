// What a database or the way there had against it, in words that say what to do.

import { errorCode, UnusableSourceError } from '../../model/unusable-source-error.js';

/** Where it was tried, without a password. */
export interface ServerPlace {
  readonly host: string;
  readonly port: number;
  readonly user: string | undefined;
  readonly database: string | undefined;
}

/** Why nobody could connect. */
export function notConnected(error: unknown, { host, port, user, database }: ServerPlace): UnusableSourceError {
  const at = host.startsWith('/') ? `the socket in ${host}` : `${host}:${port}`;
  const reasons: Readonly<Record<string, string>> = {
    ECONNREFUSED: `nobody listens at ${at}. Start PostgreSQL there, or give another address.`,
    ENOENT: `there is no server at ${at}. Start PostgreSQL there, or give another address.`,
    ENOTFOUND: `there is no host ${host}. Look at the address.`,
    EAI_AGAIN: `the name ${host} could not be looked up. Look at the network, or try again.`,
    ECONNRESET: `${at} ended the connection before it was made. Is that PostgreSQL?`,
    '28P01': `${at} does not take the password of ${user ?? 'this user'}. Look at DATABASE_URL, PGPASSWORD or ~/.pgpass.`,
    '28000': `${at} does not let ${user ?? 'this user'} in from here (${messageOf(error)}). Look at its pg_hba.conf, or set PGSSLMODE.`,
    '3D000': `${at} has no database ${database ?? user ?? ''}. Look at the address.`,
    '53300': `${at} has no connection left. Try again, or raise max_connections.`,
    '57P03': `${at} is starting or stopping. Try again.`,
  };
  const message = messageOf(error);
  const reason =
    reasons[errorCode(error)] ??
    (/client password must be a string/.test(message)
      ? `${at} asks for a password, and there is none. Set PGPASSWORD, or put it into ~/.pgpass or the address.`
      : /timeout/i.test(message)
        ? `${at} does not answer. Look at the address and the network.`
        : /does not support SSL/i.test(message)
          ? `${at} takes no encrypted connections. Take sslmode out of the address, or set PGSSLMODE=disable.`
          : `${at} could not be connected to (${message}).`);
  return new UnusableSourceError(`the database cannot be asked: ${reason}`);
}

/** Whether the server answered, and refused; else the way there is broken. */
export function isRefusal(error: unknown): boolean {
  return /^[0-9A-Z]{5}$/.test(errorCode(error));
}

const LOST = /^(?:Connection terminated|Client (?:has encountered a connection error|was closed)|Query read timeout)/;

/** The error itself, or what it means where the way there broke in the middle. */
export function asLost(error: unknown): unknown {
  const isLost = LOST.test(messageOf(error)) || /^(?:ECONNRESET|EPIPE|ETIMEDOUT|57P01|57P02)$/.test(errorCode(error));
  if (!isLost) return error;
  return new UnusableSourceError(
    `the connection to the database was lost (${messageOf(error)}). Nothing was changed there; try again.`,
  );
}

/** Why one statement could not be planned. */
export function notPlanned(error: unknown): string {
  const message = messageOf(error);
  const reasons: Readonly<Record<string, string>> = {
    '42P01': `${message} (any more, or on this search_path)`,
    '42601': `PostgreSQL does not read it: ${message}. Is it a statement of another database?`,
    '42501': `${message}: EXPLAIN wants the rights of the statement itself`,
    '42P18': `${message}: what stood there was a value, and without it its type is not known`,
    '57014': 'planning it took longer than the limit of 5 s',
    '55P03': 'somebody else has locked its table, and for longer than the limit of 1 s',
  };
  return reasons[errorCode(error)] ?? message;
}

/** Of several addresses that were tried, the last. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return messageOf(error.errors.at(-1));
  return error instanceof Error ? error.message : String(error);
}
