// How old an event was when its tick had a result, although the exchange's clock is not ours.
//
// The difference of the two clocks' times is the age plus an error that nobody knows, but that is the same for all events. So
// ages are taken relative to the smallest difference seen until then. An age is fixed at that moment: a later, smaller
// difference leaves it too small by as much as the smallest fell, and how much that is in all is told beside the ages.

import { MINUTE, type Nanoseconds, type UnixMilliseconds } from '../model/units.js';

/** Beyond, the event is off an old tape, or its time is something else. */
const OLDEST_NANOS = 60 * MINUTE;

export interface MeasuredAge {
  readonly ageNanos: Nanoseconds;
  /** By how much the smallest difference fell with this event. */
  readonly fellNanos: Nanoseconds;
}

export class EventAge {
  #smallestNanos: number | undefined;

  /** @returns `undefined` where the two times are more than an hour apart, or one of them is not known */
  of(eventUnixMillis: number, resultUnixMillis: UnixMilliseconds): MeasuredAge | undefined {
    const differenceNanos = Math.round((resultUnixMillis - eventUnixMillis) * 1e6);
    // Not `>`: a time that is not known is NaN, and no comparison with it holds.
    if (!(Math.abs(differenceNanos) <= OLDEST_NANOS)) return undefined;
    const smallestNanos = (this.#smallestNanos ??= differenceNanos);
    if (differenceNanos >= smallestNanos) {
      return { ageNanos: (differenceNanos - smallestNanos) as Nanoseconds, fellNanos: 0 as Nanoseconds };
    }
    this.#smallestNanos = differenceNanos;
    return { ageNanos: 0 as Nanoseconds, fellNanos: (smallestNanos - differenceNanos) as Nanoseconds };
  }
}
