// An OpenTelemetry span that stands for a record: what `trace.getActiveSpan()` answers inside a tick.

import {
  type Attributes,
  type Span,
  type SpanContext,
  type SpanStatus,
  SpanStatusCode,
  TraceFlags,
} from '@opentelemetry/api';
import { type OpenTrace, randomHex } from './open-trace.js';

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

  spanContext(): SpanContext {
    return (this.#context ??= {
      traceId: this.trace.traceId,
      spanId: randomHex(16),
      traceFlags: TraceFlags.SAMPLED,
    });
  }

  isRecording(): boolean {
    return !this.trace.closed;
  }

  setStatus(status: SpanStatus): this {
    this.failed = status.code === SpanStatusCode.ERROR;
    return this;
  }

  recordException(): void {
    this.failed = true;
  }

  // Values stay inside until there is an exporter for them: attributes, events and links are taken and not kept.
  setAttribute(_key: string, _value: unknown): this {
    return this;
  }

  setAttributes(_attributes: Attributes): this {
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

  updateName(_name: string): this {
    return this;
  }

  end(): void {
    // The record of a tick or of a wrapped function ends with the function, not when somebody ends the span they were handed.
  }
}
