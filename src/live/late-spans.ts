// Operations that outlive a tick which has left as spans: each follows when it ends, in its tick's trace.

import { unixNanos } from '../capture/recorder/clock.js';
import type { Telemetry } from '../export/node-sdk.js';
import type { NameTable } from '../model/name-table.js';
import type { KeptTick } from '../model/record/record-segment.js';
import type { TraceDetails } from '../model/trace-details.js';
import type { LateEnd, OpenTrace } from '../model/tree/open-trace.js';
import type { Nanoseconds } from '../model/units.js';

/** @param trace the tick, which is told how the operation came out @returns what to call when a late operation of the tick ends; `undefined` where it has none */
export function lateEndOf(
  { traceId, operations }: KeptTick,
  { spanIds, attributes }: TraceDetails,
  names: NameTable,
  telemetry: Telemetry,
  trace: OpenTrace,
): LateEnd | undefined {
  if (!operations.some(({ late }) => late === true)) return undefined;
  return (position, operationId, startNanos, endNanos, failed) => {
    const { kind, name, location } = names.entry(operationId);
    const parent = operations[position]?.parent ?? 0;
    telemetry.sendLate({
      traceId,
      spanId: spanIds[position] as string,
      parentSpanId: spanIds[parent] as string,
      startedAtUnixNanos: unixNanos(startNanos),
      operation: {
        kind,
        name,
        ...(location !== undefined && { location }),
        parent,
        startNanos: 0 as Nanoseconds,
        durationNanos: (endNanos - startNanos) as Nanoseconds,
        ...(failed && { failed }),
      },
      attributes: { ...attributes[position], ...trace.notes?.attributes.get(position) },
    });
  };
}
