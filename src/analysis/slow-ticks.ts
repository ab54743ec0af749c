// Kept ticks as the report shows them: the tree with its garbage collections, each a wait under whatever was running, and its critical path.

import { CriticalPath } from '../aggregate/critical-path.js';
import type { KeptOperation, KeptPause, KeptTick } from '../model/record/record-segment.js';
import type { SlowTick, SlowTickSection } from '../model/report/report.js';
import { FLAG_LATE, type TickTrace } from '../model/tick-trace.js';
import type { Nanoseconds } from '../model/units.js';

export function slowTick(tick: KeptTick): SlowTick {
  const spans = withPauses(tick);
  return {
    traceId: tick.traceId,
    name: tick.name,
    ...(tick.symbol !== undefined && { symbol: tick.symbol }),
    startedAt: new Date(Number(BigInt(tick.startedAtUnixNanos) / 1_000_000n)).toISOString(),
    durationNanos: tick.durationNanos,
    reason: tick.reason,
    spans,
    path: pathOf(spans),
  };
}

function pathOf(spans: readonly KeptOperation[]): SlowTickSection[] {
  const sections: SlowTickSection[] = [];
  new CriticalPath().walk(traceOf(spans), (span, from, to) => {
    sections.push({ span, startNanos: from as Nanoseconds, durationNanos: (to - from) as Nanoseconds });
  });
  return sections.toReversed();
}

/** Times are since the tick's begin. */
function traceOf(spans: readonly KeptOperation[]): TickTrace {
  return {
    count: spans.length,
    startNanos: Float64Array.from(spans, ({ startNanos }) => startNanos),
    endNanos: Float64Array.from(spans, ({ startNanos, durationNanos }) => startNanos + durationNanos),
    parents: Int32Array.from(spans, ({ parent }) => parent),
    operationIds: new Int32Array(spans.length),
    flags: Uint8Array.from(spans, ({ late }) => (late === true ? FLAG_LATE : 0)),
  };
}

export function withPauses({ operations, pauses = [] }: KeptTick): readonly KeptOperation[] {
  return pauses.reduce(withPause, operations);
}

function withPause(operations: readonly KeptOperation[], { startNanos, durationNanos }: KeptPause): KeptOperation[] {
  const end = startNanos + durationNanos;
  const parent = operations.findLastIndex(
    (operation) => operation.startNanos <= startNanos && operation.startNanos + operation.durationNanos >= end,
  );
  // Across the border of an operation it is the tick's.
  const pause: KeptOperation = { kind: 'wait', name: 'gc', parent: Math.max(0, parent), startNanos, durationNanos };
  const later = operations.findIndex((operation) => operation.startNanos > startNanos);
  const place = later === -1 ? operations.length : later;
  const moved = operations.map((operation) =>
    operation.parent < place ? operation : { ...operation, parent: operation.parent + 1 },
  );
  return [...moved.slice(0, place), pause, ...moved.slice(place)];
}
