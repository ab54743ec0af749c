// Records `client.query` of node-postgres by itself: through instrumentation-pg a query takes 89 µs of processor time, of which the
// span's attributes, metrics that nobody reads and a context for code that nobody runs are the most.
//
// The names are those of instrumentation-pg's spans. Nothing of the program runs inside a query, so it needs no scope in the store.

import { types } from 'node:util';
import { ASYNC_BEGIN, ASYNC_END, FAILED } from '../../../model/log/log-layout.js';
import type { NameTable } from '../../../model/name-table.js';
import { OTHER } from '../../../model/operation.js';
import type { AskedValues } from '../../../model/reuse/asked-values.js';
import type { Recorder } from '../../recorder/recorder.js';
import type { AnyFunction } from '../../rules/any-function.js';
import type { SqlNaming } from '../../sql/sql-naming.js';
import { hashOfValues, UNREAD } from '../key-hash.js';
import { observePromiseOf } from './pg-promises.js';

const { apply, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;

/** Texts whose operation is remembered. */
const REMEMBERED_TEXTS = 4_096;
/** Of a query whose text is not known. */
const NAME_WITHOUT_TEXT = 'pg.query';

/** Reads that lock rows are asked for their lock. */
const READ = /^\s*select\b(?![^]*\bfor\s+(?:no\s+key\s+)?(?:update|share)\b)/i;
const NO_VALUES: readonly unknown[] = [];

interface Statement {
  readonly operationId: number;
  /** Of its text, where that reads; 0 where it does not, or is not remembered. */
  readonly readNumber: number;
}

/** What a query is called with where it is an object. */
interface QueryConfig {
  readonly text?: unknown;
  readonly callback?: unknown;
}

export class PgQueries {
  readonly #recorder: Recorder;
  readonly #names: NameTable;
  readonly #naming: SqlNaming;
  readonly #onQuery: () => void;
  readonly #askedValues: AskedValues;
  readonly #statements = new Map<string, Statement>();

  /** @param onQuery called at the begin of every query */
  constructor(recorder: Recorder, names: NameTable, naming: SqlNaming, askedValues: AskedValues, onQuery: () => void) {
    this.#askedValues = askedValues;
    this.#recorder = recorder;
    this.#names = names;
    this.#naming = naming;
    this.#onQuery = onQuery;
  }

  /** Calls the driver's `query`, and records until its callback is called or its promise settles. */
  record(query: AnyFunction, client: unknown, args: unknown[]): unknown {
    const config = args[0] as string | QueryConfig;
    const { operationId, readNumber } = this.#statementOf(typeof config === 'string' ? config : config.text);
    this.#naming.server.saw(client, placeOf);
    const recorder = this.#recorder;
    const scope = recorder.active.get();
    if (readNumber > 0 && scope > 0) this.#askedValues.asked(operationId, valuesHash(readNumber, config, args[1]));
    this.#onQuery();
    const begin = recorder.begin(ASYNC_BEGIN | operationId, scope);
    const own = scope > 0 ? begin : -begin;
    let hasEnded = false;
    const end = (error: unknown): void => {
      if (hasEnded) return;
      hasEnded = true;
      recorder.end(error ? ASYNC_END | FAILED | operationId : ASYNC_END | operationId, own);
    };
    let hasThrown = true;
    try {
      const result = this.#call(query, client, args, config, end);
      hasThrown = false;
      return result;
    } finally {
      if (hasThrown) end(true);
    }
  }

  #call(
    query: AnyFunction,
    client: unknown,
    args: unknown[],
    config: string | QueryConfig,
    end: (error: unknown) => void,
  ): unknown {
    const last = args.at(-1);
    if (typeof last === 'function') {
      args[args.length - 1] = endingFirst(last as AnyFunction, end);
      return apply(query, client, args);
    }
    if (typeof config === 'object' && typeof config.callback === 'function') {
      // A copy: a config that is used again would collect callbacks.
      const callback = { value: endingFirst(config.callback as AnyFunction, end), writable: true, enumerable: true };
      args[0] = Object.create(config, { callback: { ...callback, configurable: true } });
      return apply(query, client, args);
    }
    return observePromiseOf(query, client, args, end);
  }

  #statementOf(text: unknown): Statement {
    if (typeof text !== 'string' || text === '') {
      return { operationId: this.#names.intern('query', NAME_WITHOUT_TEXT), readNumber: 0 };
    }
    const known = this.#statements.get(text);
    if (known !== undefined) return known;
    const { kind, name, details } = this.#naming.nameOf(text);
    const operationId = this.#names.intern(kind, name, details);
    // A name beyond the table is counted at every call.
    if (this.#statements.size >= REMEMBERED_TEXTS || this.#names.entry(operationId).name === OTHER) {
      return { operationId, readNumber: 0 };
    }
    const statement = { operationId, readNumber: READ.test(text) ? this.#statements.size + 1 : 0 };
    this.#statements.set(text, statement);
    return statement;
  }
}

/** @returns 0 where they cannot be read without running the program's code */
function valuesHash(readNumber: number, config: string | QueryConfig, second: unknown): number {
  const values = Array.isArray(second) ? second : typeof config === 'string' ? NO_VALUES : valuesIn(config);
  return Array.isArray(values) && !types.isProxy(values) ? hashOfValues(readNumber, values) : UNREAD;
}

/** @returns `undefined` where they may be somewhere else: a getter's, or a prototype's */
function valuesIn(config: QueryConfig): unknown {
  if (types.isProxy(config)) return undefined;
  const own = getOwnPropertyDescriptor(config, 'values');
  if (own !== undefined) return 'value' in own ? (own.value ?? NO_VALUES) : undefined;
  return getPrototypeOf(config) === Object.prototype ? NO_VALUES : undefined;
}

/** Plain fields of the driver's own: a getter of the program would be its code. */
function placeOf(client: unknown): readonly unknown[] {
  return ['host', 'port', 'database'].map(
    (field) => getOwnPropertyDescriptor(client as object, field)?.value as unknown,
  );
}

function endingFirst(callback: AnyFunction, end: (error: unknown) => void): AnyFunction {
  const wrapper: AnyFunction = function (this: unknown, ...args) {
    end(args[0]);
    return apply(callback, this, args);
  };
  return wrapper;
}
