// Which operation the thread is in after each record, for samples of the processor.
//
// The log has begins and ends. After a begin that operation runs; after an end, or a return, what is around it; a callback of the event
// loop runs in its context. Where an operation goes on after its call has returned, nothing tells when code of it runs again.

import { type EventLog, SCOPES_AROUND } from '../../model/log/event-log.js';
import {
  ASYNC_BEGIN,
  ASYNC_END,
  CALLBACK,
  CHECK_MASK,
  CHECK_SHIFT,
  INNER_BEGIN,
  KIND_MASK,
  KIND_SHIFT,
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
  /** The next time of which it wants to know what ran: most records are far from any sample. */
  readonly wantedNanos: number;
  /** What ran before `atNanos` has been told: `wantedNanos` is a time from then on. */
  wantFrom(atNanos: number): void;
  /** @param operationId negative for none @param isOnStack whether its call has not returned @param symbol of the tick around it */
  changed(atNanos: number, operationId: number, isOnStack: boolean, symbol: string | undefined): void;
}

const CHANGING: number = [
  SYNC_BEGIN,
  INNER_BEGIN,
  SYNC_END,
  SYNC_LEFT,
  ASYNC_BEGIN,
  TICK_BEGIN,
  ASYNC_END,
  RETURNED,
  CALLBACK,
  TICKSCOPE_CALLBACK,
].reduce((kinds, kind) => kinds | (1 << (kind >>> KIND_SHIFT)), 0);

export class RunningNoter {
  readonly #changes: RunningChanges;
  readonly #traces: OpenTraces;
  readonly #log: EventLog;
  // The record that was read last. An array for its time: a field would be a new object at every record.
  readonly #atNanos = new Float64Array(1);
  #code = 0;
  #scope = 0;
  #position = 0;

  constructor(changes: RunningChanges, traces: OpenTraces, log: EventLog) {
    this.#changes = changes;
    this.#traces = traces;
    this.#log = log;
  }

  /** The next time of which somebody wants to know what ran. */
  get wantedNanos(): number {
    return this.#changes.wantedNanos;
  }

  /** Called before a record is read: until then, what followed from the one before has run. */
  beforeRecord(atNanos: number, code: number, scope: number, position: number): void {
    if (atNanos > this.#changes.wantedNanos) {
      this.noteLast();
      this.#changes.wantFrom(atNanos);
    }
    // Others change nothing, and are one with what the record before them told.
    if (((CHANGING >>> ((code & KIND_MASK) >>> KIND_SHIFT)) & 1) === 0 || isNoCallback(code)) return;
    this.#atNanos[0] = atNanos;
    this.#code = code;
    this.#scope = scope;
    this.#position = position;
  }

  /** Notes what runs after the record that was read last. */
  noteLast(): void {
    const code = this.#code;
    const scope = this.#scope;
    const position = this.#position;
    if (position === 0) return;
    switch (code & KIND_MASK) {
      case SYNC_BEGIN:
        return this.#noteScope(scope === 0 ? -position : scope);
      case INNER_BEGIN:
        return this.#noteScope(scope);
      case SYNC_END:
      case SYNC_LEFT: {
        const isOutermost = (Math.abs(scope) & CHECK_MASK) === code >>> CHECK_SHIFT;
        return this.#noteScope(isOutermost ? this.#log.scopeAround(Math.abs(scope)) : scope);
      }
      case ASYNC_BEGIN:
        return this.#noteScope(scope > 0 ? position : -position);
      case TICK_BEGIN:
        return this.#noteScope(position);
      case ASYNC_END:
      case RETURNED:
        return this.#noteScope(this.#log.scopeAround(Math.abs(scope)));
      case CALLBACK:
        return this.#noteScope(scope);
      case TICKSCOPE_CALLBACK:
        return this.#changes.changed(this.#atNanos[0] as number, -1, false, undefined);
      default:
    }
  }

  #noteScope(innermost: number): void {
    const atNanos = this.#atNanos[0] as number;
    const traces = this.#traces;
    let scope = innermost;
    for (let looked = 0; scope !== 0 && looked < SCOPES_AROUND; looked++) {
      const running = traces.runningIn(scope);
      if (running >= 0)
        return this.#changes.changed(atNanos, running >> 1, (running & 1) === 1, traces.traceOf(scope)?.symbol);
      scope = this.#log.scopeAround(Math.abs(scope));
    }
    this.#changes.changed(atNanos, -1, false, undefined);
  }
}

function isNoCallback(code: number): boolean {
  return (code & KIND_MASK) === CALLBACK && (code & NUMBER_MASK) === NO_CALLBACK;
}
