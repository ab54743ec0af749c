// The last stretches of event-loop time with their owners: a collection is heard of some milliseconds after it was.

const REMEMBERED = 4_096;

export class RecentStretches {
  readonly #starts = new Float64Array(REMEMBERED);
  readonly #ends = new Float64Array(REMEMBERED);
  readonly #owners = new Int32Array(REMEMBERED);
  #count = 0;

  add(ownerId: number, startNanos: number, endNanos: number): void {
    const position = this.#count % REMEMBERED;
    this.#starts[position] = startNanos;
    this.#ends[position] = endNanos;
    this.#owners[position] = ownerId;
    this.#count++;
  }

  /** Visits every stretch that `fromNanos` to `toNanos` overlaps, from the last one back, with the overlap. */
  overlaps(fromNanos: number, toNanos: number, visit: (ownerId: number, nanos: number) => void): void {
    for (let number = this.#count - 1; number >= 0 && number >= this.#count - REMEMBERED; number--) {
      const position = number % REMEMBERED;
      const end = this.#ends[position] as number;
      if (end <= fromNanos) return;
      const nanos = Math.min(end, toNanos) - Math.max(this.#starts[position] as number, fromNanos);
      if (nanos > 0) visit(this.#owners[position] as number, nanos);
    }
  }
}
