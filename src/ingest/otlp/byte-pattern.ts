// Bytes that are looked for again and again, compared four at a time.

export class BytePattern {
  readonly length: number;
  readonly #words: Int32Array;
  readonly #rest: Uint8Array;

  /** @param bytes are copied: a part of a message would keep all of it */
  constructor(bytes: Uint8Array) {
    this.length = bytes.length;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#words = Int32Array.from({ length: bytes.length >> 2 }, (_, word) => view.getInt32(4 * word, true));
    this.#rest = bytes.slice(4 * this.#words.length);
  }

  /** Whether they stand there; there have to be as many. */
  isAt(view: DataView, from: number): boolean {
    const words = this.#words;
    let at = from;
    for (let word = 0; word < words.length; word++, at += 4) if (view.getInt32(at, true) !== words[word]) return false;
    const rest = this.#rest;
    for (let byte = 0; byte < rest.length; byte++) if (view.getUint8(at + byte) !== rest[byte]) return false;
    return true;
  }
}
