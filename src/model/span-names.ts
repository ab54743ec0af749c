// Which operation a span is, by its attributes: of an SDK that runs, or of a trace that was stored.

import { OPERATION_KINDS, type OperationKind, type OperationName, POOL_WAIT } from './operation.js';
import {
  ATTR_DB_QUERY_TEXT,
  ATTR_DB_SYSTEM_NAME,
  ATTR_OPERATION_KIND,
  ATTR_OPERATION_NAME,
  ATTR_SERVER_ADDRESS,
} from './semconv/semantic-conventions.js';
import { type Dialect, dialectOf } from './sql/dialects.js';
import { Statements } from './sql/statements.js';
import { SPAN_KIND_CLIENT, SPAN_KIND_PRODUCER } from './span-values.js';

const LONGEST_NAME = 200;

// The conventions before they were stable; many instrumentations still write them.
const ATTR_DB_SYSTEM = 'db.system';
const ATTR_DB_STATEMENT = 'db.statement';
const ATTR_NET_PEER_NAME = 'net.peer.name';

/** Their statements are not SQL: keys and documents would get past the sanitiser. The span's name says which command it is. */
const NOT_SQL = /^(?:redis|valkey|memcached|mongodb|(?:aws\.)?dynamodb|elasticsearch|opensearch|couchdb)$/;
/** Opening a connection, in the names of instrumentation-pg, -redis, -mongodb, -tedious and -ioredis. */
const CONNECT = /(?:^|[.\- ])connect$/;
const POOL_CONNECT = 'pg-pool.connect';
/** The HTTP instrumentations name their client spans by the method alone. */
const METHOD = /^(?:HTTP )?(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|HTTP)$/;

/** What of a span says which operation it is. */
export interface NamedSpan {
  readonly name: string;
  /** A `SpanKind` of the SDK. */
  readonly kind: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export class SpanNames {
  readonly #statements = new Map<Dialect, Statements>();

  /** Of a span that is not the tick itself. */
  nameOf({ name, kind, attributes }: NamedSpan): OperationName {
    const saidKind = attributes[ATTR_OPERATION_KIND];
    const saidName = attributes[ATTR_OPERATION_NAME];
    const system = attributes[ATTR_DB_SYSTEM_NAME] ?? attributes[ATTR_DB_SYSTEM];
    // A statement that Tickscope exported is called by its summary as a span, and by its text as an operation.
    const isStatement = saidKind === 'query' && saidName === undefined && hasStatement(system, attributes);
    if (isKindOfPart(saidKind) && !isStatement) return { kind: saidKind, name: boundedName(saidName ?? name) };
    if (typeof system === 'string') return this.#databaseName(name, system, attributes);
    if (kind === SPAN_KIND_CLIENT || kind === SPAN_KIND_PRODUCER) {
      return { kind: 'external', name: boundedName(withServer(name, attributes)) };
    }
    return { kind: 'internal', name: boundedName(name) };
  }

  #statementsOf(system: string): Statements {
    const dialect = dialectOf(system);
    let statements = this.#statements.get(dialect);
    if (statements === undefined) this.#statements.set(dialect, (statements = new Statements(dialect)));
    return statements;
  }

  #databaseName(name: string, system: string, attributes: NamedSpan['attributes']): OperationName {
    const text = attributes[ATTR_DB_QUERY_TEXT] ?? attributes[ATTR_DB_STATEMENT];
    if (typeof text === 'string' && !NOT_SQL.test(system))
      return { kind: 'query', name: this.#statementsOf(system).statementOf(text).name };
    if (name === POOL_CONNECT) return POOL_WAIT;
    return { kind: text === undefined && CONNECT.test(name) ? 'external' : 'query', name: boundedName(name) };
  }
}

/** A span's name, short enough for a table. */
export function boundedName(name: unknown): string {
  const text = String(name);
  return text.length <= LONGEST_NAME ? text : `${text.slice(0, LONGEST_NAME - 1)}…`;
}

/**
 * A tick is what the processor says, never an attribute: a second one inside would be counted in the first. Untraced waiting
 * is computed from the gaps.
 */
function isKindOfPart(kind: unknown): kind is OperationKind {
  return kind !== 'tick' && kind !== 'untraced' && (OPERATION_KINDS as readonly unknown[]).includes(kind);
}

function hasStatement(system: unknown, attributes: NamedSpan['attributes']): boolean {
  return typeof system === 'string' && typeof attributes[ATTR_DB_QUERY_TEXT] === 'string';
}

function withServer(name: string, attributes: NamedSpan['attributes']): string {
  if (!METHOD.test(name)) return name;
  const server = attributes[ATTR_SERVER_ADDRESS] ?? attributes[ATTR_NET_PEER_NAME];
  return typeof server === 'string' ? `${name} ${server}` : name;
}
