// Counts losses by their id: in the time of one segment, and of the process until then.

import type { Losses, LossId } from '../model/losses.js';
import type { LossRow } from '../model/record/record-segment.js';

export class LossCounts implements Losses {
  readonly byCause: Map<LossId, number> = new Map();
  /** Of the process, until this time began. */
  readonly #before: ReadonlyMap<LossId, number>;

  constructor(before: ReadonlyMap<LossId, number> = new Map()) {
    this.#before = before;
  }

  add(id: LossId, count: number = 1): void {
    this.byCause.set(id, (this.byCause.get(id) ?? 0) + count);
  }

  merge(others: ReadonlyMap<LossId, number>): void {
    for (const [id, count] of others) this.add(id, count);
  }

  /** Of the following time. */
  next(): LossCounts {
    return new LossCounts(this.#totals());
  }

  /** Each cause that the process has had until now. */
  *rows(): Generator<LossRow, void, void> {
    for (const [cause, total] of this.#totals()) yield { cause, count: this.byCause.get(cause) ?? 0, total };
  }

  #totals(): Map<LossId, number> {
    const totals = new Map(this.#before);
    for (const [id, count] of this.byCause) totals.set(id, (totals.get(id) ?? 0) + count);
    return totals;
  }
}
