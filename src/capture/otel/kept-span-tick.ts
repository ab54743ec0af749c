// Copies a tick that is made of spans out of its arrays, before they are used again.

import type { NameTable } from '../../model/name-table.js';
import type { KeptOperation, KeptReason, KeptTick } from '../../model/record-segment.js';
import { FLAG_FAILED, FLAG_LATE, ROOT, type TickTrace } from '../../model/tick-trace.js';
import type { Nanoseconds } from '../../model/units.js';
import { unixNanos } from '../recorder/clock.js';
import type { SpanTick } from './span-tick.js';

/** Under the trace id of the exported spans, so that the report's slowest ticks can be looked up. */
export function keptSpanTickOf(
  tick: SpanTick,
  trace: TickTrace,
  names: NameTable,
  processId: string,
  reason: KeptReason,
): KeptTick {
  const operations = Array.from({ length: trace.count }, (_, position) => operationAt(trace, position, names));
  return {
    traceId: tick.traceId,
    process: processId,
    name: names.entry(trace.operationIds[ROOT] as number).name,
    ...(tick.symbol !== undefined && { symbol: tick.symbol }),
    reason,
    startedAtUnixNanos: unixNanos(tick.startNanos).toString(),
    durationNanos: ((trace.endNanos[ROOT] as number) - tick.startNanos) as Nanoseconds,
    operations,
  };
}

function operationAt(trace: TickTrace, position: number, names: NameTable): KeptOperation {
  const { kind, name } = names.entry(trace.operationIds[position] as number);
  const startNanos = trace.startNanos[position] as number;
  const flags = trace.flags[position] as number;
  return {
    kind,
    name,
    parent: trace.parents[position] as number,
    startNanos: (startNanos - (trace.startNanos[ROOT] as number)) as Nanoseconds,
    durationNanos: ((trace.endNanos[position] as number) - startNanos) as Nanoseconds,
    ...((flags & FLAG_FAILED) !== 0 && { failed: true as const }),
    ...((flags & FLAG_LATE) !== 0 && { late: true as const }),
  };
}
