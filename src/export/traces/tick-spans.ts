// A kept tick as OpenTelemetry spans: children inside parents, siblings in order, exact times in attributes.

import { type Link, type SpanContext, SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace';
import { hrTime } from '../../model/hr-time.js';
import type { OperationKind } from '../../model/operation.js';
import type { KeptOperation, KeptTick } from '../../model/record/record-segment.js';
import {
  ATTR_CODE_FILE_PATH,
  ATTR_CODE_FUNCTION_NAME,
  ATTR_CODE_LINE_NUMBER,
  ATTR_CRITICAL_PATH_NANOS,
  ATTR_DB_QUERY_SUMMARY,
  ATTR_DURATION_NANOS,
  ATTR_ERROR_TYPE,
  ATTR_KEPT_REASON,
  ATTR_LATE,
  ATTR_OPERATION_KIND,
  ATTR_SELF_NANOS,
  ATTR_START_NANOS,
  ATTR_SYMBOL,
  ATTR_WAIT_NANOS,
} from '../../model/semconv/semantic-conventions.js';
import type { AttributeValue, AttributeValues, ParentSpan, TraceDetails } from '../../model/trace-details.js';
import { ROOT } from '../../model/tick-trace.js';
import { INSTRUMENTATION_SCOPE } from '../instrumentation-scope.js';
import { shownTimes } from './shown-times.js';
import { tickErrorType, tickEvents } from './tick-events.js';

const NO_LINKS: Link[] = [];

/** A span that ended after its tick was sent. */
export interface LateSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly startedAtUnixNanos: bigint;
  readonly operation: KeptOperation;
  readonly attributes: AttributeValues;
}

/** @returns the spans of a tick, the tick first, without the operations that are still running, see `lateSpan` */
export function* spansOfTick(tick: KeptTick, details: TraceDetails, resource: Resource): Generator<ReadableSpan> {
  const begin = BigInt(tick.startedAtUnixNanos);
  const shown = shownTimes(tick.operations, begin);
  for (const [position, operation] of tick.operations.entries()) {
    if (operation.late === true) continue;
    const parent: ParentSpan | undefined =
      position === ROOT
        ? details.parent
        : { traceId: tick.traceId, spanId: details.spanIds[operation.parent] as string, ...LOCAL };
    const measured = measuredAttributes(operation, details, position);
    const times = spanTimes(begin, shown.starts[position] as number, shown.ends[position] as number);
    const programSpan = details.programSpans.get(position);
    if (programSpan !== undefined) {
      const attributes = { [ATTR_OPERATION_KIND]: operation.kind, ...measured };
      yield spanOfProgram(programSpan as ReadableSpan, parent, times, attributes);
      continue;
    }
    const isRoot = position === ROOT;
    const programEvents = details.events.get(position) ?? [];
    const events = isRoot ? tickEvents(tick, details, programEvents) : programEvents;
    yield readableSpan({
      traceId: tick.traceId,
      spanId: details.spanIds[position] as string,
      parent,
      isReceived: isRoot && hasReceived(details),
      times,
      operation,
      attributes: {
        ...attributesOf(operation),
        ...details.attributes[position],
        ...(isRoot && tickAttributes(tick, details)),
        ...measured,
        ...details.programAttributes.get(position),
      },
      events: events.map(({ name, atNanos, attributes }) => ({
        name,
        time: hrTime(begin + BigInt(atNanos)),
        attributes: attributes as Record<string, AttributeValue>,
      })) as TimedEvent[],
      links: isRoot ? linksOf(details) : NO_LINKS,
      resource,
    });
  }
  yield* details.programSpansElsewhere as readonly ReadableSpan[];
}

/** The span of an operation that ended after its tick, in the tick's trace. */
export function lateSpan(late: LateSpan, resource: Resource): ReadableSpan {
  const { traceId, spanId, parentSpanId, startedAtUnixNanos, operation, attributes } = late;
  return readableSpan({
    traceId,
    spanId,
    parent: { traceId, spanId: parentSpanId, ...LOCAL },
    isReceived: false,
    times: spanTimes(startedAtUnixNanos, 0, operation.durationNanos),
    operation,
    attributes: { ...attributesOf(operation), ...attributes, [ATTR_LATE]: true },
    events: [],
    links: NO_LINKS,
    resource,
  });
}

type SpanTimes = Pick<ReadableSpan, 'startTime' | 'endTime' | 'duration'>;

/** @param start, end since `begin` */
function spanTimes(begin: bigint, start: number, end: number): SpanTimes {
  return {
    startTime: hrTime(begin + BigInt(start)),
    endTime: hrTime(begin + BigInt(end)),
    duration: hrTime(BigInt(end - start)),
  };
}

const KINDS: Readonly<Partial<Record<OperationKind, SpanKind>>> = {
  query: SpanKind.CLIENT,
  external: SpanKind.CLIENT,
};

