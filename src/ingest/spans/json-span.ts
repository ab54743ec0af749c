// Fills the span that a reader hands on from values of JSON, in whatever format they stand.

import { readIdInto } from './read-ids.js';
import { halvesOf, ReadSpan } from './read-span.js';
import { SPAN_ATTRIBUTES } from './span-attributes.js';
import type { SpanClasses } from './span-classes.js';

export interface JsonSpanValues {
  readonly processNumber: number;
  readonly traceId: unknown;
  readonly spanId: unknown;
  readonly parentId: unknown;
  /** Nanoseconds since 1970; negative where they are impossible. */
  readonly startNanos: bigint;
  readonly endNanos: bigint;
  readonly isFailed: boolean;
  readonly name: string;
  /** The SDK's number of it. */
  readonly kind: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export class JsonSpan {
  readonly #classes: SpanClasses;
  readonly #take: (span: ReadSpan) => void;
  readonly #span = new ReadSpan();
  readonly #id = new Uint32Array(2);

  /** @param take gets one object again and again */
  constructor(classes: SpanClasses, take: (span: ReadSpan) => void) {
    this.#classes = classes;
    this.#take = take;
  }

  handOn({ processNumber, traceId, spanId, parentId, ...values }: JsonSpanValues): void {
    const span = this.#span;
    span.reset();
    span.processNumber = processNumber;
    readIdInto(span.traceId, traceId);
    [span.spanHigh, span.spanLow] = this.#halvesOfId(spanId);
    [span.parentHigh, span.parentLow] = this.#halvesOfId(parentId);
    [span.startHigh, span.startLow] = halvesOf(values.startNanos);
    [span.endHigh, span.endLow] = halvesOf(values.endNanos);
    span.isFailed = values.isFailed;
    const { name, kind, attributes } = values;
    for (const [key, take] of SPAN_ATTRIBUTES) {
      if (attributes[key] !== undefined) take(span, attributes[key], this.#classes);
    }
    span.spanClass = this.#classes.of({ name, kind, attributes });
    this.#take(span);
  }

  #halvesOfId(text: unknown): readonly [high: number, low: number] {
    const id = this.#id;
    readIdInto(id, text);
    return [id[0] as number, id[1] as number];
  }
}
