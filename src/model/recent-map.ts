// A map that forgets: of what was added, the last 1,024 to 2,048 are there. Two maps that change places, no bookkeeping.
//
// One map whose oldest entries are deleted would keep them all until a major collection: V8 gives a map that is changed for long a new
// table again and again, and each old table keeps the next one alive, and what was in it. Memory grew by 100 MB that way.

const GENERATION = 1_024;

export class RecentMap<Key, Value> {
  #young = new Map<Key, Value>();
  #old = new Map<Key, Value>();

  get(key: Key): Value | undefined {
    return this.#young.get(key) ?? this.#old.get(key);
  }

  set(key: Key, value: Value): void {
    this.#young.set(key, value);
    if (this.#young.size < GENERATION) return;
    this.#old = this.#young;
    this.#young = new Map();
  }
}
