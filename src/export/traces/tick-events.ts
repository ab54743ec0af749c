// What happened to a tick that is none of its operations, as events on its span: garbage collections, stalls of the event loop, its error.

import type { KeptOperation, KeptPause, KeptTick } from '../../model/record/record-segment.js';
import { ATTR_V8JS_GC_TYPE, EVENT_PAUSE } from '../../model/semconv/runtime-conventions.js';
import {
  ATTR_DURATION_NANOS,
  ATTR_ERROR_TYPE,
  ATTR_EXCEPTION_TYPE,
  ATTR_START_NANOS,
  EVENT_EXCEPTION,
} from '../../model/semconv/semantic-conventions.js';
import { ROOT } from '../../model/tick-trace.js';
import type { TraceDetails, TraceEvent } from '../../model/trace-details.js';

/** Where nobody saw the error: Tickscope sees that a call failed, and not what was thrown. */
const OTHER_ERROR = '_OTHER';

/** @returns the type of the error of a failed tick, where a call to the outside had it and failed everything around it */
export function tickErrorType(operations: readonly KeptOperation[], { programAttributes }: TraceDetails): string {
  const failedThroughout = (position: number): boolean => {
    const operation = operations[position];
    return operation === undefined || (operation.failed === true && failedThroughout(operation.parent));
  };
  for (let position = operations.length - 1; position >= ROOT; position--) {
    const type = programAttributes.get(position)?.[ATTR_ERROR_TYPE];
    if (typeof type === 'string' && failedThroughout(position)) return type;
  }
  return OTHER_ERROR;
}

/** In the order of their times. @param ofProgram what the program wrote on the span: its own exception stands for itself */
export function tickEvents(
  { operations, durationNanos }: KeptTick,
  details: TraceDetails,
  ofProgram: readonly TraceEvent[],
): readonly TraceEvent[] {
  const { events: stalls = [], pauses = [] } = details.causes ?? {};
  const events = [...stalls, ...pauses.map(pauseEvent), ...ofProgram];
  if (operations[ROOT]?.failed === true && !ofProgram.some(({ name }) => name === EVENT_EXCEPTION)) {
    // Without its message: values of the program stand in messages.
    const attributes = { [ATTR_EXCEPTION_TYPE]: tickErrorType(operations, details) };
    events.push({ name: EVENT_EXCEPTION, atNanos: durationNanos, attributes });
  }
  return events.toSorted((left, right) => left.atNanos - right.atNanos);
}

function pauseEvent({ kind, startNanos, durationNanos }: KeptPause): TraceEvent {
  return {
    name: EVENT_PAUSE,
    atNanos: startNanos,
    attributes: {
      [ATTR_V8JS_GC_TYPE]: kind,
      [ATTR_START_NANOS]: startNanos,
      [ATTR_DURATION_NANOS]: durationNanos,
    },
  };
}
