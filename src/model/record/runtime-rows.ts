// What the runtime did beside the program's operations: rows of a record segment.

import type { HistogramData } from '../histogram/exponential-histogram.js';
import { type LoopOwner, ownerLabel } from '../owner-table.js';
import type { Bytes, Nanoseconds, UnixMilliseconds } from '../units.js';

/** Ten times a tick's budget: shorter ones are the ticks themselves and minor collections, longer ones a person can feel. */
export const STALL_NANOS = 10_000_000 as Nanoseconds;

/** Event-loop time by who it went to. All but the list of single stalls is exact. */
export interface LoopOwnerRow extends LoopOwner {
  /** Scale 4. One value a stretch, in which the loop was held without a break; waiting is not in it. */
  readonly held: HistogramData;
  /** Of that, garbage collection. */
  readonly gcNanos: Nanoseconds;
  /** Stretches of 10 ms or more, and their sum. */
  readonly stalls: number;
  readonly stallNanos: Nanoseconds;
  /** Ticks that began after a stall without the loop having waited in between; one that had two before it counts twice. */
  readonly delayedTicks: number;
  /** How much later they began for it, at most: an event can have come while the stall lasted. */
  readonly delayedTickNanos: Nanoseconds;
}

/** One stall. */
export interface StallRow extends Pick<LoopOwner, 'kind' | 'name'> {
  readonly process: string;
  /** Where it happened, as far as that is known: a synchronous system call with its file and line. */
  readonly location?: string;
  /** The owner's. */
  readonly ownerLocation?: string;
  readonly startedAtUnixMillis: UnixMilliseconds;
  readonly durationNanos: Nanoseconds;
  readonly gcNanos: Nanoseconds;
  readonly delayedTicks: number;
}

/** The label of the owner. */
export function stalledBy({ kind, name, ownerLocation }: StallRow): string {
  return ownerLabel({ kind, name, ...(ownerLocation !== undefined && { location: ownerLocation }) });
}

/** As `v8js.gc.type` of OpenTelemetry's conventions has them. */
export const GC_KINDS = ['minor', 'major', 'incremental', 'weakcb'] as const;
export type GcKind = (typeof GC_KINDS)[number];

/** Pauses of one kind of garbage collection. */
export interface GcRow {
  readonly kind: GcKind;
  /** Scale 4. */
  readonly pauses: HistogramData;
  /** Ticks that were open in such a pause, each counted once for every pause, and the time of theirs that it took. */
  readonly ticksHit: number;
  readonly inTicksNanos: Nanoseconds;
}

export interface HeapSpace {
  readonly name: string;
  readonly usedBytes: Bytes;
  readonly availableBytes: Bytes;
  readonly sizeBytes: Bytes;
  readonly physicalBytes: Bytes;
}

export interface ActiveResource {
  readonly type: string;
  readonly count: number;
}

/** The program's pools of connections to one database. */
export interface PoolSample {
  /** `host:port/database` */
  readonly name: string;
  /** Connections that they may have. */
  readonly max: number;
  readonly open: number;
  readonly idle: number;
  /** Who waits for one. */
  readonly waiting: number;
  /** Since the sample before: the most that were in use and waited for together. With so many, nobody would have waited. */
  readonly neededMost: number;
}

/** What the process holds, every ten seconds and at its end. */
export interface ResourceSample {
  readonly process: string;
  readonly atUnixMillis: UnixMilliseconds;
  readonly heapSpaces: readonly HeapSpace[];
  readonly arrayBuffersBytes: Bytes;
  /** What keeps the event loop alive, by type. */
  readonly active: readonly ActiveResource[];
  /** Absent where the system does not tell, and in workers: it is the whole process's. */
  readonly openDescriptors?: number;
  /** The longest of the last seconds' waits for a thread of the pool, at least; absent where nothing was asked. */
  readonly threadPoolWaitNanos?: Nanoseconds;
  /** Absent where no pool is known, and in old records. */
  readonly pools?: readonly PoolSample[];
}
