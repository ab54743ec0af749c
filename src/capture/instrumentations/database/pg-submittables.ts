// Statements that submit themselves: pg.Query, pg-cursor, pg-query-stream, pg-copy-streams, and whatever else has `submit`.
//
// instrumentation-pg 0.77 starts spans for them and never ends them. Here the driver gets the object unchanged, and the
// methods that the driver calls at the end are wrapped: on the prototype, once for each class, because no object of the
// program gets a new property.

import { EventEmitter } from 'node:events';
import { type Span, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import { ATTR_DB_QUERY_TEXT } from '../../../model/semconv/semantic-conventions.js';
import type { ActiveScope, Store } from '../../recorder/active-scope.js';
import type { AnyFunction } from '../../rules/any-function.js';
import { around, type CallMethod, replaceMember } from '../../patch/replace-member.js';

const { apply, getPrototypeOf } = Reflect;

interface OpenStatement {
  readonly span: Span;
  /** The program's work on the rows belongs to the caller of the statement, not to the socket that delivered them. */
  readonly caller: Store;
}

export function isSubmittable(config: unknown): config is object {
  return typeof config === 'object' && config !== null && typeof (config as { submit?: unknown }).submit === 'function';
}

export class Submittables {
  readonly #active: ActiveScope;
  readonly #tracer: Tracer;
  readonly #open = new WeakMap<object, OpenStatement>();
  readonly #wrappers = new WeakSet<object>();

  constructor(active: ActiveScope, tracer: Tracer) {
    this.#active = active;
    this.#tracer = tracer;
  }

  /** Calls `query`, the driver's own, and records until the statement has ended. */
  submit(query: AnyFunction, client: unknown, args: unknown[]): unknown {
    const statement = args[0] as object;
    if (this.#open.has(statement) || !this.#listenTo(statement)) return apply(query, client, args);
    const text = textOf(statement);
    const attributes = text === undefined ? {} : { [ATTR_DB_QUERY_TEXT]: text };
    const span = this.#tracer.startSpan('pg.query', { attributes });
    this.#open.set(statement, { span, caller: this.#active.storeToKeep });
    let failed = true;
    try {
      const result = apply(query, client, args);
      failed = false;
      return result;
    } finally {
      if (failed) this.#end(statement, true);
    }
  }

  /** @returns whether the end of the statement will be seen, be it good or bad */
  #listenTo(statement: object): boolean {
    if (!this.#wrapper(statement, 'handleError', (open) => this.#end(open, true))) return false;
    this.#wrapper(statement, 'handleDataRow');
    return (
      this.#wrapper(statement, 'handleReadyForQuery', (open) => this.#end(open, false)) ||
      this.#listenToEvent(statement)
    );
  }

  /** For statements of the native client: it reports success only by an event. */
  #listenToEvent(statement: object): boolean {
    if (!(statement instanceof EventEmitter)) return false;
    statement.prependOnceListener('end', () => this.#end(statement, false));
    return true;
  }

  #end(statement: object, failed: boolean): void {
    const open = this.#open.get(statement);
    if (open === undefined) return;
    this.#open.delete(statement);
    if (failed) open.span.setStatus({ code: SpanStatusCode.ERROR });
    open.span.end();
  }

  /** Runs the method that `key` names in the caller's context while a statement is open; `before` is called first. */
  #wrapper(statement: object, key: string, before?: (statement: object) => void): boolean {
    const owner = ownerOf(statement, key);
    if (owner === undefined || this.#wrappers.has(methodOf(owner, key))) return owner !== undefined;
    const inCallersContext: CallMethod = (original, self, args) => {
      const open = this.#open.get(self as object);
      if (open === undefined) return apply(original, self, args);
      before?.(self as object);
      return this.#active.run(open.caller, () => apply(original, self, args));
    };
    if (!replaceMember(owner, key, around(inCallersContext))) return false;
    this.#wrappers.add(methodOf(owner, key));
    return true;
  }
}

function methodOf(owner: object, key: string): object {
  return (owner as Record<string, object>)[key] as object;
}

function ownerOf(object: object, key: string): object | undefined {
  for (let owner: object | null = object; owner !== null; owner = getPrototypeOf(owner)) {
    if (Object.hasOwn(owner, key)) return owner;
  }
  return undefined;
}

/** A stream of rows keeps its text in the cursor that it reads from. */
function textOf(statement: { text?: unknown; cursor?: { text?: unknown } }): string | undefined {
  const text = statement.text ?? statement.cursor?.text;
  return typeof text === 'string' && text !== '' ? text : undefined;
}
