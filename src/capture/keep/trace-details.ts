// Copies what the spans of a kept tick have beyond its record, before the recorder uses its arrays again.

import type { IndicatorName } from '../../model/indicator.js';
import { hrTime } from '../../model/hr-time.js';
import type { NameTable } from '../../model/name-table.js';
import {
  ATTR_INDICATOR_LIBRARY,
  ATTR_INDICATOR_PARAMETERS,
  ATTR_STRATEGY,
} from '../../model/semconv/semantic-conventions.js';
import type { AttributeValues, TickCauses, TraceDetails, TraceEvent } from '../../model/trace-details.js';
import type { TickTimes, TickTrace } from '../../model/tick-trace.js';
import type { Nanoseconds } from '../../model/units.js';
import { writeTimes } from '../otel/corrected-times.js';
import type { HrTime, SdkSpan } from '../otel/sdk-span.js';
import { unixNanos } from '../recorder/clock.js';
import type { OpenTrace } from '../../model/tree/open-trace.js';

const NOTHING = new Map<number, never>();

export function traceDetailsOf(
  tick: OpenTrace,
  { count, operationIds, startNanos, endNanos }: TickTrace,
  names: NameTable,
  times: TickTimes,
  causes?: TickCauses,
): TraceDetails {
  const { parentSpan: parent } = tick;
  const programSpans = tick.heldSpans?.placed ?? NOTHING;
  for (const [position, span] of programSpans) {
    const timeOf = (nanos: Float64Array): HrTime => hrTime(unixNanos(nanos[position] as number));
    writeTimes(span as SdkSpan, timeOf(startNanos), timeOf(endNanos));
  }
  return {
    ...(parent !== undefined && { parent }),
    ...(causes !== undefined && { causes }),
    spanIds: Array.from({ length: count }, (_, position) => tick.spanIdOf(position)),
    attributes: Array.from({ length: count }, (_, position) => {
      const { attributes, shared, strategy, indicator } = names.entry(operationIds[position] as number);
      return {
        ...attributes,
        ...shared?.attributes,
        ...(strategy !== undefined && { [ATTR_STRATEGY]: strategy }),
        ...(indicator !== undefined && indicatorAttributes(indicator)),
      };
    }),
    programAttributes: tick.notes?.attributes ?? NOTHING,
    events: eventsOf(tick),
    programSpans,
    programSpansElsewhere: tick.heldSpans?.unplaced ?? [],
    criticalPathNanos: Array.from(times.criticalPathNanos.subarray(0, count)) as Nanoseconds[],
    selfNanos: Array.from(times.selfNanos.subarray(0, count)) as Nanoseconds[],
    waitNanos: Array.from(times.untracedNanos.subarray(0, count)) as Nanoseconds[],
  };
}

/** With the times of the tree: they leave out what Tickscope did in the tick. */
function eventsOf({ notes, startNanos, work }: OpenTrace): TraceDetails['events'] {
  if (notes === undefined || work === undefined) return notes?.events ?? NOTHING;
  const moved = (event: TraceEvent): TraceEvent => {
    const atNanos = event.atNanos - work.before(startNanos + event.atNanos);
    return { ...event, atNanos: atNanos as Nanoseconds };
  };
  return new Map([...notes.events].map(([position, events]) => [position, events.map(moved)]));
}

function indicatorAttributes({ library, parameters: { only } }: IndicatorName): AttributeValues {
  return {
    ...(library !== undefined && { [ATTR_INDICATOR_LIBRARY]: library }),
    ...(only !== undefined && { [ATTR_INDICATOR_PARAMETERS]: only }),
  };
}
