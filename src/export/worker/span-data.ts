// A span of the program as plain data: structured cloning copies no methods.

import { createTraceState, type Link, type SpanContext } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

interface ContextData extends Omit<SpanContext, 'traceState'> {
  readonly traceState?: string;
}

type Copied = Pick<
  ReadableSpan,
  | 'name'
  | 'kind'
  | 'startTime'
  | 'endTime'
  | 'duration'
  | 'status'
  | 'attributes'
  | 'events'
  | 'ended'
  | 'instrumentationScope'
  | 'droppedAttributesCount'
  | 'droppedEventsCount'
  | 'droppedLinksCount'
>;

export interface SpanData extends Copied {
  readonly context: ContextData;
  readonly parent?: ContextData;
  readonly links: readonly (Omit<Link, 'context'> & { readonly context: ContextData })[];
}

export function spanData(span: ReadableSpan): SpanData {
  const { parentSpanContext: parent, links } = span;
  return {
    ...copied(span),
    context: contextData(span.spanContext()),
    ...(parent !== undefined && { parent: contextData(parent) }),
    links: links.map((link) => ({ ...link, context: contextData(link.context) })),
  };
}

export function spanOfData({ context, parent, links, ...data }: SpanData, resource: Resource): ReadableSpan {
  const own = spanContext(context);
  return {
    ...data,
    spanContext: () => own,
    ...(parent !== undefined && { parentSpanContext: spanContext(parent) }),
    links: links.map((link) => ({ ...link, context: spanContext(link.context) })),
    resource,
  };
}

function copied(span: Copied): Copied {
  return {
    name: span.name,
    kind: span.kind,
    startTime: span.startTime,
    endTime: span.endTime,
    duration: span.duration,
    status: span.status,
    attributes: span.attributes,
    events: span.events,
    ended: span.ended,
    instrumentationScope: span.instrumentationScope,
    droppedAttributesCount: span.droppedAttributesCount,
    droppedEventsCount: span.droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount,
  };
}

function contextData({ traceId, spanId, traceFlags, isRemote, traceState }: SpanContext): ContextData {
  return {
    ...{ traceId, spanId, traceFlags },
    ...(isRemote !== undefined && { isRemote }),
    ...(traceState !== undefined && { traceState: traceState.serialize() }),
  };
}

function spanContext({ traceState, ...context }: ContextData): SpanContext {
  return traceState === undefined ? context : { ...context, traceState: createTraceState(traceState) };
}
