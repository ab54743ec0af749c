// Who held the event loop, and garbage collections, since the process began.

import { GcAccumulator } from '../model/gc-accumulator.js';
import type { MeasuredLoop } from '../model/metric-totals.js';
import { OwnerAccumulator } from '../model/owner-accumulator.js';
import type { GcKind } from '../model/runtime-record.js';

export class LoopTotals implements MeasuredLoop {
  readonly owners: (OwnerAccumulator | undefined)[] = [];
  readonly gc: Map<GcKind, GcAccumulator> = new Map();

  *addByRows(other: MeasuredLoop): Generator<void, void, void> {
    for (const [ownerId, owner] of other.owners.entries()) {
      if (owner === undefined) continue;
      (this.owners[ownerId] ??= new OwnerAccumulator(owner.owner)).merge(owner);
      yield;
    }
    for (const [kind, collected] of other.gc) {
      let own = this.gc.get(kind);
      if (own === undefined) this.gc.set(kind, (own = new GcAccumulator(kind)));
      own.merge(collected);
      yield;
    }
  }
}
