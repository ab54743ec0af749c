// Reads one file of traces, whatever it is: plain or compressed, in any of its framings.

import { createReadStream, openSync, closeSync, readSync, fstatSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { formatCount } from '../../model/format-units.js';
import { errorCode, unreadable, UnusableSourceError } from '../../model/unusable-source-error.js';
import type { TraceIngest } from '../trace-ingest.js';
import { FramedReader, JsonReader, MessageReader, type PieceReader } from './readers.js';
import {
  type Compression,
  compressionOf,
  type Framing,
  framingOf,
  knownKindOf,
  SNIFFED_BYTES,
  unknownKindOf,
} from './sniff.js';
import { SourceMessages } from './source-messages.js';

const CHUNK_BYTES = 1024 * 1024;

/** @param onBytes called with how many of the file's bytes are read @returns notes @throws UnusableSourceError where the file cannot be read, or is no file of traces */
export async function readTraceFile(
  path: string,
  name: string,
  ingest: TraceIngest,
  onBytes: (bytes: number) => void,
): Promise<string[]> {
  const messages = new SourceMessages(name);
  const compression = compressionOf(firstBytesOf(path, name));
  const pieces = new SniffingReader(name, ingest, messages);
  if (compression === undefined) readPlain(path, name, pieces, onBytes);
  else await readCompressed(path, name, compression, pieces, messages, onBytes);
  pieces.end();
  return messages.toNotes();
}

/** @returns the first bytes, as they stand in the file */
export function firstBytesOf(path: string, name: string): Buffer {
  const bytes = Buffer.alloc(SNIFFED_BYTES);
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, 0));
  } catch (error) {
    throw unreadable(name, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** In one memory for all chunks. */
function readPlain(path: string, name: string, reader: PieceReader, onBytes: (bytes: number) => void): void {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const chunk = Buffer.allocUnsafeSlow(Math.max(1, Math.min(CHUNK_BYTES, fstatSync(file).size)));
    for (let position = 0; ;) {
      const read = readSync(file, chunk, 0, chunk.length, position);
      if (read === 0) return;
      reader.take(chunk.subarray(0, read));
      position += read;
      onBytes(position);
    }
  } catch (error) {
    throw error instanceof UnusableSourceError ? error : unreadableFile(name, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Errors of the file system have a code; all others are Tickscope's own. */
function unreadableFile(name: string, error: unknown): unknown {
  return error instanceof Error && 'syscall' in error ? unreadable(name, error) : error;
}

async function readCompressed(
  path: string,
  name: string,
  compression: Compression,
  reader: PieceReader,
  messages: SourceMessages,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const input = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const decompress: Transform =
    compression === 'gzip'
      ? createGunzip({ chunkSize: CHUNK_BYTES })
      : createZstdDecompress({ chunkSize: CHUNK_BYTES });
  try {
    await pipeline(input, decompress, async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        reader.take(chunk);
        onBytes(input.bytesRead);
      }
    });
  } catch (error) {
    if (error instanceof UnusableSourceError) throw error;
    const code = errorCode(error);
    if (!/^(?:Z_|ZSTD_|ERR_ZLIB)/.test(code)) throw unreadableFile(name, error);
    const isCut = code === 'Z_BUF_ERROR';
    messages.damaged(
      input.bytesRead,
      `${isCut ? `the ${compression} file is cut off` : `the ${compression} file is damaged (${code})`} at or before that byte of it; ` +
        'what could be decompressed was read',
    );
  }
}

/** Chooses by the first bytes, decompressed ones too. */
class SniffingReader implements PieceReader {
  readonly #name: string;
  readonly #ingest: TraceIngest;
  readonly #messages: SourceMessages;
  #start: Buffer = Buffer.alloc(0);
  #reader: PieceReader | undefined;

  constructor(name: string, ingest: TraceIngest, messages: SourceMessages) {
    this.#name = name;
    this.#ingest = ingest;
    this.#messages = messages;
  }

  take(chunk: Buffer): void {
    if (this.#reader !== undefined) return this.#reader.take(chunk);
    this.#start = Buffer.concat([this.#start, chunk]);
    if (this.#start.length >= SNIFFED_BYTES) this.#choose();
  }

  end(): void {
    if (this.#reader === undefined && this.#start.length > 0) this.#choose();
    if (this.#reader !== undefined) return this.#reader.end();
    if (!this.#messages.isDamaged) this.#messages.list.push(`${this.#name} is empty (${formatCount(0)} bytes).`);
  }

  #choose(): void {
    const start = this.#start;
    const framing = framingOf(start);
    if (framing === undefined) {
      const isTwice = compressionOf(start) !== undefined;
      const kind = isTwice ? 'compressed twice. Decompress it once' : (knownKindOf(start) ?? unknownKindOf(start));
      throw new UnusableSourceError(`${this.#name} is ${kind}.`);
    }
    this.#reader = new READERS[framing](this.#ingest, this.#messages);
    this.#reader.take(start);
    this.#start = Buffer.alloc(0);
  }
}

const READERS: Readonly<Record<Framing, new (ingest: TraceIngest, messages: SourceMessages) => PieceReader>> = {
  json: JsonReader,
  framed: FramedReader,
  message: MessageReader,
};
