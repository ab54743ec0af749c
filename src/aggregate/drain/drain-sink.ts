// What the drain makes of the log, for whoever adds it up.

import type { OwnerCallback } from '../../model/log/loop-records.js';
import type { Losses } from '../../model/losses.js';
import type { OrderName } from '../../model/orders.js';
import type { GcKind } from '../../model/record/runtime-rows.js';
import type { OpenTrace } from '../../model/tree/open-trace.js';
import type { TickBuffer } from '../../model/tree/tick-buffer.js';
import type { Nanoseconds } from '../../model/units.js';
import type { OrderAccumulator } from '../order-accumulator.js';

/** Places in `CameEvent.times`. NaN where a time is not known. */
export const TIME_CAME = 0;
/** The exchange's, in milliseconds since 1970. */
export const TIME_OF_EVENT = 1;
/** When the event loop last had nothing to do, and how long it was held until the event came, in all. */
export const TIME_BUSY_SINCE = 2;
export const TIME_STALLED = 3;

/** The event of a tick that begins. One object, used again for every tick; with arrays, because a field that is set to a time may be an object. */
export interface CameEvent {
  /** The tick's. */
  operationId: number;
  symbol: string | undefined;
  readonly times: Float64Array;
  /** The connection whose callback is running; 0 outside such callbacks. */
  connection: number;
  /** Whether connections are seen at all. */
  seesConnections: boolean;
  /** By line: when the line's socket last was another one; 0 where it always was the same. */
  readonly replacedNanos: Float64Array;
}

/** Must not throw. Everything is told in the order in which it happened. */
export interface DrainSink {
  readonly losses: Losses;
  /** Whether calls of that name ask a database. */
  isStatement(operationId: number): boolean;
  /** @param traceNumber that of its trace */
  tickStarted(operationId: number, atNanos: Nanoseconds, traceNumber: number): void;
  /** A handler has returned and its tick goes on. */
  tickReturned(atNanos: Nanoseconds): void;
  /**
   * @param flags any of `FLAG_FAILED`, `FLAG_LATE` and `FLAG_OUTSIDE_TICK`
   * @param startNanos when it began, where it ends now; NaN where its times are the program's
   */
  operationEnded(operationId: number, durationNanos: Nanoseconds, flags: number, startNanos: number): void;
  /** An operation that has ended as a success has failed, as only its promise's reaction showed. */
  operationFailed(operationId: number): void;
  /** The same of a tick that has closed. */
  tickFailed(operationId: number, symbol: string | undefined): void;
  /** A tick, or a tree outside any tick, has closed; both are valid during the call only, but for a trace that is shared. */
  traceClosed(trace: OpenTrace, buffer: TickBuffer): void;
  eventCame(event: CameEvent): void;
  /** `missing` events of a numbered sequence are absent before the event that came last. */
  sequenceGap(missing: number): void;
  /** Where orders of that name add up; `undefined` while nothing is counted. */
  orderOf(name: OrderName): OrderAccumulator | undefined;
}

/** What the event loop did. */
export interface LoopEvents {
  /** When the running callback began, and when the loop last had nothing to do; NaN where that is not known. */
  readonly startedNanos: number;
  readonly busySinceNanos: number;
  /** Whether `callbackStarted` is called for each callback, and not only for each turn. */
  readonly seesCallbacks: boolean;
  /** Since when what was there at a time can have been there; NaN where that is not known. */
  deliverableSince(atNanos: number): number;
  /** How long the loop was held until then, in all. */
  stalledUntil(atNanos: number): number;
  callbackStarted(callback: OwnerCallback): void;
  isTickscopeCallback(): void;
  tickscopeWork(fromNanos: number, toNanos: number): void;
  collected(kind: GcKind, fromNanos: number, toNanos: number): void;
  called(location: string, nanos: number): void;
}
