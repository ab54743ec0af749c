// Leaves Tickscope's own work out of what was running around it.
//
// The `OpenTrace` of the scope in which the work ran was running. An `OpenTrace` around that one was running too while its outermost
// function has not returned: that function is then further down on the stack.

import { type EventLog, SCOPES_AROUND } from '../../model/log/event-log.js';
import type { OpenTraces } from './open-traces.js';

export function leaveWorkOut(
  traces: Pick<OpenTraces, 'traceOf'>,
  log: EventLog,
  scope: number,
  fromNanos: number,
  toNanos: number,
): void {
  let around = scope;
  for (let looked = 0; around !== 0 && looked < SCOPES_AROUND; looked++) {
    const trace = traces.traceOf(around);
    if (trace !== undefined) {
      if (around !== scope && trace.returnedNanos !== Infinity) return;
      trace.worked(fromNanos, toNanos);
    }
    around = log.scopeAround(trace?.logPosition ?? Math.abs(around));
  }
}
