// Which ticks take part in what-if: all of them at the rates of most bots, and by chance so many that the work of a second is bounded.
//
// What a tick was like has no say in it, and one that takes part stands for as many as had the same chance, a power of two. So sums
// over those that take part are right in the mean for all, and whole numbers. Ticks that queued behind each other take part together: what
// one gives to those behind it is seen only where they are.

/**
 * Work in one second, in units of what a tick takes whose operations follow each other: about 2.5 µs for 23 of them, which makes
 * 0.13 % of a core.
 */
export const WHAT_IF_TICKS_PER_SECOND = 512;
/** Operations that overlap, in one unit: 23 of them take 15 µs, and 512 take 0.4 ms. */
const OVERLAPPING_IN_UNIT = 4;
/** Those that follow each other, beyond the first of them. */
const SEQUENTIAL_IN_UNIT = 64;
const SECOND_NANOS = 1e9;
/** Where the loop is never free, so many ticks are decided on at once. */
const MOST_QUEUED = 64;

export class TickThinning {
  #second = -Infinity;
  /** Work of the second so far, and what it would have been had all ticks taken part. */
  #spent = 0;
  #ofAll = 0;
  /** One tick in `2 ** shift` takes part. */
  #shift = 0;
  #random = 0x2545_f491;
  /** When the last tick closed, what was decided for it, and for how many in a row. */
  #closedNanos = -Infinity;
  #weight = 0;
  #queued = 0;

  /**
   * Called for each tick, in the order in which they close.
   *
   * @param waitNanos how long its event had waited; NaN where that is not known
   * @returns how many ticks it stands for; 0 where it does not take part
   */
  weightOf(startNanos: number, endNanos: number, waitNanos: number): number {
    const isQueued = startNanos - waitNanos < this.#closedNanos;
    this.#closedNanos = endNanos;
    if (isQueued && this.#queued++ < MOST_QUEUED) return this.#weight;
    this.#queued = 0;
    return (this.#weight = this.#draw(startNanos));
  }

  #draw(startNanos: number): number {
    const second = Math.floor(startNanos / SECOND_NANOS);
    if (second > this.#second) this.#begin(second);
    // A burst, or ticks that are more work than those before: the ones that follow are fewer, and stand for more.
    if (this.#spent >= 2 * WHAT_IF_TICKS_PER_SECOND && this.#shift < MOST_SHIFT) {
      this.#shift++;
      this.#spent = WHAT_IF_TICKS_PER_SECOND;
    }
    const weight = 1 << this.#shift;
    return (this.#nextRandom() & (weight - 1)) === 0 ? weight : 0;
  }

  /** Called for each tick that takes part, with its weight, after that was decided. */
  took(weight: number, operations: number, overlap: boolean): void {
    const units = 1 + Math.floor(operations / (overlap ? OVERLAPPING_IN_UNIT : SEQUENTIAL_IN_UNIT));
    this.#spent += units;
    this.#ofAll += weight * units;
  }

  #begin(second: number): void {
    const expected = second === this.#second + 1 ? this.#ofAll : 0;
    this.#second = second;
    this.#spent = 0;
    this.#ofAll = 0;
    this.#shift = 0;
    while (expected / 2 ** this.#shift > WHAT_IF_TICKS_PER_SECOND && this.#shift < MOST_SHIFT) this.#shift++;
  }

  /** Marsaglia's xorshift: not every n-th tick, as symbols may take turns. The upper half, whose bits are the better ones. */
  #nextRandom(): number {
    let state = this.#random;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#random = state;
    return state >>> 16;
  }
}

/** As many bits as `#nextRandom` gives. */
const MOST_SHIFT = 16;
