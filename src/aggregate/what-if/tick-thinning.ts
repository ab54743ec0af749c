// Which ticks take part in what-if: all of them at the rates of most bots, and by chance so many a second at higher ones.
//
// What a tick was like has no say in it, and one that takes part stands for as many as had the same chance, a power of two. So sums
// over those that take part are right in the mean for all, and whole numbers.

/** Of each second. A tick of 23 operations takes about 2 µs, one whose operations overlap 15: 0.2 % of a core at most. */
export const WHAT_IF_TICKS_PER_SECOND = 128;
const SECOND_NANOS = 1e9;

export class TickThinning {
  #second = -Infinity;
  #ticksInSecond = 0;
  #takenInSecond = 0;
  /** One in `2 ** shift` takes part. */
  #shift = 0;
  #random = 0x2545_f491;

  /** Called for each tick, in any order of their starts. @returns how many ticks it stands for; 0 where it does not take part */
  weightOf(startNanos: number): number {
    const second = Math.floor(startNanos / SECOND_NANOS);
    if (second > this.#second) this.#begin(second);
    this.#ticksInSecond++;
    // The first second of a burst: the ones that follow are fewer, and stand for more.
    if (this.#takenInSecond >= 2 * WHAT_IF_TICKS_PER_SECOND) {
      this.#shift++;
      this.#takenInSecond = WHAT_IF_TICKS_PER_SECOND;
    }
    const weight = 1 << this.#shift;
    if ((this.#nextRandom() & (weight - 1)) !== 0) return 0;
    this.#takenInSecond++;
    return weight;
  }

  #begin(second: number): void {
    const expected = second === this.#second + 1 ? this.#ticksInSecond : 0;
    this.#second = second;
    this.#ticksInSecond = 0;
    this.#takenInSecond = 0;
    this.#shift = 0;
    while (expected >> this.#shift > WHAT_IF_TICKS_PER_SECOND) this.#shift++;
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
