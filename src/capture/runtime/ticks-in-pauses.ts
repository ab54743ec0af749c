// Finds the ticks that a garbage-collection pause fell into. Most ticks have closed before Node.js reports the pause, so both
// are remembered for a while, and whichever is added second finds the other.

import type { GcKind } from '../../model/record/runtime-rows.js';

const TICKS = 2_048;
const PAUSES = 64;

/** Called for each tick that was open in a pause, with the overlap and its number, which counts from 0. @returns what to remember of the tick instead of `kept` */
export type OnTickPaused<Kept> = (
  kind: GcKind,
  fromNanos: number,
  toNanos: number,
  kept: Kept | undefined,
  tick: number,
) => Kept | undefined;

interface Pause {
  readonly kind: GcKind;
  readonly fromNanos: number;
  readonly toNanos: number;
}

/** `Kept` is what is remembered of a tick whose tree is kept. */
export class TicksInPauses<Kept> {
  readonly #onTickPaused: OnTickPaused<Kept>;
  readonly #starts = new Float64Array(TICKS);
  readonly #ends = new Float64Array(TICKS);
  /** The last end of this and all before: where a pause began after it, none of them was in it. */
  readonly #lastEnds = new Float64Array(TICKS);
  #lastEnd = -Infinity;
  readonly #kept: (Kept | undefined)[] = Array.from({ length: TICKS }, () => undefined);
  #closed = 0;
  /** Newest last. */
  readonly #pauses: Pause[] = [];
  #lastPauseEnd = -Infinity;

  constructor(onTickPaused: OnTickPaused<Kept>) {
    this.#onTickPaused = onTickPaused;
  }

  addTick(fromNanos: number, toNanos: number, kept: Kept | undefined): void {
    const tick = this.#closed++;
    const position = tick % TICKS;
    this.#starts[position] = fromNanos;
    this.#ends[position] = toNanos;
    this.#lastEnds[position] = this.#lastEnd = Math.max(this.#lastEnd, toNanos);
    this.#kept[position] = kept;
    if (this.#lastPauseEnd <= fromNanos) return;
    for (const pause of this.#pauses) this.#callIfOverlapping(tick, pause);
  }

  addPause(kind: GcKind, fromNanos: number, toNanos: number): void {
    const pause: Pause = { kind, fromNanos, toNanos };
    this.#pauses.push(pause);
    if (this.#pauses.length > PAUSES) this.#pauses.shift();
    this.#lastPauseEnd = Math.max(this.#lastPauseEnd, toNanos);
    for (let back = 1; back <= Math.min(this.#closed, TICKS); back++) {
      const tick = this.#closed - back;
      if ((this.#lastEnds[tick % TICKS] as number) <= fromNanos) return;
      this.#callIfOverlapping(tick, pause);
    }
  }

  #callIfOverlapping(tick: number, { kind, fromNanos, toNanos }: Pause): void {
    const position = tick % TICKS;
    const from = Math.max(fromNanos, this.#starts[position] as number);
    const to = Math.min(toNanos, this.#ends[position] as number);
    if (from < to) this.#kept[position] = this.#onTickPaused(kind, from, to, this.#kept[position], tick);
  }
}
