// Gives the spans of one tick times that agree: one wall-clock anchor, and monotonic differences from it.
//
// The SDK starts each span at a whole millisecond of the wall clock and ends it by a monotonic difference, so most children of
// a tick below a millisecond overlap or stick out. Upstream: open-telemetry/opentelemetry-js #5019, #6816.

import { hrTime } from '../../model/hr-time.js';
import { type HrTime, nanosBetween, plusNanos, type SdkSpan } from './sdk-span.js';

const MILLISECOND = 1_000_000n;

/**
 * The wall clock with nanoseconds: monotonic time plus an offset, which moves only where it would leave the millisecond that
 * the wall clock shows. So it follows a clock that is set or drifts, and ticks keep their order while it does neither.
 */
export class WallClock {
  #offsetNanos: bigint | undefined;

  /** @param unixMillis what the wall clock shows at `nowNanos` */
  at(nowNanos: number, unixMillis: number): HrTime {
    const least = BigInt(Math.floor(unixMillis)) * MILLISECOND;
    const monotonic = BigInt(nowNanos);
    const estimate = monotonic + (this.#offsetNanos ?? least - monotonic);
    const unixNanos = estimate < least ? least : estimate >= least + MILLISECOND ? least + MILLISECOND - 1n : estimate;
    this.#offsetNanos = unixNanos - monotonic;
    return hrTime(unixNanos);
  }
}

/** What is read-only to everybody else. Both SDKs keep the duration in `_duration`, behind a getter. */
interface WritableSpan {
  startTime: HrTime;
  endTime: HrTime;
  readonly events: { time: HrTime }[];
}
const DURATION_FIELD = '_duration';

/** Rewrites the times of an ended span. Events that lie outside the span were given their times by the caller, and keep them. */
export function writeTimes(span: SdkSpan, startTime: HrTime, endTime: HrTime): void {
  const writable = span as unknown as WritableSpan;
  const shift = nanosBetween(span.startTime, startTime);
  for (const event of writable.events) {
    if (!isWithin(event.time, span.startTime, span.endTime)) continue;
    event.time = heldWithin(plusNanos(event.time, shift), startTime, endTime);
  }
  writable.startTime = startTime;
  writable.endTime = endTime;
  const duration = plusNanos([0, 0], nanosBetween(startTime, endTime));
  if (DURATION_FIELD in span) Reflect.set(span, DURATION_FIELD, duration);
  else Object.defineProperty(span, 'duration', { value: duration, configurable: true, enumerable: true });
}

function isWithin(time: HrTime, from: HrTime, to: HrTime): boolean {
  return nanosBetween(from, time) >= 0 && nanosBetween(time, to) >= 0;
}

function heldWithin(time: HrTime, from: HrTime, to: HrTime): HrTime {
  if (nanosBetween(from, time) < 0) return [...from];
  return nanosBetween(time, to) < 0 ? [...to] : time;
}
