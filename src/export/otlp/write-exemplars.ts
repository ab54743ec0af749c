// Writes exemplars into a request for metrics: OpenTelemetry's serializers leave them out, in protobuf and JSON alike.
//
// In protobuf a field that repeats may stand behind all others, so an exemplar is put at the end of its point; only the lengths of what is
// around it change. Everything else stays as the serializer wrote it. Numbers of fields: opentelemetry-proto, `metrics/v1/metrics.proto`.

import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { PointExemplar, PointWithExemplars } from '../metrics/exemplars.js';
import type { Encoding } from './request-parts.js';

/** From the request down to the points of an exponential histogram, and what is beside them. */
const RESOURCE_METRICS = 1;
const SCOPE_METRICS = 2;
const METRICS = 2;
const EXPONENTIAL_HISTOGRAM = 10;
const DATA_POINTS = 1;
const EXEMPLARS = 11;

const FIXED64 = 1;
const BYTES = 2;

/** By the places of scope, metric and point. */
type ExemplarsAt = (scope: number, metric: number, point: number) => readonly PointExemplar[];

/** @param bytes of the request, with one resource @returns with the exemplars that its points have */
export function writeExemplars(bytes: Uint8Array, { scopeMetrics }: ResourceMetrics, encoding: Encoding): Uint8Array {
  const at: ExemplarsAt = (scope, metric, point) => {
    const found = scopeMetrics[scope]?.metrics[metric]?.dataPoints[point] as PointWithExemplars | undefined;
    return found?.exemplars ?? [];
  };
  const hasAny = scopeMetrics.some(({ metrics }) =>
    metrics.some(({ dataPoints }) => dataPoints.some((point) => (point as PointWithExemplars).exemplars !== undefined)),
  );
  if (!hasAny) return bytes;
  return encoding === 'json' ? inJson(bytes, at) : inProtobuf(bytes, at);
}

interface JsonRequest {
  readonly resourceMetrics: readonly {
    readonly scopeMetrics: readonly {
      readonly metrics: readonly { readonly exponentialHistogram?: { readonly dataPoints: readonly object[] } }[];
    }[];
  }[];
}

function inJson(bytes: Uint8Array, at: ExemplarsAt): Uint8Array {
  const request = JSON.parse(Buffer.from(bytes).toString()) as JsonRequest;
  for (const [scope, { metrics }] of (request.resourceMetrics[0]?.scopeMetrics ?? []).entries()) {
    for (const [metric, { exponentialHistogram }] of metrics.entries()) {
      for (const [place, point] of (exponentialHistogram?.dataPoints ?? []).entries()) {
        const exemplars = at(scope, metric, place);
        if (exemplars.length > 0) Object.assign(point, { exemplars: exemplars.map(jsonExemplar) });
      }
    }
  }
  return Buffer.from(JSON.stringify(request));
}

function jsonExemplar({ timeUnixNano, value, traceId, spanId, filteredAttributes }: PointExemplar): object {
  const attributes = Object.entries(filteredAttributes).map(([key, stringValue]) => ({ key, value: { stringValue } }));
  return { filteredAttributes: attributes, timeUnixNano, asDouble: value, spanId, traceId };
}

function inProtobuf(request: Uint8Array, at: ExemplarsAt): Uint8Array {
  return mapped(request, RESOURCE_METRICS, (resource) =>
    mapped(resource, SCOPE_METRICS, (ofScope, scope) =>
      mapped(ofScope, METRICS, (ofMetric, metric) =>
        mapped(ofMetric, EXPONENTIAL_HISTOGRAM, (histogram) =>
          mapped(histogram, DATA_POINTS, (point, place) => {
            const exemplars = at(scope, metric, place).map((each) => field(EXEMPLARS, protobufExemplar(each)));
            return exemplars.length === 0 ? point : Buffer.concat([point, ...exemplars]);
          }),
        ),
      ),
    ),
  );
}

/** @param map called with each message of a field, and how many there were before; what it returns stands in its place */
function mapped(
  message: Uint8Array,
  number: number,
  map: (inner: Uint8Array, index: number) => Uint8Array,
): Uint8Array {
  const parts: Uint8Array[] = [];
  let index = 0;
  let at = 0;
  while (at < message.length) {
    const start = at;
    const tag = readVarint(message, at);
    const type = tag.value & 7;
    at = tag.next;
    if (type === BYTES) {
      const length = readVarint(message, at);
      at = length.next + length.value;
      if (tag.value >>> 3 === number) {
        parts.push(field(number, map(message.subarray(length.next, at), index++)));
        continue;
      }
    } else if (type === FIXED64) at += 8;
    else if (type === 0) at = readVarint(message, at).next;
    else at += 4;
    parts.push(message.subarray(start, at));
  }
  return Buffer.concat(parts);
}

function protobufExemplar({ timeUnixNano, value, traceId, spanId, filteredAttributes }: PointExemplar): Uint8Array {
  const numbers = Buffer.alloc(18);
  // time_unix_nano = 2, as_double = 3
  numbers[0] = (2 << 3) | FIXED64;
  numbers.writeBigUInt64LE(BigInt(timeUnixNano), 1);
  numbers[9] = (3 << 3) | FIXED64;
  numbers.writeDoubleLE(value, 10);
  const attributes = Object.entries(filteredAttributes).map(([key, text]) =>
    // filtered_attributes = 7: KeyValue { key = 1, value = 2: AnyValue { string_value = 1 } }
    field(7, Buffer.concat([field(1, Buffer.from(key)), field(2, field(1, Buffer.from(text)))])),
  );
  return Buffer.concat([
    numbers,
    field(4, Buffer.from(spanId, 'hex')),
    field(5, Buffer.from(traceId, 'hex')),
    ...attributes,
  ]);
}

function field(number: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([varint((number << 3) | BYTES), varint(content.length), content]);
}

function varint(given: number): Uint8Array {
  const bytes: number[] = [];
  let value = given;
  while (value > 127) {
    bytes.push((value & 127) | 128);
    value >>>= 7;
  }
  return Uint8Array.from([...bytes, value]);
}

/** Exact for lengths and tags; of longer values only where the next field begins is needed. */
function readVarint(bytes: Uint8Array, from: number): { readonly value: number; readonly next: number } {
  let value = 0;
  let scale = 1;
  let at = from;
  for (;;) {
    const byte = bytes[at++] ?? 0;
    value += (byte & 127) * scale;
    if (byte < 128) return { value, next: at };
    scale *= 128;
  }
}
