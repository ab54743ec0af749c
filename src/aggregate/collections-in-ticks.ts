// Takes garbage collections out of the operations that they fell into, on the critical path of ticks that have closed.

import type { TimeSpan } from '../model/units.js';
import type { ClosedTicks } from './closed-ticks.js';
import type { SegmentAccumulator } from './segment-accumulator.js';

/** Whose time a pause was that fell into a wait. */
export interface OwnTime {
  /**
   * Of a section of a tick's critical path: how much of a pause lies where the tick itself can have been running, and not in what others
   * did meanwhile.
   */
  ownNanosOfPause(traceNumber: number, section: TimeSpan, pause: TimeSpan): number;
}

export class CollectionsInTicks {
  readonly #ticks: ClosedTicks;
  readonly #ownTime: OwnTime | undefined;

  /** @param ownTime absent where nobody watches the event loop: then only what a synchronous tick does is known to be its own */
  constructor(ticks: ClosedTicks, ownTime: OwnTime | undefined) {
    this.#ticks = ticks;
    this.#ownTime = ownTime;
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
        : (this.#ownTime?.ownNanosOfPause(tick.traceNumber, section, part) ?? 0);
      taken += sums.takeFromPath(tick.operationIdOf(position), tick.responseNanos, Math.min(nanos, to - from));
    });
    if (taken > 0) sums.collectedInTick(tick.responseNanos, taken);
  }
}
