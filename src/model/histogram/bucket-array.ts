// A growing array of integers over bucket indexes, which may be negative. Adds up exactly, whatever the order.

/** Plain form: the value of bucket `offset + k` is `values[k]`; no zero at either end; empty is `{ offset: 0, values: [] }`. */
export interface BucketArrayData {
  readonly offset: number;
  readonly values: readonly number[];
}

/** Room is made in steps of this many buckets: one allocation covers a factor of 2 to 4 in duration. */
const GROWTH = 32;

export class BucketArray {
  #offset = 0;
  #values: Float64Array = new Float64Array(0);

  add(index: number, amount: number): void {
    let position = index - this.#offset;
    if (position < 0 || position >= this.#values.length) {
      this.#makeRoomFor(index);
      position = index - this.#offset;
    }
    this.#values[position]! += amount;
  }

  get(index: number): number {
    return this.#values[index - this.#offset] ?? 0;
  }

  /** Visits every bucket that is not zero, in ascending order. */
  forEach(visit: (index: number, value: number) => void): void {
    for (let position = 0; position < this.#values.length; position++) {
      const value = this.#values[position] as number;
      if (value !== 0) visit(this.#offset + position, value);
    }
  }

  /** The sum of all buckets from `fromIndex` upwards. */
  sumFrom(fromIndex: number): number {
    let sum = 0;
    const start = Math.max(0, fromIndex - this.#offset);
    for (let position = start; position < this.#values.length; position++) sum += this.#values[position] as number;
    return sum;
  }

  merge(other: BucketArray | BucketArrayData): void {
    if (other instanceof BucketArray) this.#addAll(other);
    else other.values.forEach((value, position) => value !== 0 && this.add(other.offset + position, value));
  }

  toData(): BucketArrayData {
    let first = 0;
    let last = this.#values.length - 1;
    while (first <= last && this.#values[first] === 0) first++;
    while (last >= first && this.#values[last] === 0) last--;
    if (first > last) return { offset: 0, values: [] };
    // A loop: `Array.from` asks a typed array value by value through its iterator, which takes five times as long.
    const values: number[] = [];
    for (let position = first; position <= last; position++) values.push(this.#values[position] as number);
    return { offset: this.#offset + first, values };
  }

  static fromData(data: BucketArrayData): BucketArray {
    const array = new BucketArray();
    array.merge(data);
    return array;
  }

  /** Side by side, without asking for room at every bucket: metrics add whole segments up on the program's thread. */
  #addAll(other: BucketArray): void {
    const values = other.#values;
    if (values.length === 0) return;
    if (this.#values.length === 0) {
      this.#offset = other.#offset;
      this.#values = values.slice();
      return;
    }
    const last = other.#offset + values.length - 1;
    if (other.#offset < this.#offset) this.#makeRoomFor(other.#offset);
    if (last >= this.#offset + this.#values.length) this.#makeRoomFor(last);
    const shift = other.#offset - this.#offset;
    for (let position = 0; position < values.length; position++) {
      this.#values[position + shift]! += values[position] as number;
    }
  }

  #makeRoomFor(index: number): void {
    const start = Math.floor(index / GROWTH) * GROWTH;
    if (this.#values.length === 0) {
      this.#offset = start;
      this.#values = new Float64Array(GROWTH);
      return;
    }
    const newOffset = Math.min(this.#offset, start);
    const newEnd = Math.max(this.#offset + this.#values.length, start + GROWTH);
    const values = new Float64Array(newEnd - newOffset);
    values.set(this.#values, this.#offset - newOffset);
    this.#offset = newOffset;
    this.#values = values;
  }
}
