// How one operation's ticks would move between the buckets of durations if it were faster.

import { BucketArray } from '../../model/histogram/bucket-array.js';
import { addPacked, packBuckets } from '../../model/histogram/packed-buckets.js';
import { FASTER_SHARES, type WhatIfRow } from '../../model/record/what-if-rows.js';

export class OperationShifts {
  /** In the tick that is being added. */
  tickNanos = 0;
  /** The part of it in which everything waited that the tick did at once. */
  waitingNanos = 0;
  /** The part of that before the tick started. */
  beforeNanos = 0;
  /** The part on the loop that came before the tick last waited for it. */
  earlyNanos = 0;
  /** In all ticks of the segment, each times what it stands for. */
  totalNanos = 0;
  ticks = 0;
  missed = 0;
  readonly squaresByTick: BucketArray = new BucketArray();
  /** Absent where others weigh more. */
  shifts: readonly BucketArray[] | undefined;

  /** By place in `FASTER_SHARES`: by how much the loop would be free earlier. */
  aheadNanos: Float64Array | undefined;
  isAhead = false;
  /** Whether it is waiting for other ticks: its name is read once, and not in every tick. */
  isTickWait = false;
  /** Of an owner of the loop: for how long since the tick before. */
  heldNanos = 0;
  /** On the loop, in the ticks of the segment that took part. */
  loopNanos = 0;

  keepShifts(): void {
    this.shifts ??= FASTER_SHARES.map(() => new BucketArray());
    this.aheadNanos ??= new Float64Array(FASTER_SHARES.length);
  }

  merge(row: WhatIfRow): void {
    this.ticks += row.ticks;
    this.missed += row.missed;
    addPacked(this.squaresByTick, row.squaresByTick);
    if (row.shifts.length > 0) this.keepShifts();
    row.shifts.forEach((packed, place) => addPacked(this.shifts?.[place] as BucketArray, packed));
  }

  toRow(): WhatIfRow {
    return {
      ticks: this.ticks,
      missed: this.missed,
      squaresByTick: packBuckets(this.squaresByTick),
      shifts: this.ticks === 0 ? [] : (this.shifts ?? []).map(packBuckets),
    };
  }
}
