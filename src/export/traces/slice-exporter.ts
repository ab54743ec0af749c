// Where slices of spans are made into requests: an exporter that serialises each slice by itself, or one of OpenTelemetry's as it is.

import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { failureReason, isFailure } from '../otlp/failure-reason.js';
import type { ToldResult } from '../otlp/told-delegate.js';

/** Serialising more of them at once would hold the loop. */
export const SPANS_PER_SLICE = 64;

export interface SliceExporter<Part = unknown> {
  /** Host and port it sends to; empty where it has none. */
  readonly at: string;
  /** Where it serialises a request in one go; absent: any number. */
  readonly spansPerRequest?: number;
  /** Called in a turn of the event loop of its own. */
  serialise(slice: ReadableSpan[]): Part;
  /** One request. */
  send(parts: readonly Part[], done: (result: ToldResult) => void): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** For exporters that take spans. */
export function plainSliceExporter(exporter: SpanExporter): SliceExporter<ReadableSpan[]> {
  return {
    at: '',
    spansPerRequest: SPANS_PER_SLICE,
    serialise: (slice) => slice,
    send: (parts, done) =>
      exporter.export(parts.flat(), (result) =>
        done(isFailure(result) ? { ...result, error: new Error(failureReason(result.error, '')) } : result),
      ),
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  };
}