const LOCAL = { traceFlags: TraceFlags.SAMPLED, isRemote: false } as const;

interface SpanParts {
  readonly traceId: string;
  readonly spanId: string;
  readonly parent: ParentSpan | undefined;
  readonly isReceived: boolean;
  readonly times: SpanTimes;
  readonly operation: KeptOperation;
  readonly attributes: AttributeValues;
  readonly events: TimedEvent[];
  readonly links: Link[];
  readonly resource: Resource;
}

/** A plain object: an SDK span would cost 2.5 µs more, and its start would be rounded to a millisecond. */
function readableSpan({
  traceId,
  spanId,
  parent,
  isReceived,
  times,
  operation,
  attributes,
  events,
  links,
  resource,
}: SpanParts): ReadableSpan {
  const context: SpanContext = { traceId, spanId, traceFlags: TraceFlags.SAMPLED };
  return {
    name: spanNameOf(operation, attributes),
    kind: isReceived ? SpanKind.CONSUMER : (KINDS[operation.kind] ?? SpanKind.INTERNAL),
    spanContext: () => context,
    ...(parent !== undefined && { parentSpanContext: parent }),
    ...times,
    status: { code: operation.failed === true ? SpanStatusCode.ERROR : SpanStatusCode.UNSET },
    attributes,
    links,
    events,
    ended: true,
    resource,
    instrumentationScope: INSTRUMENTATION_SCOPE,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

/** A copy of the program's span with its parent and its times in the tick. */
function spanOfProgram(
  span: ReadableSpan,
  parent: ParentSpan | undefined,
  times: SpanTimes,
  measured: AttributeValues,
): ReadableSpan {
  return {
    name: span.name,
    kind: span.kind,
    spanContext: () => span.spanContext(),
    ...(parent !== undefined && { parentSpanContext: parent }),
    ...times,
    status: span.status,
    attributes: { ...measured, ...span.attributes },
    links: span.links,
    events: span.events,
    ended: true,
    resource: span.resource,
    instrumentationScope: span.instrumentationScope,
    droppedAttributesCount: span.droppedAttributesCount,
    droppedEventsCount: span.droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount,
  };
}

function measuredAttributes(
  { startNanos, durationNanos }: KeptOperation,
  details: TraceDetails,
  position: number,
): AttributeValues {
  const waitNanos = details.waitNanos[position] as number;
  return {
    [ATTR_START_NANOS]: startNanos,
    [ATTR_DURATION_NANOS]: durationNanos,
    [ATTR_CRITICAL_PATH_NANOS]: details.criticalPathNanos[position] as number,
    [ATTR_SELF_NANOS]: details.selfNanos[position] as number,
    ...(waitNanos > 0 && { [ATTR_WAIT_NANOS]: waitNanos }),
  };
}

const NOT_FUNCTIONS: ReadonlySet<OperationKind> = new Set(['query', 'external', 'wait', 'untraced']);

function tickAttributes({ symbol, reason, operations }: KeptTick, details: TraceDetails): AttributeValues {
  return {
    [ATTR_KEPT_REASON]: reason,
    ...(symbol !== undefined && { [ATTR_SYMBOL]: symbol }),
    ...details.causes?.attributes,
    ...(operations[ROOT]?.failed === true && { [ATTR_ERROR_TYPE]: tickErrorType(operations, details) }),
  };
}

/** The conventions name a statement by its summary; its whole text is the name in the record. */
function spanNameOf({ kind, name }: KeptOperation, attributes: AttributeValues): string {
  const summary = kind === 'query' ? attributes[ATTR_DB_QUERY_SUMMARY] : undefined;
  return typeof summary === 'string' && summary !== '' ? summary : name;
}

/** Not where it began in another span of this process: then that one received the event. */
function hasReceived({ causes, parent }: TraceDetails): boolean {
  return causes?.isReceived === true && parent?.isRemote !== false;
}

function linksOf({ causes }: TraceDetails): Link[] {
  return (causes?.links ?? []).map(({ traceId, spanId, attributes }) => ({
    context: { traceId, spanId, traceFlags: TraceFlags.SAMPLED },
    attributes: attributes as Record<string, AttributeValue>,
  })) as Link[];
}

function attributesOf({ kind, name, location }: KeptOperation): AttributeValues {
  const [, file, line] = /^(.*?):(\d+)/.exec(location ?? '') ?? [];
  return {
    [ATTR_OPERATION_KIND]: kind,
    // Statements and waits are not functions.
    ...(!NOT_FUNCTIONS.has(kind) && { [ATTR_CODE_FUNCTION_NAME]: name }),
    ...(file !== undefined && { [ATTR_CODE_FILE_PATH]: file, [ATTR_CODE_LINE_NUMBER]: Number(line) }),
  };
}
