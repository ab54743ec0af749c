// Which ticks a garbage collection fell into. It is heard of later than most ticks close, so both are remembered for a while,
// and whichever is known second finds the other.

import type { GcKind } from '../../model/record/runtime-rows.js';

const TICKS = 1_024;
const PAUSES = 64;

/** A tick was open in a pause from `fromNanos` to `toNanos`. */
export type HitTick<Kept> = (
  kind: GcKind,
  fromNanos: number,
  toNanos: number,
  kept: Kept | undefined,
) => Kept | undefined;

interface Pause {
  readonly kind: GcKind;
  readonly fromNanos: number;
  readonly toNanos: number;
}

/** `Kept`: what is held of a tick whose tree is kept. */
export class TicksInPauses<Kept> {
  readonly #hit: HitTick<Kept>;
  readonly #starts = new Float64Array(TICKS);
  readonly #ends = new Float64Array(TICKS);
  readonly #kept: (Kept | undefined)[] = Array.from({ length: TICKS }, () => undefined);
  #closed = 0;
  /** Newest last. */
  readonly #pauses: Pause[] = [];
  #lastPauseEnd = -Infinity;

  constructor(hit: HitTick<Kept>) {
    this.#hit = hit;
  }

  tickClosed(fromNanos: number, toNanos: number, kept: Kept | undefined): void {
    const position = this.#closed++ % TICKS;
    this.#starts[position] = fromNanos;
    this.#ends[position] = toNanos;
    this.#kept[position] = kept;
    if (this.#lastPauseEnd <= fromNanos) return;
    for (const pause of this.#pauses) this.#meet(position, pause);
  }

  collected(kind: GcKind, fromNanos: number, toNanos: number): void {
    const pause: Pause = { kind, fromNanos, toNanos };
    this.#pauses.push(pause);
    if (this.#pauses.length > PAUSES) this.#pauses.shift();
    this.#lastPauseEnd = Math.max(this.#lastPauseEnd, toNanos);
    for (let back = 1; back <= Math.min(this.#closed, TICKS); back++) {
      const position = (this.#closed - back) % TICKS;
      // In the order of their ends: what ended before the pause, and everything before it, was not in it.
      if ((this.#ends[position] as number) <= fromNanos) return;
      this.#meet(position, pause);
    }
  }

  #meet(position: number, { kind, fromNanos, toNanos }: Pause): void {
    const from = Math.max(fromNanos, this.#starts[position] as number);
    const to = Math.min(toNanos, this.#ends[position] as number);
    if (from < to) this.#kept[position] = this.#hit(kind, from, to, this.#kept[position]);
  }
}
