// Leaves Tickscope's own work out of what was running around it.
//
// The trace in whose scope it ran was running. Whatever is around that one was too, if its outermost function has not returned:
// then that is below on the stack.

import type { EventLog } from '../../model/log/event-log.js';
import type { OpenTrace } from '../../model/tree/open-trace.js';

interface Traces {
  traceOf(scope: number): OpenTrace | undefined;
}

export function leaveWorkOut(traces: Traces, log: EventLog, scope: number, fromNanos: number, toNanos: number): void {
  let around = scope;
  while (around !== 0) {
    const trace = traces.traceOf(around);
    if (trace !== undefined) {
      if (around !== scope && trace.returnedNanos !== Infinity) return;
      trace.worked(fromNanos, toNanos);
    }
    const begin = trace?.logPosition ?? Math.abs(around);
    around = log.since(begin) < log.records ? log.scopeAt(begin) : 0;
  }
}
