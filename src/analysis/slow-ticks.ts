// Kept ticks as the report shows them: the tree with its garbage collections, each a wait under whatever was running.

import type { KeptOperation, KeptPause, KeptTick } from '../model/record/record-segment.js';
import type { SlowTick } from '../model/report/report.js';

export function slowTick(tick: KeptTick): SlowTick {
  return {
    traceId: tick.traceId,
    name: tick.name,
    ...(tick.symbol !== undefined && { symbol: tick.symbol }),
    startedAt: new Date(Number(BigInt(tick.startedAtUnixNanos) / 1_000_000n)).toISOString(),
    durationNanos: tick.durationNanos,
    reason: tick.reason,
    spans: withPauses(tick),
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
