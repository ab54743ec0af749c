// Takes the spans that the program makes on Tickscope's SDK: through the ticks, and from there to whoever sends.

import type { Context } from '@opentelemetry/api';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { SpanSlices } from './span-slices.js';

/** Puts spans into ticks. Must not throw. */
export interface ProgramSpanIntake {
  start(span: Span, parentContext: Context): void;
  /** @returns whether the span leaves now; else its tick takes it along, or it does not leave */
  end(span: ReadableSpan): boolean;
}

export class ProgramSpanProcessor implements SpanProcessor {
  readonly #intake: ProgramSpanIntake;
  readonly #slices: readonly SpanSlices[];

  constructor(intake: ProgramSpanIntake, slices: readonly SpanSlices[]) {
    this.#intake = intake;
    this.#slices = slices;
  }

  onStart(span: Span, parentContext: Context): void {
    this.#intake.start(span, parentContext);
  }

  onEnd(span: ReadableSpan): void {
    if (!this.#intake.end(span)) return;
    for (const slices of this.#slices) slices.addEnded(span);
  }

  async forceFlush(): Promise<void> {
    await Promise.all(this.#slices.map((slices) => slices.forceFlush()));
  }

  async shutdown(): Promise<void> {
    await Promise.all(this.#slices.map((slices) => slices.shutdown()));
  }
}
