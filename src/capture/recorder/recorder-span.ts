// An OpenTelemetry span that stands for a record: what `trace.getActiveSpan()` answers inside a tick.

import {
  type Attributes,
  type AttributeValue,
  type Exception,
  type Span,
  type SpanContext,
  type SpanStatus,
  type TimeInput,
  SpanStatusCode,
  TraceFlags,
} from '@opentelemetry/api';
import type { AttributeValue as RecordedValue, AttributeValues } from '../../model/trace-details.js';
import type { Nanoseconds } from '../../model/units.js';
import { now } from './clock.js';
import type { OpenTrace } from '../../model/tree/open-trace.js';
import { SpanNotes } from '../../model/tree/span-notes.js';

export class RecorderSpan implements Span {
  readonly trace: OpenTrace;
  /** Position of its record in the trace; `NO_POSITION` where it has none. */
  readonly position: number;
  protected failed = false;
  #context: SpanContext | undefined;

  constructor(trace: OpenTrace, position: number) {
    this.trace = trace;
    this.position = position;
  }

  /** Sampled, always: which ticks are kept is known when they have closed, and a service behind has to decide before. */
  spanContext(): SpanContext {
    return (this.#context ??= {
      traceId: this.trace.traceId,
      spanId: this.trace.spanIdOf(this.position),
      traceFlags: TraceFlags.SAMPLED,
    });
  }

  isRecording(): boolean {
    return !this.trace.closed;
  }

  setStatus(status: SpanStatus): this {
    this.failed = status.code === SpanStatusCode.ERROR;
    if (this.failed) this.trace.markFailed(this.position);
    return this;
  }

  recordException(exception: Exception): void {
    const { name, message } = typeof exception === 'string' ? { name: 'Error', message: exception } : exception;
    this.addEvent('exception', {
      ...(name !== undefined && { 'exception.type': name }),
      ...(message !== undefined && { 'exception.message': message }),
    });
  }

  setAttribute(key: string, value: AttributeValue): this {
    if (this.isRecording()) this.#notes().setAttribute(this.position, key, value as RecordedValue);
    return this;
  }

  setAttributes(attributes: Attributes): this {
    for (const key of Object.keys(attributes)) {
      const value = attributes[key];
      if (value !== undefined) this.setAttribute(key, value);
    }
    return this;
  }

  addEvent(name: string, attributes?: Attributes | TimeInput): this {
    if (!this.isRecording()) return this;
    // The second argument may be the time instead; ours is the recorder's in either case.
    const isTime = typeof attributes !== 'object' || Array.isArray(attributes) || attributes instanceof Date;
    const given = isTime ? {} : Object.assign({}, attributes);
    const atNanos = (now() - this.trace.startNanos) as Nanoseconds;
    this.#notes().addEvent(this.position, name, atNanos, given as AttributeValues);
    return this;
  }

  // A tick's name and links are Tickscope's: one name for one thing.
  addLink(): this {
    return this;
  }

  addLinks(): this {
    return this;
  }

  updateName(_name: string): this {
    return this;
  }

  end(): void {
    // The record of a tick or of a wrapped function ends with the function, not when somebody ends the span they were handed.
  }

  #notes(): SpanNotes {
    return (this.trace.notes ??= new SpanNotes());
  }
}
