// A map that keeps what was put into it last, in two halves of which the older one is dropped whole. Taking the oldest entry out of one map costs more
// with each that was taken out before: V8 steps over the holes.

export class RecentKeys<Value> {
  readonly #half: number;
  #younger = new Map<string, Value>();
  #older = new Map<string, Value>();

  /** @param least so many of the last keys are known for certain, and never more than twice as many */
  constructor(least: number) {
    this.#half = least;
  }

  get isEmpty(): boolean {
    return this.#younger.size === 0 && this.#older.size === 0;
  }

  get(key: string): Value | undefined {
    return this.#younger.get(key) ?? this.#older.get(key);
  }

  set(key: string, value: Value): void {
    if (this.#younger.size >= this.#half) {
      this.#older = this.#younger;
      this.#younger = new Map();
    }
    this.#younger.set(key, value);
  }

  /** Removes the entries whose values pass the test. */
  forget(isForgotten: (value: Value) => boolean): void {
    for (const half of [this.#younger, this.#older])
      for (const [key, value] of half) if (isForgotten(value)) half.delete(key);
  }
}
