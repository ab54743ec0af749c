// What the report says of the runtime: the event loop, garbage collection, what the process holds.

import type { LoopOwner } from '../owner-table.js';
import type { ActiveResource, GcKind, HeapSpace, StallRow } from '../record/runtime-rows.js';
import type { Bytes, Nanoseconds, Share } from '../units.js';

/** Each part is absent where nothing was seen of it. */
export interface ReportRuntime {
  readonly eventLoop?: ReportEventLoop;
  readonly gc?: ReportGc;
  readonly resources?: ReportResources;
}

export interface ReportEventLoop {
  /** All stretches, of all processes. */
  readonly heldNanos: Nanoseconds;
  /** By the time that they held the loop, longest first. */
  readonly owners: readonly ReportLoopOwner[];
  /** The longest. */
  readonly stalls: readonly StallRow[];
}

export interface ReportLoopOwner extends LoopOwner {
  /** Stretches in which it held the loop without a break. */
  readonly count: number;
  readonly heldNanos: Nanoseconds;
  /** Of all the time that the loop was held. */
  readonly share: Share;
  readonly p95Nanos: Nanoseconds;
  readonly maxNanos: Nanoseconds;
  readonly gcNanos: Nanoseconds;
  readonly stalls: number;
  readonly stallNanos: Nanoseconds;
  readonly delayedTicks: number;
  /** At most. */
  readonly delayedTickNanos: Nanoseconds;
}

export interface ReportGc {
  readonly pauses: number;
  readonly totalNanos: Nanoseconds;
  /** Of the time that the processes ran. */
  readonly share: Share;
  readonly byKind: readonly ReportGcKind[];
}

export interface ReportGcKind {
  readonly kind: GcKind;
  readonly pauses: number;
  readonly totalNanos: Nanoseconds;
  readonly p95Nanos: Nanoseconds;
  readonly maxNanos: Nanoseconds;
  readonly ticksHit: number;
  readonly inTicksNanos: Nanoseconds;
}

/** Pools of connections to one database. */
export interface ReportPool {
  /** `host:port/database` */
  readonly name: string;
  /** Of one process, the largest. */
  readonly max: number;
  /** The most that one process had in use and waited for together. */
  readonly neededMost: number;
}

/** The last sample of each process, added up by name. */
export interface ReportResources {
  readonly heapSpaces: readonly HeapSpace[];
  readonly arrayBuffersBytes: Bytes;
  readonly active: readonly ActiveResource[];
  readonly openDescriptors?: number;
  /** The longest of all samples, not only the last. */
  readonly threadPoolWaitNanos?: Nanoseconds;
  /** Of pg; the one that needed most beyond what it may have first. */
  readonly pools?: readonly ReportPool[];
}
