// Protobuf's wire format, read from one range of bytes. Every length is checked: a damaged message ends in an error with its place.

/** What was read is no message of the kind that it should be. */
export class DamagedMessage extends Error {
  override readonly name: string = 'DamagedMessage';
  /** In the message. */
  readonly atByte: number;

  constructor(atByte: number) {
    super(`damaged at byte ${atByte}`);
    this.atByte = atByte;
  }
}

export const VARINT = 0;
export const FIXED64 = 1;
export const LENGTH = 2;
const FIXED32 = 5;

/** Whole numbers beyond it are not exact, and nothing that is read here has them. */
const MOST_VARINT_BYTES = 10;

export class ByteReader {
  bytes: Uint8Array = new Uint8Array(0);
  /** Of the same bytes: reads four in one go. */
  view: DataView = new DataView(new ArrayBuffer(0));
  at = 0;

  begin(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = 0;
  }

  /** Of up to 53 bits; more bits lose the lowest. Negative ones, with ten bytes, are huge. */
  varint(end: number): number {
    const { bytes } = this;
    let byte = bytes[this.at] as number;
    if (this.at < end && byte < 128) {
      this.at++;
      return byte;
    }
    let value = 0;
    let factor = 1;
    for (let read = 0; read < MOST_VARINT_BYTES; read++) {
      if (this.at >= end) throw new DamagedMessage(this.at);
      byte = bytes[this.at++] as number;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
    throw new DamagedMessage(this.at);
  }

  /** A length that follows. @returns where what has it ends */
  endOfLength(end: number): number {
    const length = this.varint(end);
    if (length > end - this.at) throw new DamagedMessage(this.at);
    return this.at + length;
  }

  skip(wireType: number, end: number): void {
    if (wireType === LENGTH) this.at = this.endOfLength(end);
    else if (wireType === VARINT) this.varint(end);
    else if (wireType === FIXED64) this.#pass(8, end);
    else if (wireType === FIXED32) this.#pass(4, end);
    else throw new DamagedMessage(this.at);
  }

  #pass(count: number, end: number): void {
    if (count > end - this.at) throw new DamagedMessage(this.at);
    this.at += count;
  }

  text(from: number, to: number): string {
    return Buffer.from(this.bytes.buffer, this.bytes.byteOffset + from, to - from).toString('utf8');
  }
}

/** How a field begins: its number, and how it is written. */
export function tagOf(field: number, wireType: number): number {
  return (field << 3) | wireType;
}

export function wireTypeOf(tag: number): number {
  return tag & 7;
}
