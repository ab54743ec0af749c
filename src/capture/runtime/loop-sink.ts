// Who takes what is learned of the event loop. Must not throw.

import type { StallRow } from '../../model/runtime-record.js';
import type { Nanoseconds } from '../../model/units.js';

export interface LoopSink {
  /** One owner held the loop for one stretch. */
  held(ownerId: number, nanos: Nanoseconds): void;
  /** Known when its turn is over: only then all ticks that it delayed have begun. */
  stalled(ownerId: number, stall: StallRow): void;
  /** So much of an owner's time was garbage collection. */
  collectedIn(ownerId: number, nanos: Nanoseconds): void;
}
