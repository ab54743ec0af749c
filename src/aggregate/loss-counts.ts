// Counts losses by their id.

import type { Losses, LossId } from '../model/losses.js';
import type { LossRow } from '../model/record/record-segment.js';

export class LossCounts implements Losses {
  readonly byCause: Map<LossId, number> = new Map();

  add(id: LossId, count: number = 1): void {
    this.byCause.set(id, (this.byCause.get(id) ?? 0) + count);
  }

  merge(others: ReadonlyMap<LossId, number>): void {
    for (const [id, count] of others) this.add(id, count);
  }

  *rows(): Generator<LossRow, void, void> {
    for (const [cause, count] of this.byCause) yield { cause, count };
  }
}
