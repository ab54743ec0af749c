// Which operation the thread is in after each record, for samples of the processor.
//
// The log has begins and ends. After a begin that operation runs; after an end, or a return, what is around it; a callback of the event
// loop runs in its context. Where an operation goes on after its call has returned, nothing tells when code of it runs again.

import type { EventLog } from '../../model/log/event-log.js';
import {
  ASYNC_BEGIN,
  ASYNC_END,
  CALLBACK,
  CHECK_MASK,
  CHECK_SHIFT,
  INNER_BEGIN,
  KIND_MASK,
  NUMBER_MASK,
  RETURNED,
  SYNC_BEGIN,
  SYNC_END,
  SYNC_LEFT,
  TICK_BEGIN,
  TICKSCOPE_CALLBACK,
} from '../../model/log/log-layout.js';
import { NO_CALLBACK } from '../../model/log/loop-records.js';
import type { OpenTraces } from './open-traces.js';

/** What `RunningTimeline` is. */
export interface RunningChanges {
  /** @param operationId negative for none @param isOnStack whether its call has not returned @param symbol of the tick around it */
  changed(atNanos: number, operationId: number, isOnStack: boolean, symbol: string | undefined): void;
}

/** Scopes around one another that are looked at. */
const SCOPES_AROUND = 64;

/** @param position of the record, which has been read */
export function noteWhatRuns(
  changes: RunningChanges,
  traces: OpenTraces,
  log: EventLog,
  atNanos: number,
  code: number,
  scope: number,
  position: number,
): void {
  switch (code & KIND_MASK) {
    case SYNC_BEGIN:
      return noteScope(changes, traces, log, atNanos, scope === 0 ? -position : scope);
    case INNER_BEGIN:
      return noteScope(changes, traces, log, atNanos, scope);
    case SYNC_END:
    case SYNC_LEFT: {
      const isOutermost = (Math.abs(scope) & CHECK_MASK) === code >>> CHECK_SHIFT;
      return noteScope(changes, traces, log, atNanos, isOutermost ? log.scopeAround(Math.abs(scope)) : scope);
    }
    case ASYNC_BEGIN:
      return noteScope(changes, traces, log, atNanos, scope > 0 ? position : -position);
    case TICK_BEGIN:
      return noteScope(changes, traces, log, atNanos, position);
    case ASYNC_END:
    case RETURNED:
      return noteScope(changes, traces, log, atNanos, log.scopeAround(Math.abs(scope)));
    case CALLBACK:
      if ((code & NUMBER_MASK) !== NO_CALLBACK) noteScope(changes, traces, log, atNanos, scope);
      return;
    case TICKSCOPE_CALLBACK:
      return changes.changed(atNanos, -1, false, undefined);
    default:
  }
}

function noteScope(
  changes: RunningChanges,
  traces: OpenTraces,
  log: EventLog,
  atNanos: number,
  innermost: number,
): void {
  let scope = innermost;
  for (let looked = 0; scope !== 0 && looked < SCOPES_AROUND; looked++) {
    const running = traces.runningIn(scope);
    if (running >= 0) return changes.changed(atNanos, running >> 1, (running & 1) === 1, traces.traceOf(scope)?.symbol);
    scope = log.scopeAround(Math.abs(scope));
  }
  changes.changed(atNanos, -1, false, undefined);
}
