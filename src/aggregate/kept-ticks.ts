// The trees that one segment keeps: the slowest ticks among those chosen to be kept.

import { slowestFirst } from './kept-selection.js';
import { KEPT_TICKS_PER_SEGMENT } from '../model/limits.js';
import type { KeptPause, KeptTick } from '../model/record/record-segment.js';
import type { Nanoseconds } from '../model/units.js';

/** A tick of an hour would collect thousands of pauses. The sums contain all of them. */
const PAUSES_PER_TICK = 128;

export class KeptTicks {
  /** Sorted slowest first once it is full. */
  readonly list: KeptTick[] = [];

  /** @returns false if a tick was left out: this one, or a faster one */
  add(tick: KeptTick): boolean {
    this.list.push(tick);
    if (this.list.length < KEPT_TICKS_PER_SEGMENT) return true;
    this.list.sort(slowestFirst);
    if (this.list.length === KEPT_TICKS_PER_SEGMENT) return true;
    this.list.pop();
    return false;
  }

  /** @returns the tick with one more pause; `undefined` if it is no longer kept */
  paused(tick: KeptTick, pause: KeptPause): KeptTick | undefined {
    const place = this.list.indexOf(tick);
    if (place === -1) return undefined;
    return (this.list[place] = { ...tick, pauses: [...(tick.pauses ?? []), pause].slice(0, PAUSES_PER_TICK) });
  }

  hasRoomFor(durationNanos: Nanoseconds): boolean {
    if (this.list.length < KEPT_TICKS_PER_SEGMENT) return true;
    return durationNanos > (this.list.at(-1) as KeptTick).durationNanos;
  }
}
