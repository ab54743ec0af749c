// Adds up what the runtime did between two writes: who held the event loop, stalls, garbage collection, what was held.

import { again } from './again.js';
import { GcAccumulator, longestFirst, OwnerAccumulator, STALLS_LISTED } from './merge-runtime-rows.js';
import type { MeasuredLoop } from './metric-totals.js';
import type { LoopOwner, OwnerTable } from '../model/owner-table.js';
import type { GcKind, GcRow, LoopOwnerRow, ResourceSample, StallRow } from '../model/record/runtime-rows.js';
import type { Nanoseconds } from '../model/units.js';

/** A segment's rows, made one by one when they are written. */
export interface RuntimeRows {
  readonly owners: Iterable<LoopOwnerRow>;
  readonly stalls: readonly StallRow[];
  readonly gc: readonly GcRow[];
  readonly resources: readonly ResourceSample[];
}

export class RuntimeSums implements MeasuredLoop {
  readonly #table: OwnerTable;
  /** By owner id. */
  readonly owners: (OwnerAccumulator | undefined)[] = [];
  readonly gc: Map<GcKind, GcAccumulator> = new Map();
  /** In the order of `longestFirst` as soon as there are more than are listed. */
  readonly #stalls: StallRow[] = [];
  readonly #resources: ResourceSample[] = [];

  constructor(table: OwnerTable) {
    this.#table = table;
  }

  ownerOf(ownerId: number): LoopOwner {
    return this.#table.owner(ownerId);
  }

  /** An empty one for the time after this. */
  next(): RuntimeSums {
    return new RuntimeSums(this.#table);
  }

  held(ownerId: number, nanos: Nanoseconds): void {
    (this.owners[ownerId] ?? this.#makeOwner(ownerId)).held.record(nanos);
  }

  collectedIn(ownerId: number, nanos: Nanoseconds): void {
    (this.owners[ownerId] ?? this.#makeOwner(ownerId)).gcNanos += nanos;
  }

  stalled(ownerId: number, stall: StallRow): void {
    (this.owners[ownerId] ?? this.#makeOwner(ownerId)).stalled(stall.durationNanos, stall.delayedTicks);
    this.#stalls.push(stall);
    if (this.#stalls.length <= STALLS_LISTED) return;
    this.#stalls.sort(longestFirst);
    this.#stalls.pop();
  }

  collected(kind: GcKind, nanos: Nanoseconds): void {
    this.#gcOf(kind).pauses.record(nanos);
  }

  hitTick(kind: GcKind, nanos: Nanoseconds): void {
    this.#gcOf(kind).hitTick(nanos);
  }

  resources(sample: ResourceSample): void {
    this.#resources.push(sample);
  }

  toRows(): RuntimeRows {
    return {
      owners: again(() => this.#ownerRows()),
      stalls: this.#stalls,
      gc: [...this.gc.values()].map((kind) => kind.toRow()),
      resources: this.#resources,
    };
  }

  *#ownerRows(): Generator<LoopOwnerRow, void, void> {
    for (const owner of this.owners) if (owner !== undefined) yield owner.toRow();
  }

  #makeOwner(ownerId: number): OwnerAccumulator {
    return (this.owners[ownerId] = new OwnerAccumulator(this.#table.owner(ownerId)));
  }

  #gcOf(kind: GcKind): GcAccumulator {
    let gc = this.gc.get(kind);
    if (gc === undefined) this.gc.set(kind, (gc = new GcAccumulator(kind)));
    return gc;
  }
}
