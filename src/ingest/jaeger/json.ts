// Spans from Jaeger's own JSON: downloaded from its pages, or of its older API. Times are whole microseconds, cut.

import { type JsonObject, objectOf, objectsOf, textOf } from '../json/json-values.js';
import { JsonSpan } from '../spans/json-span.js';
import type { ReadSpan } from '../spans/read-span.js';
import type { SourceProcesses } from '../spans/source-processes.js';
import type { SpanClasses } from '../spans/span-classes.js';

/** Begin and duration are both cut, so an end is early by up to two of them. */
export const JAEGER_RESOLUTION_NANOS = 2_000;

/** The SDK's numbers of what Jaeger calls `span.kind`. */
const KINDS: Readonly<Record<string, number>> = { internal: 0, server: 1, client: 2, producer: 3, consumer: 4 };

export class JaegerSpans {
  readonly #processes: SourceProcesses;
  readonly #span: JsonSpan;

  /** @param take gets one object again and again */
  constructor(classes: SpanClasses, processes: SourceProcesses, take: (span: ReadSpan) => void) {
    this.#processes = processes;
    this.#span = new JsonSpan(classes, take);
  }

  /** @param trace one of `data` @returns the number of spans */
  readTrace(trace: JsonObject): number {
    const processes = objectOf(trace['processes']);
    const numbers = new Map<unknown, number>();
    for (const [key, value] of Object.entries(processes)) {
      const { serviceName, tags } = objectOf(value);
      numbers.set(key, this.#processes.numberOf({ ...tagsOf(tags), 'service.name': serviceName }));
    }
    const spans = objectsOf(trace['spans']);
    for (const span of spans) {
      const number =
        numbers.get(span['processID']) ??
        this.#processes.numberOf({ 'service.name': objectOf(span['process'])['serviceName'] });
      this.#readSpan(span, trace, number);
    }
    return spans.length;
  }

  #readSpan(value: JsonObject, trace: JsonObject, processNumber: number): void {
    const traceId = value['traceID'] ?? trace['traceID'];
    const start = microsOf(value['startTime']);
    const attributes = tagsOf(value['tags']);
    const { error, 'otel.status_code': status } = attributes;
    this.#span.handOn({
      processNumber,
      traceId,
      spanId: value['spanID'],
      parentId: parentOf(value, traceId),
      startNanos: 1_000n * start,
      endNanos: 1_000n * (start + microsOf(value['duration'])),
      isFailed: status === 'ERROR' || (error !== undefined && error !== false && error !== 'false'),
      name: textOf(value['operationName']),
      kind: KINDS[String(attributes['span.kind'])] ?? 0,
      attributes,
    });
  }
}

/** What a span follows from is not waited for, but belongs together with it. */
function parentOf(value: JsonObject, traceId: unknown): unknown {
  if (value['parentSpanID'] !== undefined && value['references'] === undefined) return value['parentSpanID'];
  const references = objectsOf(value['references']).filter(
    (reference) => (reference['traceID'] ?? traceId) === traceId,
  );
  const parent = references.find(({ refType }) => refType === 'CHILD_OF') ?? references[0];
  return parent?.['spanID'];
}

function tagsOf(value: unknown): Record<string, unknown> {
  const tags: Record<string, unknown> = {};
  for (const { key, value: plain } of objectsOf(value)) if (typeof key === 'string') tags[key] = plain;
  return tags;
}

/** Impossible where it is no number. */
function microsOf(value: unknown): bigint {
  const micros = typeof value === 'string' ? Number(value) : value;
  return typeof micros === 'number' && Number.isFinite(micros) && Math.abs(micros) < 2 ** 53
    ? BigInt(Math.round(micros))
    : -(2n ** 53n);
}
