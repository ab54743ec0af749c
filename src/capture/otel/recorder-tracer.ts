// A tracer that writes records instead of SDK spans, for instrumentations that Tickscope enables itself.
//
// An SDK span costs 2.5-4 µs and starts at a whole millisecond; a record costs a tenth and has the recorder's clock.

import {
  type Attributes,
  type AttributeValue,
  type Context,
  context,
  type Span,
  type SpanOptions,
  type SpanStatus,
  trace,
  type Tracer,
  type TracerProvider,
} from '@opentelemetry/api';
import type { DetailedName, NameTable } from '../../model/name-table.js';
import type { OperationName } from '../../model/operation.js';
import { ROOT } from '../../model/tick-trace.js';
import type { Nanoseconds } from '../../model/units.js';
import { now } from '../recorder/clock.js';
import type { OpenTrace } from '../recorder/open-trace.js';
import { NO_POSITION } from '../recorder/tick-buffer.js';
import { RecorderSpan } from '../recorder/recorder-span.js';
import type { Recorder } from '../recorder/recorder.js';
import { recorderSpanOf, type TickContext, tickContextOf } from '../recorder/tick-context.js';

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
    const operationId = this.#names.intern(kind, name);
    const isWait = kind === 'wait';
    const parts = { recorder: this.#recorder, names: this.#names, naming: this.#naming };
    const tick = tickContextOf(parent);
    const inside = outerSpanOf(parent, tick);
    // What begins inside a wait is done instead of waiting: a pool that has room opens a connection.
    if (inside?.isWait === true) inside.end();
    const openTrace = inside?.trace.closed === true ? tick?.trace : (inside?.trace ?? tick?.trace);
    if (openTrace === undefined) {
      const { trace: root } = this.#recorder.startOutermost(operationId);
      const startNanos = root.startNanos as Nanoseconds;
      return new RecordedSpan(parts, root, { position: ROOT, operationId, startNanos, isWait });
    }
    const startNanos = now();
    const hasPlace = inside !== undefined && inside.position !== NO_POSITION;
    const above = hasPlace ? inside.position : (tick?.top ?? ROOT);
    const position = this.#recorder.start(openTrace, operationId, above, startNanos);
    return new RecordedSpan(parts, openTrace, { position, operationId, startNanos, isWait });
  }
}

/** Another span of this tracer, where it is nearer than the function that the tick context stands for. */
function outerSpanOf(parent: Context, tick: TickContext | undefined): RecordedSpan | undefined {
  const outer = recorderSpanOf(parent);
  return outer instanceof RecordedSpan && (tick === undefined || outer.trace === tick.trace) ? outer : undefined;
}

interface RecordParts {
  readonly recorder: Recorder;
  readonly names: NameTable;
  readonly naming: SpanNaming;
}

interface StartedOperation {
  readonly position: number;
  readonly operationId: number;
  readonly startNanos: Nanoseconds;
  readonly isWait: boolean;
}

/** A span of an instrumentation, which ends its record when it ends. */
class RecordedSpan extends RecorderSpan {
  readonly isWait: boolean;
  readonly #parts: RecordParts;
  readonly #startNanos: Nanoseconds;
  #operationId: number;
  #ended = false;

  constructor(parts: RecordParts, openTrace: OpenTrace, started: StartedOperation) {
    super(openTrace, started.position);
    this.isWait = started.isWait;
    this.#parts = parts;
    this.#operationId = started.operationId;
    this.#startNanos = started.startNanos;
  }

  /** Values of an instrumentation may hold secrets: a name is taken from them, and they are not kept. */
  override setAttribute(key: string, value: AttributeValue): this {
    const better = this.#parts.naming.fromAttribute(key, value);
    if (better !== undefined) {
      this.#operationId = this.#parts.names.intern(better.kind, better.name, better.details);
      this.trace.rename(this.position, this.#operationId);
    }
    return this;
  }

  override setAttributes(attributes: Attributes): this {
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== undefined) this.setAttribute(key, value);
    }
    return this;
  }

  override addEvent(): this {
    return this;
  }

  override recordException(): void {
    this.failed = true;
  }

  override setStatus(status: SpanStatus): this {
    return this.#ended ? this : super.setStatus(status);
  }

  override isRecording(): boolean {
    return !this.#ended;
  }

  override end(): void {
    if (this.#ended) return;
    this.#ended = true;
    const { recorder } = this.#parts;
    if (this.position === ROOT) recorder.settle(this.trace, this.failed);
    else recorder.end(this.trace, this.position, this.#operationId, this.#startNanos, this.failed);
  }
}
