// A map that forgets: of what was added, the last 1,024 to 2,048 are there. Two maps that change places, no bookkeeping.

const GENERATION = 1_024;

export class RecentMap<Value> {
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  get(key: string): Value | undefined {
    return this.#young.get(key) ?? this.#old.get(key);
  }

  set(key: string, value: Value): void {
    this.#young.set(key, value);
    if (this.#young.size < GENERATION) return;
    this.#old = this.#young;
    this.#young = new Map();
  }
}
