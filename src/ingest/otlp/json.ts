// Spans from OTLP in JSON: as the collector's file exporter and Jaeger write it, and as exports of other stores have it.

import { STATUS_ERROR } from '../../model/span-values.js';
import { halvesOf, ReadSpan } from '../spans/read-span.js';
import { readIdInto } from '../spans/read-ids.js';
import type { SourceProcesses } from '../spans/source-processes.js';
import { SPAN_ATTRIBUTES } from '../spans/span-attributes.js';
import type { SpanClasses } from '../spans/span-classes.js';

type JsonObject = Readonly<Record<string, unknown>>;

/** Names in JSON, where the field's number stands in protobuf. */
const KINDS: Readonly<Record<string, number>> = {
  SPAN_KIND_INTERNAL: 1,
  SPAN_KIND_SERVER: 2,
  SPAN_KIND_CLIENT: 3,
  SPAN_KIND_PRODUCER: 4,
  SPAN_KIND_CONSUMER: 5,
};

export class JsonSpans {
  readonly #classes: SpanClasses;
  readonly #processes: SourceProcesses;
  readonly #take: (span: ReadSpan) => void;
  readonly #span = new ReadSpan();
  readonly #id = new Uint32Array(2);

  constructor(classes: SpanClasses, processes: SourceProcesses, take: (span: ReadSpan) => void) {
    this.#classes = classes;
    this.#processes = processes;
    this.#take = take;
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
    const span = this.#span;
    span.reset();
    span.processNumber = processNumber;
    readIdInto(span.traceId, value['traceId'] ?? value['trace_id']);
    readIdInto(this.#id, value['spanId'] ?? value['span_id']);
    [span.spanHigh, span.spanLow] = this.#id as unknown as [number, number];
    readIdInto(this.#id, value['parentSpanId'] ?? value['parent_span_id']);
    [span.parentHigh, span.parentLow] = this.#id as unknown as [number, number];
    const start = nanosOf(value['startTimeUnixNano'] ?? value['start_time_unix_nano']);
    const end = nanosOf(value['endTimeUnixNano'] ?? value['end_time_unix_nano']);
    [span.startHigh, span.startLow] = halvesOf(start);
    [span.endHigh, span.endLow] = halvesOf(end);
    const code = objectOf(value['status'])['code'];
    span.isFailed = code === STATUS_ERROR || code === 'STATUS_CODE_ERROR';
    const attributes = attributesOf(value['attributes']);
    for (const [key, take] of SPAN_ATTRIBUTES) {
      if (attributes[key] !== undefined) take(span, attributes[key], this.#classes);
    }
    const kind = value['kind'];
    span.spanClass = this.#classes.of({
      name: typeof value['name'] === 'string' ? value['name'] : '',
      // OTLP counts kinds from 1, the SDK from 0.
      kind: (typeof kind === 'string' ? (KINDS[kind] ?? 0) : Number(kind ?? 0)) - 1,
      attributes,
    });
    this.#take(span);
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

export function objectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

export function objectsOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}
