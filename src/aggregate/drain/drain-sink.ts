// What the drain makes of the log, for whoever adds it up.

import type { OwnerCallback } from '../../model/log/loop-records.js';
import type { Losses } from '../../model/losses.js';
import type { GcKind } from '../../model/record/runtime-rows.js';
import type { OpenTrace } from '../../model/tree/open-trace.js';
import type { TickBuffer } from '../../model/tree/tick-buffer.js';
import type { Nanoseconds } from '../../model/units.js';

/** Must not throw. Everything is told in the order in which it happened. */
export interface DrainSink {
  readonly losses: Losses;
  tickStarted(operationId: number, atNanos: Nanoseconds): void;
  /** A handler has returned and its tick goes on. */
  tickReturned(atNanos: Nanoseconds): void;
  /** @param flags any of `FLAG_FAILED`, `FLAG_LATE` and `FLAG_OUTSIDE_TICK` */
  operationEnded(operationId: number, durationNanos: Nanoseconds, flags: number): void;
  /** An operation that has ended as a success has failed, as only its promise's reaction showed. */
  operationFailed(operationId: number): void;
  /** The same of a tick that has closed. */
  tickFailed(operationId: number, symbol: string | undefined): void;
  /** A tick, or a tree outside any tick, has closed; both are valid during the call only, but for a trace that is shared. */
  traceClosed(trace: OpenTrace, buffer: TickBuffer): void;
  /** `missing` events are absent between two events that follow each other in a numbered sequence. */
  sequenceGap(missing: number): void;
}

/** What the event loop did. */
export interface LoopEvents {
  /** When the running callback began, and when the loop last had nothing to do; NaN where that is not known. */
  readonly startedNanos: number;
  readonly busySinceNanos: number;
  callbackStarted(callback: OwnerCallback): void;
  isTickscopeCallback(): void;
  tickscopeWork(fromNanos: number, toNanos: number): void;
  collected(kind: GcKind, fromNanos: number, toNanos: number): void;
  called(location: string, nanos: number): void;
}
