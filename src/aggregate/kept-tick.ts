// Copies a closed tick out of the recorder's arrays, before the recorder uses them again.

import type { NameTable } from '../model/name-table.js';
import type { KeptOperation, KeptReason, KeptTick } from '../model/record/record-segment.js';
import { FLAG_FAILED, FLAG_LATE, ROOT, type TickTrace } from '../model/tick-trace.js';
import type { Nanoseconds } from '../model/units.js';

/** What the trace of a tick does not contain. */
export interface KeptTickFacts {
  readonly process: string;
  readonly reason: KeptReason;
  /** Converts a monotonic time to nanoseconds since 1970. */
  readonly unixNanos: (nanos: number) => bigint;
}

/** @param tick its ids are those of the exported spans, so that the slowest ticks can be looked up */
export function keptTickOf(
  tick: { readonly traceId: string; readonly symbol?: string | undefined },
  trace: TickTrace,
  names: NameTable,
  { process, reason, unixNanos }: KeptTickFacts,
): KeptTick {
  const startNanos = trace.startNanos[ROOT] as number;
  const operations: KeptOperation[] = [];
  for (let position = 0; position < trace.count; position++) {
    const { kind, name, location } = names.entry(trace.operationIds[position] as number);
    const flags = trace.flags[position] as number;
    const start = trace.startNanos[position] as number;
    operations.push({
      kind,
      name,
      ...(location !== undefined && { location }),
      parent: trace.parents[position] as number,
      startNanos: (start - startNanos) as Nanoseconds,
      durationNanos: ((trace.endNanos[position] as number) - start) as Nanoseconds,
      ...((flags & FLAG_FAILED) !== 0 && { failed: true as const }),
      ...((flags & FLAG_LATE) !== 0 && { late: true as const }),
    });
  }
  return {
    traceId: tick.traceId,
    process,
    name: names.entry(trace.operationIds[ROOT] as number).name,
    ...(tick.symbol !== undefined && { symbol: tick.symbol }),
    reason,
    startedAtUnixNanos: unixNanos(startNanos).toString(),
    durationNanos: ((trace.endNanos[ROOT] as number) - startNanos) as Nanoseconds,
    operations,
  };
}
