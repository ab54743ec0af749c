// Spans from OTLP in JSON: as the collector's file exporter and Jaeger write it, and as exports of other stores have it.

import { STATUS_ERROR } from '../../model/span-values.js';
import { type JsonObject, objectOf, objectsOf, textOf } from '../json/json-values.js';
import { JsonSpan } from '../spans/json-span.js';
import type { ReadSpan } from '../spans/read-span.js';
import type { SourceProcesses } from '../spans/source-processes.js';
import type { SpanClasses } from '../spans/span-classes.js';

/** Names in JSON, where the field's number stands in protobuf. */
const KINDS: Readonly<Record<string, number>> = {
  SPAN_KIND_INTERNAL: 1,
  SPAN_KIND_SERVER: 2,
  SPAN_KIND_CLIENT: 3,
  SPAN_KIND_PRODUCER: 4,
  SPAN_KIND_CONSUMER: 5,
};

export class JsonSpans {
  readonly #processes: SourceProcesses;
  readonly #span: JsonSpan;

  /** @param take gets one object again and again */
  constructor(classes: SpanClasses, processes: SourceProcesses, take: (span: ReadSpan) => void) {
    this.#processes = processes;
    this.#span = new JsonSpan(classes, take);
  }

  /** @param value one `ResourceSpans` @returns the number of spans */
  readResourceSpans(value: JsonObject): number {
    const resource = objectOf(value['resource']);
    const number = this.#processes.numberOf(attributesOf(resource['attributes']));
    let count = 0;
    const scopes = value['scopeSpans'] ?? value['scope_spans'] ?? value['instrumentationLibrarySpans'];
    for (const scope of objectsOf(scopes)) {
      for (const span of objectsOf(scope['spans'])) {
        this.#readSpan(span, number);
        count++;
      }
    }
    return count;
  }

  #readSpan(value: JsonObject, processNumber: number): void {
    const { code } = objectOf(value['status']);
    const { kind } = value;
    this.#span.handOn({
      processNumber,
      traceId: value['traceId'] ?? value['trace_id'],
      spanId: value['spanId'] ?? value['span_id'],
      parentId: value['parentSpanId'] ?? value['parent_span_id'],
      startNanos: nanosOf(value['startTimeUnixNano'] ?? value['start_time_unix_nano']),
      endNanos: nanosOf(value['endTimeUnixNano'] ?? value['end_time_unix_nano']),
      isFailed: code === STATUS_ERROR || code === 'STATUS_CODE_ERROR',
      name: textOf(value['name']),
      // OTLP counts kinds from 1, the SDK from 0.
      kind: (typeof kind === 'string' ? (KINDS[kind] ?? 0) : Number(kind ?? 0)) - 1,
      attributes: attributesOf(value['attributes']),
    });
  }
}

/** Texts, numbers and flags, by name. */
function attributesOf(value: unknown): Record<string, unknown> {
  const attributes: Record<string, unknown> = {};
  for (const { key, value: wrapped } of objectsOf(value)) {
    if (typeof key !== 'string') continue;
    const { stringValue, boolValue, intValue, doubleValue } = objectOf(wrapped);
    const plain = stringValue ?? boolValue ?? doubleValue ?? (intValue === undefined ? undefined : Number(intValue));
    if (plain !== undefined) attributes[key] = plain;
  }
  return attributes;
}

/** A text, as it has to be, or a number, which was rounded; impossible where it is neither. */
function nanosOf(value: unknown): bigint {
  if (typeof value === 'string' && /^-?\d{1,19}$/.test(value)) return BigInt(value);
  if (typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 2 ** 63)
    return BigInt(Math.round(value));
  return -1n;
}
