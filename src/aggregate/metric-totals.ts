// Sums of what a process measured since it started. Its metrics are made from them.

import type { ArrivalAccumulator } from './arrival-accumulator.js';
import type { FeedAccumulator } from './feed/feed-accumulator.js';
import type { CacheTotals } from '../model/cache-counters.js';
import type { ExponentialHistogram } from '../model/histogram/exponential-histogram.js';
import type { GroupAccumulator } from './group-accumulator.js';
import type { LossId } from '../model/losses.js';
import type { OperationName } from '../model/operation.js';
import type { GcAccumulator, OwnerAccumulator } from './merge-runtime-rows.js';
import type { OrderAccumulator } from './order-accumulator.js';
import type { OverheadTotals, RuntimeSample } from '../model/record/record-segment.js';
import type { GcKind, ResourceSample } from '../model/record/runtime-rows.js';
import type { SymbolTotals } from './symbol-totals.js';
import type { TickExemplars } from './tick-exemplars.js';
import type { AttributeValues } from '../model/trace-details.js';
import type { Nanoseconds, UnixMilliseconds } from '../model/units.js';

/** Sums over the calls of one operation. */
export interface OperationTotals {
  readonly identity: OperationName;
  /** Scale 4. */
  readonly durations: ExponentialHistogram;
  readonly failed: number;
  readonly late: number;
  readonly selfNanos: number;
  readonly criticalPathNanos: number;
}

/** Sums over owners of event loop time, and over garbage collections. */
export interface MeasuredLoop {
  /** By owner id. */
  readonly owners: readonly (OwnerAccumulator | undefined)[];
  readonly gc: ReadonlyMap<GcKind, GcAccumulator>;
}

/** Sums over a period. Those of two periods of one process add up row by row. */
export interface MeasuredSums {
  readonly ticksStarted: number;
  readonly arrivals: ArrivalAccumulator;
  readonly feeds: ReadonlyMap<string, FeedAccumulator>;
  readonly orders: ReadonlyMap<string, OrderAccumulator>;
  readonly tickNames: ReadonlyMap<string, GroupAccumulator>;
  /** By operation id. */
  readonly operations: readonly (OperationTotals | undefined)[];
  /** By the same ids: untraced waiting of that operation. */
  readonly untraced: readonly (OperationTotals | undefined)[];
  /** Waiting of ticks for garbage collections, and while others held the event loop; in the order of the owners' ids. */
  readonly waits: readonly (OperationTotals | undefined)[];
  /** By cause. */
  readonly losses: ReadonlyMap<LossId, number>;
  readonly overhead: Required<OverheadTotals>;
  readonly loop: MeasuredLoop;
}

/** Sums over samples, which never decrease, and the last sample. */
export interface RuntimeTotals {
  readonly cpuNanos: Nanoseconds;
  readonly loopActiveNanos: Nanoseconds;
  readonly loopIdleNanos: Nanoseconds;
  readonly last: RuntimeSample;
}

/** Span attributes that all calls of an operation have. @param operationId place in `operations` */
export type AttributesOf = (operationId: number) => AttributeValues;

/** The sums since the process began, at one moment. */
export interface MetricTotals extends MeasuredSums {
  /** Absent where nobody has names. */
  readonly attributesOf?: AttributesOf;
  /** Ticks, waits and ages by symbol; absent where nobody counts them. */
  readonly symbols?: SymbolTotals;
  /** Processor time since the process began; absent where only the sum of the samples is known. */
  readonly cpuModes?: Readonly<Record<'user' | 'system', Nanoseconds>>;
  /** Ticks that were sent as spans; absent where none are. */
  readonly exemplars?: TickExemplars;
  readonly fromUnixMillis: UnixMilliseconds;
  readonly toUnixMillis: UnixMilliseconds;
  readonly caches: readonly CacheTotals[];
  /** By reason. */
  readonly ticksKept: ReadonlyMap<string, number>;
  /** Absent until the first sample. */
  readonly runtime: RuntimeTotals | undefined;
  /** The last one; absent until then. */
  readonly resources: ResourceSample | undefined;
}
