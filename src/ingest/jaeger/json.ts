// Spans from Jaeger's own JSON: downloaded from its pages, or of its older API. Times are whole microseconds, cut.

import { halvesOf, ReadSpan } from '../spans/read-span.js';
import { objectOf, objectsOf } from '../otlp/json.js';
import { readIdInto } from '../spans/read-ids.js';
import type { SourceProcesses } from '../spans/source-processes.js';
import { SPAN_ATTRIBUTES } from '../spans/span-attributes.js';
import type { SpanClasses } from '../spans/span-classes.js';

type JsonObject = Readonly<Record<string, unknown>>;

/** Begin and duration are both cut, so an end is early by up to two of them. */
export const JAEGER_RESOLUTION_NANOS = 2_000;

/** The SDK's numbers of what Jaeger calls `span.kind`. */
const KINDS: Readonly<Record<string, number>> = { internal: 0, server: 1, client: 2, producer: 3, consumer: 4 };

export class JaegerSpans {
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
    const span = this.#span;
    span.reset();
    span.processNumber = processNumber;
    const traceId = value['traceID'] ?? trace['traceID'];
    readIdInto(span.traceId, traceId);
    readIdInto(this.#id, value['spanID']);
    [span.spanHigh, span.spanLow] = this.#id as unknown as [number, number];
    readIdInto(this.#id, parentOf(value, traceId));
    [span.parentHigh, span.parentLow] = this.#id as unknown as [number, number];
    const start = microsOf(value['startTime']);
    [span.startHigh, span.startLow] = halvesOf(1_000n * start);
    [span.endHigh, span.endLow] = halvesOf(1_000n * (start + microsOf(value['duration'])));
    const attributes = tagsOf(value['tags']);
    for (const [key, take] of SPAN_ATTRIBUTES) {
      if (attributes[key] !== undefined) take(span, attributes[key], this.#classes);
    }
    const { error, 'otel.status_code': status } = attributes;
    span.isFailed = status === 'ERROR' || (error !== undefined && error !== false && error !== 'false');
    span.spanClass = this.#classes.of({
      name: typeof value['operationName'] === 'string' ? value['operationName'] : '',
      kind: KINDS[String(attributes['span.kind'])] ?? 0,
      attributes,
    });
    this.#take(span);
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
