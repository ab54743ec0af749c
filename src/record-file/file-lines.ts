// A file's lines as bytes, in bounded memory.

import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { unreadable, UnusableSourceError } from '../model/unusable-source-error.js';

/** No line that Tickscope writes comes near; a longer one is damage, or another kind of file. */
export const LONGEST_LINE_BYTES: number = 32 * 1024 * 1024;

const CHUNK_BYTES = 256 * 1024;
const LINE_BREAK = 0x0a;

export interface FileLine {
  /** Where the line begins. */
  readonly startByte: number;
  /** Where the next one begins. */
  readonly endByte: number;
  /** With its line break, which the last line may lack; absent where the line is too long. To be read before the next line is taken: the memory is used again. */
  readonly bytes?: Buffer;
}

/** @throws UnusableSourceError where the file cannot be read */
export function* fileLines(path: string, name: string, fromByte = 0): Generator<FileLine> {
  const pending = new PendingLine(fromByte);
  for (const chunk of fileChunks(path, name, fromByte)) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_BREAK); end !== -1; end = chunk.indexOf(LINE_BREAK, start)) {
      pending.add(chunk.subarray(start, end + 1));
      yield pending.take();
      start = end + 1;
    }
    pending.add(Buffer.from(chunk.subarray(start)));
  }
  if (pending.length > 0) yield pending.take();
}

/** Collects the pieces of one line, and lets go of them when they become too many. */
class PendingLine {
  length = 0;
  #pieces: Buffer[] = [];
  #startByte: number;

  constructor(startByte: number) {
    this.#startByte = startByte;
  }

  add(piece: Buffer): void {
    this.length += piece.length;
    if (this.length > LONGEST_LINE_BYTES) this.#pieces = [];
    else this.#pieces.push(piece);
  }

  take(): FileLine {
    const startByte = this.#startByte;
    const endByte = startByte + this.length;
    const whole = this.length <= LONGEST_LINE_BYTES;
    const [first] = this.#pieces;
    const bytes = this.#pieces.length === 1 && first !== undefined ? first : Buffer.concat(this.#pieces);
    const line = { startByte, endByte, ...(whole && { bytes }) };
    this.#startByte = endByte;
    this.#pieces = [];
    this.length = 0;
    return line;
  }
}

/** All chunks have the same memory. */
function* fileChunks(path: string, name: string, fromByte: number): Generator<Buffer> {
  let file: number | undefined;
  try {
    // A pipe is not waited for, and a device not read for ever.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = fstatSync(file);
    if (!stats.isFile() && !stats.isDirectory()) {
      throw new UnusableSourceError(`${name} is no file, but a pipe or a device. Give a .tks file or a run folder.`);
    }
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    for (let position = fromByte; ;) {
      const read = readSync(file, chunk, 0, CHUNK_BYTES, position);
      if (read === 0) return;
      yield chunk.subarray(0, read);
      position += read;
    }
  } catch (error) {
    throw error instanceof UnusableSourceError ? error : unreadable(name, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** @returns `undefined` for anything that is not a JSON object */
export function parseLine(bytes: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
