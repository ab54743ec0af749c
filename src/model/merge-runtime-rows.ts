// Adds up the runtime's rows of several segments, in any order with the same result.

import { compareText, inKeyOrder } from './key-order.js';
import { GcAccumulator } from './gc-accumulator.js';
import { ownerLabel } from './loop-owner.js';
import { OwnerAccumulator } from './owner-accumulator.js';
import type { GcRow, LoopOwnerRow, ResourceSample, StallRow } from './runtime-record.js';

/** A segment, and a merged record, lists this many stalls: the longest, by one total order. The sums have all. */
export const STALLS_LISTED = 32;

export function mergeOwners(rows: readonly LoopOwnerRow[]): LoopOwnerRow[] {
  const owners = new Map<string, OwnerAccumulator>();
  for (const row of rows) {
    const key = `${row.kind}\u0000${row.name}`;
    let owner = owners.get(key);
    if (owner === undefined) owners.set(key, (owner = new OwnerAccumulator(row)));
    owner.merge(row);
  }
  return inKeyOrder(owners).map((owner) => owner.toRow());
}

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
    left.beganAtUnixMillis - right.beganAtUnixMillis ||
    compareText(left.process, right.process) ||
    compareText(ownerLabel(left), ownerLabel(right)) ||
    compareText(left.place ?? '', right.place ?? '') ||
    left.gcNanos - right.gcNanos ||
    left.delayedTicks - right.delayedTicks
  );
}
