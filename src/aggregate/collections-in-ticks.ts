// Garbage collections in ticks that have closed. Their time moves to the row `gc`: from the operations on the critical path, and from the owners that
// held the event loop before the tick, because an owner does not choose when V8 collects.

import type { TimeSpan } from '../model/units.js';
import type { ClosedTicks } from './closed-ticks.js';
import type { SegmentAccumulator } from './segment-accumulator.js';

/** The owners of the event loop's time. */
export interface LoopTime {
  /**
   * Of a section of a tick's critical path: how much of a pause lies where the tick itself can have been running, and not in what others
   * did meanwhile.
   */
  ownNanosOfPause(traceNumber: number, section: TimeSpan, pause: TimeSpan): number;
  /** Visits who held the loop between two times. */
  holdersBetween(fromNanos: number, toNanos: number, visit: (ownerId: number, nanos: number) => void): void;
}

export class CollectionsInTicks {
  readonly #ticks: ClosedTicks;
  readonly #loopTime: LoopTime | undefined;

  /** @param loopTime absent where nobody watches the event loop: then only what a synchronous tick does is known to be its own */
  constructor(ticks: ClosedTicks, loopTime: LoopTime | undefined) {
    this.#ticks = ticks;
    this.#loopTime = loopTime;
  }

  /**
   * A pause fell into a tick. Nothing is taken out of a segment that has been cut meanwhile.
   *
   * @param pause in the times of the tick's tree, within the tick
   * @param realTime converts such a time
   */
  collected(
    number: number,
    pause: TimeSpan,
    realTime: (nanos: number) => number,
    segment: number,
    sums: SegmentAccumulator,
  ): void {
    const tick = this.#ticks.get(number);
    if (tick === undefined || tick.segment !== segment) return;
    let taken = 0;
    tick.walk((position, fromNanos, toNanos) => {
      const from = Math.max(fromNanos, pause.fromNanos);
      const to = Math.min(toNanos, pause.toNanos);
      if (from >= to) return;
      const section = { fromNanos: realTime(fromNanos), toNanos: realTime(toNanos) };
      const part = { fromNanos: realTime(from), toNanos: realTime(to) };
      const nanos = tick.isSynchronous
        ? to - from
        : (this.#loopTime?.ownNanosOfPause(tick.traceNumber, section, part) ?? 0);
      taken += sums.takeFromPath(tick.operationIdOf(position), tick.responseNanos, Math.min(nanos, to - from));
    });
    if (taken > 0) sums.collectedInTick(tick.responseNanos, taken);
  }

  /** A pause fell into the wait before a tick. Nothing is taken out of a segment that has been cut meanwhile. */
  collectedBefore(number: number, pause: TimeSpan, segment: number, sums: SegmentAccumulator): void {
    const responseNanos = this.#ticks.responseIn(segment, number);
    if (Number.isNaN(responseNanos)) return;
    let taken = 0;
    this.#loopTime?.holdersBetween(pause.fromNanos, pause.toNanos, (ownerId, nanos) => {
      taken += sums.takeFromWait(ownerId, responseNanos, nanos);
    });
    if (taken > 0) sums.collectedInTick(responseNanos, taken);
  }
}
