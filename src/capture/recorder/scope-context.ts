// Scopes in contexts of OpenTelemetry, for programs that use its API. Others never have a context: their scope is a number in the
// store of `active-scope.ts`.

import type { Context, Span, SpanContext } from '@opentelemetry/api';
import type { OpenTrace } from '../../model/tree/open-trace.js';
import { spanPositionOf } from './program-spans.js';
import { RecorderSpan } from './recorder-span.js';

const SCOPE_KEY = Symbol('tickscope scope');
/** The key of `trace.getSpan()`; @opentelemetry/api creates it with `Symbol.for` and does not export it. */
const SPAN_KEY = Symbol.for('OpenTelemetry Context Key SPAN');

/** Where a scope's operation stands. */
export interface SpanPlace {
  readonly trace: OpenTrace;
  readonly position: number;
}

/** Looks the place of a scope up; `undefined` where its trace has closed and left nothing. */
export type PlaceOf = (scope: number) => SpanPlace | undefined;

let placeOf: PlaceOf = () => undefined;
/** Whether `trace.getActiveSpan()` answers with a tick's span inside a tick. */
let answersWithSpans = true;

export function lookPlacesUpWith(look: PlaceOf): void {
  placeOf = look;
}

/**
 * Where the program has an SDK of its own, ticks are no spans to it: it would take one for its parent, lose the root of its
 * trace with every tick that is not kept, and sample all that its own sampler leaves out.
 */
export function answerWithSpans(answers: boolean): void {
  answersWithSpans = answers;
}

/** A context without values, as `ROOT_CONTEXT` is, which would load the API. */
export const EMPTY_CONTEXT: Context = {
  getValue: () => undefined,
  setValue: (key, value) => new LinkedContext(EMPTY_CONTEXT, key, value),
  deleteValue: () => EMPTY_CONTEXT,
};

export class ScopeContext implements Context {
  readonly scope: number;
  /** What the program has set, without scopes. */
  readonly values: Context;
  #span: Span | undefined;

  /**
   * @param values a context whose scopes are left out
   * @param span the program's span that this context was made for, where it was
   */
  constructor(values: Context | undefined, scope: number, span?: Span) {
    this.values = values === undefined ? EMPTY_CONTEXT : valuesOf(values);
    this.scope = scope;
    this.#span = span;
  }

  getValue(key: symbol): unknown {
    if (key === SCOPE_KEY) return this;
    if (key !== SPAN_KEY) return this.values.getValue(key);
    if (this.#span !== undefined) return this.#span;
    const place = answersWithSpans ? placeOf(this.scope) : undefined;
    // A tree that never leaves as spans is nobody's parent: its children would lack theirs.
    if (place === undefined || !place.trace.mayLeave) return this.values.getValue(key);
    place.trace.isShared = true;
    return (this.#span = new RecorderSpan(place.trace, place.position));
  }

  setValue(key: symbol, value: unknown): Context {
    return withValue(this, key, value);
  }

  deleteValue(key: symbol): Context {
    return new LinkedContext(this, key, undefined);
  }
}

/** One value over another context, as `setValue` of an immutable context has to answer. */
class LinkedContext implements Context {
  readonly parent: Context;
  readonly key: symbol;
  readonly value: unknown;

  constructor(parent: Context, key: symbol, value: unknown) {
    // What is set again and again, by code that starts itself, is one link.
    let below = parent;
    while (below instanceof LinkedContext && below.key === key) below = below.parent;
    this.parent = below;
    this.key = key;
    this.value = value;
  }

  getValue(key: symbol): unknown {
    return key === this.key ? this.value : this.parent.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    return withValue(this, key, value);
  }

  deleteValue(key: symbol): Context {
    return new LinkedContext(this, key, undefined);
  }
}

/**
 * The values of a context without its scopes: each scope that starts in another one would else be a link of a chain that never
 * ends, and the chain of ticks that start each other overflowed the stack after 16,000.
 */
export function valuesOf(from: Context): Context {
  if (from instanceof ScopeContext) return from.values;
  if (!(from instanceof LinkedContext) || scopeIn(from) === 0) return from;
  const values = new Map<symbol, unknown>();
  let base: Context = from;
  for (;;) {
    if (base instanceof LinkedContext) {
      if (!values.has(base.key)) values.set(base.key, base.value);
      base = base.parent;
    } else if (base instanceof ScopeContext) {
      base = base.values;
    } else {
      break;
    }
  }
  let kept = base;
  for (const [key, value] of values) {
    if (!(value instanceof RecorderSpan)) kept = new LinkedContext(kept, key, value);
  }
  return kept;
}

/** Under a span of the program that has a place in the running tick, operations go below that place. */
function withValue(parent: Context, key: symbol, value: unknown): Context {
  const position = key === SPAN_KEY ? spanPositionOf(value) : undefined;
  if (position === undefined || position.scope === 0 || position.trace !== placeOf(scopeIn(parent))?.trace) {
    return new LinkedContext(parent, key, value);
  }
  return new ScopeContext(parent, position.scope, value as Span);
}

/** The scope in a context, whether its tick is still open or not; 0 for none. */
export function scopeIn(from: Context): number {
  return (from.getValue(SCOPE_KEY) as ScopeContext | undefined)?.scope ?? 0;
}

/** The span in a context, whoever made it. */
export function spanIn(from: Context): Span | undefined {
  return from.getValue(SPAN_KEY) as Span | undefined;
}

/** The span of another process, or of another instrumentation, that code in this context belongs to. */
export function foreignParentIn(from: Context): SpanContext | undefined {
  const span = spanIn(valuesOf(from));
  const parent = span === undefined || span instanceof RecorderSpan ? undefined : span.spanContext();
  return parent !== undefined && isValid(parent) ? parent : undefined;
}

/** As `isSpanContextValid` of the API has it. */
function isValid({ traceId, spanId }: SpanContext): boolean {
  return (
    /^[\da-f]{32}$/i.test(traceId) && !/^0+$/.test(traceId) && /^[\da-f]{16}$/i.test(spanId) && !/^0+$/.test(spanId)
  );
}
