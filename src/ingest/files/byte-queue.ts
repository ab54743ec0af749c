// Bytes that come in chunks, taken out in whole messages. Only a message that stands in two chunks is copied.

const NOTHING = Buffer.alloc(0);

export class ByteQueue {
  /** Where the next byte stands in the source. */
  atByte = 0;
  /** Copied from earlier chunks. */
  #rest: Buffer[] = [];
  #restLength = 0;
  #chunk: Buffer = NOTHING;
  #at = 0;

  /** The chunk is read until `keep`, and not after. */
  push(chunk: Buffer): void {
    this.#chunk = chunk;
    this.#at = 0;
  }

  get length(): number {
    return this.#restLength + this.#chunk.length - this.#at;
  }

  /** @returns the next bytes in one piece, which stay; `undefined` where there are fewer */
  peek(count: number): Buffer | undefined {
    if (this.length < count) return undefined;
    const inChunk = Math.max(0, count - this.#restLength);
    const fromChunk = this.#chunk.subarray(this.#at, this.#at + inChunk);
    return this.#restLength === 0 ? fromChunk : Buffer.concat([...this.#rest, fromChunk], count);
  }

  /** Leaves out up to so many. @returns how many it was */
  skip(count: number): number {
    const skipped = Math.min(count, this.length);
    this.atByte += skipped;
    if (skipped >= this.#restLength) {
      this.#at += skipped - this.#restLength;
      this.#rest = [];
      this.#restLength = 0;
    } else if (skipped > 0) {
      this.#rest = [Buffer.concat(this.#rest).subarray(skipped)];
      this.#restLength -= skipped;
    }
    return skipped;
  }

  /** What is left of the chunk is copied: its memory is used again. */
  keep(): void {
    const left = this.#chunk.length - this.#at;
    if (left > 0) this.#rest.push(Buffer.from(this.#chunk.subarray(this.#at)));
    this.#restLength += left;
    this.#chunk = NOTHING;
    this.#at = 0;
  }
}
