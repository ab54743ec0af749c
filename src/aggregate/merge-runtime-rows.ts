// Adds up the runtime's rows of several segments, in any order with the same result.

import { ExponentialHistogram } from '../model/histogram/exponential-histogram.js';
import { compareText, inKeyOrder } from '../model/key-order.js';
import type { LoopOwner } from '../model/owner-table.js';
import type { RuntimeSample } from '../model/record/record-segment.js';
import {
  type GcKind,
  type GcRow,
  type LoopOwnerRow,
  type ResourceSample,
  stalledBy,
  type StallRow,
} from '../model/record/runtime-rows.js';
import type { Nanoseconds } from '../model/units.js';

/** A segment, and a merged record, lists this many stalls: the longest, by one total order. The sums have all. */
export const STALLS_LISTED = 32;

export function mergeGc(rows: readonly GcRow[]): GcRow[] {
  const kinds = new Map<string, GcAccumulator>();
  for (const row of rows) {
    let kind = kinds.get(row.kind);
    if (kind === undefined) kinds.set(row.kind, (kind = new GcAccumulator(row.kind)));
    kind.merge(row);
  }
  return inKeyOrder(kinds).map((kind) => kind.toRow());
}

export function mergeStalls(rows: readonly StallRow[]): StallRow[] {
  return rows.toSorted(longestFirst).slice(0, STALLS_LISTED);
}

export function mergeResources(rows: readonly ResourceSample[]): ResourceSample[] {
  return rows.toSorted(
    (left, right) =>
      left.atUnixMillis - right.atUnixMillis ||
      compareText(left.process, right.process) ||
      // Two of one process in one millisecond: any order will do, but one.
      compareText(JSON.stringify(left), JSON.stringify(right)),
  );
}

/** Longest first, then everything else that two can differ in: what is cut off must not depend on the order they came in. */
export function longestFirst(left: StallRow, right: StallRow): number {
  return (
    right.durationNanos - left.durationNanos ||
    left.startedAtUnixMillis - right.startedAtUnixMillis ||
    compareText(left.process, right.process) ||
    compareText(stalledBy(left), stalledBy(right)) ||
    compareText(left.location ?? '', right.location ?? '') ||
    left.gcNanos - right.gcNanos ||
    left.delayedTicks - right.delayedTicks
  );
}

/** Of two samples in one millisecond, the last one at exit is the later: the time since the one before is the shorter. */
export function bySampleTime(left: RuntimeSample, right: RuntimeSample): number {
  return (
    left.atUnixMillis - right.atUnixMillis ||
    compareText(left.process, right.process) ||
    right.elapsedNanos - left.elapsedNanos ||
    left.cpuNanos - right.cpuNanos ||
    left.loopActiveNanos - right.loopActiveNanos ||
    left.ticksStarted - right.ticksStarted ||
    left.ticksEnded - right.ticksEnded ||
    left.rssBytes - right.rssBytes ||
    (left.privateBytes ?? 0) - (right.privateBytes ?? 0) ||
    left.heapUsedBytes - right.heapUsedBytes ||
    left.externalBytes - right.externalBytes
  );
}

export class GcAccumulator {
  readonly kind: GcKind;
  readonly pauses: ExponentialHistogram = new ExponentialHistogram(4);
  ticksHit = 0;
  inTicksNanos = 0;

  constructor(kind: GcKind) {
    this.kind = kind;
  }

  hitTick(nanos: number): void {
    this.ticksHit++;
    this.inTicksNanos += nanos;
  }

  merge(row: GcRow | GcAccumulator): void {
    this.pauses.merge(row.pauses);
    this.ticksHit += row.ticksHit;
    this.inTicksNanos += row.inTicksNanos;
  }

  toRow(): GcRow {
    return {
      kind: this.kind,
      pauses: this.pauses.toData(),
      ticksHit: this.ticksHit,
      inTicksNanos: this.inTicksNanos as Nanoseconds,
    };
  }
}

export class OwnerAccumulator {
  readonly owner: LoopOwner;
  readonly held: ExponentialHistogram = new ExponentialHistogram(4);
  gcNanos = 0;
  stalls = 0;
  stallNanos = 0;
  delayedTicks = 0;
  delayedTickNanos = 0;

  constructor({ kind, name, location }: LoopOwner) {
    this.owner = { kind, name, ...(location !== undefined && { location }) };
  }

  stalled(durationNanos: number, delayedTicks: number): void {
    this.stalls++;
    this.stallNanos += durationNanos;
    this.delayedTicks += delayedTicks;
    this.delayedTickNanos += delayedTicks * durationNanos;
  }

  merge(row: LoopOwnerRow | OwnerAccumulator): void {
    this.held.merge(row.held);
    this.gcNanos += row.gcNanos;
    this.stalls += row.stalls;
    this.stallNanos += row.stallNanos;
    this.delayedTicks += row.delayedTicks;
    this.delayedTickNanos += row.delayedTickNanos;
  }

  toRow(): LoopOwnerRow {
    return {
      ...this.owner,
      held: this.held.toData(),
      gcNanos: this.gcNanos as Nanoseconds,
      stalls: this.stalls,
      stallNanos: this.stallNanos as Nanoseconds,
      delayedTicks: this.delayedTicks,
      delayedTickNanos: this.delayedTickNanos as Nanoseconds,
    };
  }
}
