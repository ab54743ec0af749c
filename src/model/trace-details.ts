// What a kept tick's spans have beyond its record: ids that were handed out, and what the program set on them.

import type { KeptPause } from './record/record-segment.js';
import type { Nanoseconds } from './units.js';

export type AttributeValue = string | number | boolean | readonly (string | number | boolean | null | undefined)[];
export type AttributeValues = Readonly<Record<string, AttributeValue>>;

export interface TraceEvent {
  readonly name: string;
  /** Since the tick's begin. */
  readonly atNanos: Nanoseconds;
  readonly attributes: AttributeValues;
}

/** The span that a tick was started in: of another process, or of another instrumentation in this one. */
export interface ParentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
  readonly isRemote: boolean;
}

/** A span of another trace. */
export interface TraceLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: AttributeValues;
}

/** Why a tick began when it did, and took as long as it did. */
export interface TickCauses {
  readonly attributes: AttributeValues;
  /** Stalls of the event loop; `startNanos` may be before the tick. */
  readonly events: readonly TraceEvent[];
  /** Ticks that held the loop. */
  readonly links: readonly TraceLink[];
  /** Garbage collections in it: added until its spans are made, because Node.js tells of them later. */
  readonly pauses: KeptPause[];
  /** Whether its event was seen to come in. */
  readonly isReceived: boolean;
}

/** Beside a `KeptTick`; lists are by the position of its operations. */
export interface TraceDetails {
  readonly parent?: ParentSpan;
  readonly causes?: TickCauses;
  readonly spanIds: readonly string[];
  /** What is the same for every call of the operation, such as a statement's text. */
  readonly attributes: readonly AttributeValues[];
  /** What the program set through `trace.getActiveSpan()`. */
  readonly programAttributes: ReadonlyMap<number, AttributeValues>;
  readonly events: ReadonlyMap<number, readonly TraceEvent[]>;
  /** The program's spans, as the SDK made them, with the record's times. */
  readonly programSpans: ReadonlyMap<number, object>;
  /** Those whose times the program gave. */
  readonly programSpansElsewhere: readonly object[];
  readonly criticalPathNanos: readonly Nanoseconds[];
  readonly selfNanos: readonly Nanoseconds[];
  /** The part of the critical path in which the operation waited for something untraced. */
  readonly waitNanos: readonly Nanoseconds[];
}
