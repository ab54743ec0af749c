// Takes the spans that the program makes on Tickscope's SDK: through the ticks, and from there to whoever sends.

import { type Context, TraceFlags } from '@opentelemetry/api';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { SpanDestination } from './span-destination.js';

/** Puts spans into ticks. Must not throw. */
export interface ProgramSpanIntake {
  start(span: Span, parentContext: Context): void;
  /** @returns whether the span leaves now; else its tick takes it along, or it does not leave */
  end(span: ReadableSpan): boolean;
}

export class ProgramSpanProcessor implements SpanProcessor {
  readonly #intake: ProgramSpanIntake;
  readonly #destinations: readonly SpanDestination[];

  constructor(intake: ProgramSpanIntake, destinations: readonly SpanDestination[]) {
    this.#intake = intake;
    this.#destinations = destinations;
  }

  onStart(span: Span, parentContext: Context): void {
    this.#intake.start(span, parentContext);
  }

  onEnd(span: ReadableSpan): void {
    if (!this.#intake.end(span) || (span.spanContext().traceFlags & TraceFlags.SAMPLED) === 0) return;
    for (const destination of this.#destinations) destination.addEnded(span);
  }

  async forceFlush(): Promise<void> {
    await Promise.all(this.#destinations.map((destination) => destination.forceFlush()));
  }

  async shutdown(): Promise<void> {
    await Promise.all(this.#destinations.map((destination) => destination.shutdown()));
  }
}
