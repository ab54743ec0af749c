// Which tick the running code belongs to: one key in the OpenTelemetry context.
//
// Hand-written, because `context.with(setSpan(active().setValue(K, tick), span), fn)` costs 390-510 ns and this 210; a store
// of Tickscope would gain nothing (89 against 95 ns). See docs/explanation/architecture.md.

import { type Context, context, createContextKey, type Span } from '@opentelemetry/api';
import type { OpenTrace } from './open-trace.js';
import { spanPositionOf } from './program-spans.js';
import { NO_POSITION } from './tick-buffer.js';
import { RecorderSpan } from './recorder-span.js';

const TICK_KEY = createContextKey('tickscope tick');
/** The key of `trace.getSpan()`; @opentelemetry/api creates it with `Symbol.for` and does not export it. */
const SPAN_KEY = Symbol.for('OpenTelemetry Context Key SPAN');

/** Whether `trace.getActiveSpan()` answers with a tick's span inside a tick. */
let answersWithSpans = true;

/**
 * Where the program has an SDK of its own, ticks are no spans to it: it would take one for its parent, lose the root of its
 * trace with every tick that is not kept, and sample all that its own sampler leaves out.
 */
export function answerWithSpans(answers: boolean): void {
  answersWithSpans = answers;
}

export class TickContext implements Context {
  readonly trace: OpenTrace;
  /**
   * Position of the innermost operation that runs here. Synchronous operations push and pop it: they nest strictly within
   * one context, and an asynchronous one gets a context of its own.
   */
  top: number;
  readonly #parent: Context;
  readonly #position: number;
  #span: Span | undefined;

  /** @param span the program's span that this context was made for, where it was */
  constructor(parent: Context, trace: OpenTrace, position: number, span?: Span) {
    this.#parent = withoutClosedTicks(parent);
    this.trace = trace;
    this.top = position;
    this.#position = position;
    this.#span = span;
  }

  /** The context that its trace was opened in. */
  get parent(): Context {
    return this.#parent;
  }

  getValue(key: symbol): unknown {
    if (key === TICK_KEY) return this;
    if (key !== SPAN_KEY) return this.#parent.getValue(key);
    if (this.#span !== undefined) return this.#span;
    // A tree that never leaves as spans is nobody's parent: its children would lack theirs.
    if (!answersWithSpans || !this.trace.mayLeave) return this.#parent.getValue(key);
    return (this.#span = new RecorderSpan(this.trace, this.#position));
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
 * Contexts end with their tick, whatever timer, immediate or socket goes on that was started there: each tick that starts the next
 * one would else be a link of a chain that never ends, and the chain overflowed the stack after 16,000.
 *
 * @returns `from` without the ticks in it that are closed, and with the values that were set on it
 */
export function withoutClosedTicks(from: Context): Context {
  if (!(from instanceof LinkedContext) && !(from instanceof TickContext && from.trace.closed)) return from;
  let base: Context = from;
  let hasClosed = false;
  const values = new Map<symbol, unknown>();
  for (;;) {
    if (base instanceof LinkedContext) {
      if (!values.has(base.key)) values.set(base.key, base.value);
      base = base.parent;
    } else if (base instanceof TickContext && base.trace.closed) {
      hasClosed = true;
      base = base.parent;
    } else {
      break;
    }
  }
  if (!hasClosed) return from;
  let kept = base;
  for (const [key, value] of values) {
    const isOfClosedTick = value instanceof RecorderSpan && value.trace.closed;
    if (!isOfClosedTick) kept = new LinkedContext(kept, key, value);
  }
  return kept;
}

/** Under a span of the program that has a place in the running tick, operations go below that place. */
function withValue(parent: Context, key: symbol, value: unknown): Context {
  const place = key === SPAN_KEY ? spanPositionOf(value) : undefined;
  if (place === undefined || place.position === NO_POSITION || place.trace !== tickContextOf(parent)?.trace) {
    return new LinkedContext(parent, key, value);
  }
  return new TickContext(parent, place.trace, place.position, value as Span);
}

/** The tick context of `from`, whether its tick is still open or not. */
export function tickContextOf(from: Context): TickContext | undefined {
  return from.getValue(TICK_KEY) as TickContext | undefined;
}

/** The span of `from` where it is one of ours. */
export function recorderSpanOf(from: Context): RecorderSpan | undefined {
  const span = from.getValue(SPAN_KEY);
  return span instanceof RecorderSpan ? span : undefined;
}

/** Knows the active context. */
export interface ContextSource {
  active(): Context;
  attach: typeof context.attach;
}

/** Whose context is the active one, where that is known; the API asks for it anew each time, in two getters. */
let manager: ContextSource | undefined;

/** @param known `undefined` where only the API knows. Through it each synchronous span takes 16 ns more. */
export function readActiveContextFrom(known: ContextSource | undefined): void {
  manager = known;
}

export function activeContext(): Context {
  return manager === undefined ? context.active() : manager.active();
}

/** From here on `own` is the active context, until another one is. */
export function attachContext(own: Context): ReturnType<typeof context.attach> {
  return manager === undefined ? context.attach(own) : manager.attach(own);
}

/** The tick context of the running code. */
export function activeTickContext(): TickContext | undefined {
  return tickContextOf(activeContext());
}
