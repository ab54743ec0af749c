// Records `client.query` of node-postgres by itself: through instrumentation-pg a query takes 89 µs of processor time, of which the
// span's attributes, metrics that nobody reads and a context for code that nobody runs are the most.
//
// The names are those of instrumentation-pg's spans. Nothing of the program runs inside a query, so it needs no scope in the store.

import { ASYNC_BEGIN, ASYNC_END, FAILED } from '../../../model/log/log-layout.js';
import type { NameTable } from '../../../model/name-table.js';
import { OTHER } from '../../../model/operation.js';
import type { Recorder } from '../../recorder/recorder.js';
import type { AnyFunction } from '../../rules/any-function.js';
import type { SqlNaming } from '../../sql/sql-naming.js';
import { observePromiseOf } from './pg-promises.js';

const { apply, getOwnPropertyDescriptor } = Reflect;

/** Texts whose operation is remembered. */
const REMEMBERED_TEXTS = 4_096;
/** Of a query whose text is not known. */
const NAME_WITHOUT_TEXT = 'pg.query';

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
  readonly #operationIds = new Map<string, number>();

  /** @param onQuery called at the begin of every query */
  constructor(recorder: Recorder, names: NameTable, naming: SqlNaming, onQuery: () => void) {
    this.#recorder = recorder;
    this.#names = names;
    this.#naming = naming;
    this.#onQuery = onQuery;
  }

  /** Calls the driver's `query`, and records until its callback is called or its promise settles. */
  record(query: AnyFunction, client: unknown, args: unknown[]): unknown {
    const config = args[0] as string | QueryConfig;
    const operationId = this.#idOf(typeof config === 'string' ? config : config.text);
    this.#naming.server.saw(client, placeOf);
    const recorder = this.#recorder;
    const scope = recorder.active.get();
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

  #idOf(text: unknown): number {
    if (typeof text !== 'string' || text === '') return this.#names.intern('query', NAME_WITHOUT_TEXT);
    const known = this.#operationIds.get(text);
    if (known !== undefined) return known;
    const { kind, name, details } = this.#naming.nameOf(text);
    const id = this.#names.intern(kind, name, details);
    // A name beyond the table is counted at every call.
    if (this.#operationIds.size < REMEMBERED_TEXTS && this.#names.entry(id).name !== OTHER)
      this.#operationIds.set(text, id);
    return id;
  }
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
