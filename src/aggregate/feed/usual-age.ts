// How old events usually are when they come in, by an exchange's clock that differs from ours and may drift against it: 50 millionths are
// four seconds a day. So an age is taken relative to the smallest difference of the last thousand or two.

const GENERATION = 1_024;
/** An event that is older than half of a silence, and usually is not, was under way. So many have to be known for "usually". */
const LEAST_AGES = 20;
/** Ages of the last events, to know what is usual. */
const REMEMBERED = 256;

export class UsualAge {
  /** The smallest difference, and that of the generation before. */
  readonly #smallestMillis = new Float64Array([Infinity, Infinity]);
  #count = 0;
  readonly #last = new Float64Array(REMEMBERED);

  /** @param differenceMillis our clock less the exchange's @returns the age in nanoseconds */
  of(differenceMillis: number): number {
    const smallest = this.#smallestMillis;
    if (differenceMillis < (smallest[0] as number)) smallest[0] = differenceMillis;
    const ageNanos = Math.round((differenceMillis - Math.min(smallest[0] as number, smallest[1] as number)) * 1e6);
    this.#last[this.#count % REMEMBERED] = ageNanos;
    if (++this.#count % GENERATION === 0) {
      smallest[1] = smallest[0] as number;
      smallest[0] = Infinity;
    }
    return ageNanos;
  }

  /** Of the last events: those that came late together after the last silence are fewer than half. NaN where too little is known. */
  get usualNanos(): number {
    const known = Math.min(this.#count, REMEMBERED);
    if (known < LEAST_AGES) return NaN;
    return this.#last.slice(0, known).sort()[known >> 1] as number;
  }
}
