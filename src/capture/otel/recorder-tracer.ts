// A tracer that writes records instead of SDK spans, for instrumentations that Tickscope enables itself.
//
// An SDK span costs 2.5-4 µs and starts at a whole millisecond; a record costs a tenth and has the recorder's clock.

import {
  type Attributes,
  type AttributeValue,
  type Context,
  context,
  INVALID_SPAN_CONTEXT,
  type Span,
  type SpanContext,
  type SpanOptions,
  type SpanStatus,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Tracer,
  type TracerProvider,
} from '@opentelemetry/api';
import { ASYNC_BEGIN, ASYNC_END, FAILED } from '../../model/log/log-layout.js';
import type { DetailedName, NameTable } from '../../model/name-table.js';
import type { OperationName } from '../../model/operation.js';
import type { Recorder } from '../recorder/recorder.js';
import { scopeIn, spanIn } from '../recorder/scope-context.js';

/** What an instrumentation's spans are called in the record. */
export interface SpanNaming {
  /** By the name that the span starts with. */
  start(spanName: string): OperationName;
  /** A better name from an attribute; `undefined` where it says nothing. */
  fromAttribute(key: string, value: unknown): DetailedName | undefined;
}

export class RecorderTracerProvider implements TracerProvider {
  readonly #tracer: Tracer;

  constructor(recorder: Recorder, names: NameTable, naming: SpanNaming) {
    this.#tracer = new RecorderTracer(recorder, names, naming);
  }

  getTracer(): Tracer {
    return this.#tracer;
  }
}

class RecorderTracer implements Tracer {
  readonly #recorder: Recorder;
  readonly #names: NameTable;
  readonly #naming: SpanNaming;

  constructor(recorder: Recorder, names: NameTable, naming: SpanNaming) {
    this.#recorder = recorder;
    this.#names = names;
    this.#naming = naming;
  }

  startSpan(name: string, options: SpanOptions = {}, parent: Context = context.active()): Span {
    const span = this.#start(this.#naming.start(name), parent);
    if (options.attributes !== undefined) span.setAttributes(options.attributes);
    return span;
  }

  startActiveSpan<Fn extends (span: Span) => unknown>(name: string, ...rest: unknown[]): ReturnType<Fn> {
    const run = rest.at(-1) as (span: Span) => ReturnType<Fn>;
    const options = rest.length > 1 ? (rest[0] as SpanOptions) : {};
    const parent = rest.length > 2 ? (rest[1] as Context) : context.active();
    const span = this.startSpan(name, options, parent);
    return context.with(trace.setSpan(parent, span), run, undefined, span);
  }

  #start({ kind, name }: OperationName, parent: Context): RecordedSpan {
    const recorder = this.#recorder;
    const operationId = this.#names.intern(kind, name);
    const scope = scopeIn(parent) || recorder.active.get();
    const inside = outerSpanOf(recorder, parent, scope);
    // What begins inside a wait is done instead of waiting: a pool that has room opens a connection.
    if (inside?.isWait === true) inside.end();
    const around = inside?.scope ?? scope;
    const begin = recorder.begin(ASYNC_BEGIN | operationId, around);
    const parts = { recorder, names: this.#names, naming: this.#naming };
    return new RecordedSpan(parts, around > 0 ? begin : -begin, operationId, kind === 'wait');
  }
}

/** Another span of this tracer, where it is nearer than the function that the scope stands for. */
function outerSpanOf(recorder: Recorder, parent: Context, scope: number): RecordedSpan | undefined {
  const outer = spanIn(parent);
  if (!(outer instanceof RecordedSpan)) return undefined;
  return scope === 0 || recorder.tickOf(outer.scope) === recorder.tickOf(scope) ? outer : undefined;
}

interface RecordParts {
  readonly recorder: Recorder;
  readonly names: NameTable;
  readonly naming: SpanNaming;
}

/** A span of an instrumentation, which ends its record when it ends. */
class RecordedSpan implements Span {
  readonly scope: number;
  readonly isWait: boolean;
  readonly #parts: RecordParts;
  #operationId: number;
  #failed = false;
  #ended = false;
  #context: SpanContext | undefined;

  constructor(parts: RecordParts, scope: number, operationId: number, isWait: boolean) {
    this.scope = scope;
    this.isWait = isWait;
    this.#parts = parts;
    this.#operationId = operationId;
  }

  spanContext(): SpanContext {
    if (this.#context !== undefined) return this.#context;
    const place = this.#parts.recorder.placeOf(this.scope);
    if (place === undefined) return INVALID_SPAN_CONTEXT;
    place.trace.isShared = true;
    const { traceId } = place.trace;
    return (this.#context = {
      traceId,
      spanId: place.trace.spanIdOf(place.position),
      traceFlags: TraceFlags.SAMPLED,
    });
  }

  /** Values of an instrumentation may hold secrets: a name is taken from them, and they are not kept. */
  setAttribute(key: string, value: AttributeValue): this {
    const better = this.#parts.naming.fromAttribute(key, value);
    if (better === undefined || this.#ended) return this;
    const { recorder, names } = this.#parts;
    this.#operationId = names.intern(better.kind, better.name, better.details);
    recorder.rename(this.scope, this.#operationId);
    return this;
  }

  setAttributes(attributes: Attributes): this {
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== undefined) this.setAttribute(key, value);
    }
    return this;
  }

  addEvent(): this {
    return this;
  }

  addLink(): this {
    return this;
  }

  addLinks(): this {
    return this;
  }

  updateName(): this {
    return this;
  }

  recordException(): void {
    this.#failed = true;
  }

  setStatus(status: SpanStatus): this {
    if (!this.#ended) this.#failed = status.code === SpanStatusCode.ERROR;
    return this;
  }

  isRecording(): boolean {
    return !this.#ended;
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    const failure = this.#failed ? FAILED : 0;
    this.#parts.recorder.end(ASYNC_END | failure | this.#operationId, this.scope);
  }
}
