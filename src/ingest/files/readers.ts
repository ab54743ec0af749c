// The three ways in which files of traces are cut into pieces: JSON, messages behind their lengths, one message.

import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { formatBytes } from '../../model/format-units.js';
import type { Bytes } from '../../model/units.js';
import { errorCode } from '../../model/unusable-source-error.js';
import { JsonElements } from '../json/json-elements.js';
import { LONGEST_MESSAGE_BYTES } from '../limits.js';
import { objectOf } from '../json/json-values.js';
import { DamagedMessage } from '../otlp/bytes.js';
import type { TraceIngest } from '../trace-ingest.js';
import { ByteQueue } from './byte-queue.js';
import type { SourceMessages } from './source-messages.js';
import { isGzip, isJson, isZstd, LENGTH_BYTES } from './sniff.js';

export interface PieceReader {
  /** The chunk's memory may be used again afterwards. */
  take(chunk: Buffer): void;
  end(): void;
}

const TOO_LONG = `more than the ${formatBytes(LONGEST_MESSAGE_BYTES as Bytes)} that are read in one piece, so it was left out`;

/** One document, or one a line. */
export class JsonReader implements PieceReader {
  readonly #elements: JsonElements;
  readonly #messages: SourceMessages;

  constructor(ingest: TraceIngest, messages: SourceMessages) {
    this.#messages = messages;
    this.#elements = new JsonElements({
      element: ({ key, text, atByte }) => {
        let value: unknown;
        try {
          value = JSON.parse(text);
        } catch {
          return messages.damaged(atByte, 'not JSON, so it was left out');
        }
        const isKnown = ingest.jsonElement(key, objectOf(value));
        if (!isKnown) messages.damaged(atByte, 'neither spans of OTLP nor a trace of Jaeger, so it was left out');
      },
      damaged: messages.damaged,
    });
  }

  take(chunk: Buffer): void {
    this.#elements.take(chunk);
  }

  end(): void {
    if (!this.#elements.end() && !this.#messages.isDamaged) this.#messages.damaged(0, 'no JSON document is whole');
  }
}

/** Each behind its length in four bytes, the largest first: protobuf or JSON, as it is or compressed for itself. */
export class FramedReader implements PieceReader {
  readonly #ingest: TraceIngest;
  readonly #messages: SourceMessages;
  readonly #queue = new ByteQueue();
  #toSkip = 0;

  constructor(ingest: TraceIngest, messages: SourceMessages) {
    this.#ingest = ingest;
    this.#messages = messages;
  }

  take(chunk: Buffer): void {
    const queue = this.#queue;
    queue.push(chunk);
    this.#toSkip -= queue.skip(this.#toSkip);
    for (let head = queue.peek(LENGTH_BYTES); head !== undefined; head = queue.peek(LENGTH_BYTES)) {
      const length = head.readUInt32BE(0);
      if (length > LONGEST_MESSAGE_BYTES) {
        const size = formatBytes(length as Bytes);
        this.#messages.damaged(queue.atByte, `a message of ${size}, ${TOO_LONG}`);
        queue.skip(LENGTH_BYTES);
        this.#toSkip = length - queue.skip(length);
        if (this.#toSkip > 0) break;
        continue;
      }
      const frame = queue.peek(LENGTH_BYTES + length);
      if (frame === undefined) break;
      this.#read(frame.subarray(LENGTH_BYTES), queue.atByte + LENGTH_BYTES);
      queue.skip(LENGTH_BYTES + length);
    }
    queue.keep();
  }

  end(): void {
    const { length, atByte } = this.#queue;
    if (this.#toSkip > 0 || length > 0)
      this.#messages.damaged(atByte, 'cut off in a message; everything before it was read');
  }

  #read(message: Buffer, atByte: number): void {
    let plain = message;
    try {
      const limit = { maxOutputLength: LONGEST_MESSAGE_BYTES };
      if (isZstd(message)) plain = zstdDecompressSync(message, limit);
      else if (isGzip(message)) plain = gunzipSync(message, limit);
    } catch (error) {
      return this.#messages.damaged(atByte, `a message that cannot be decompressed (${errorCode(error)})`);
    }
    if (isJson(plain)) {
      const reader = new JsonReader(this.#ingest, this.#messages);
      reader.take(plain);
      return reader.end();
    }
    readMessage(this.#messages, atByte, () => this.#ingest.protobufRequest(plain));
  }
}

/** One request, however long: its `ResourceSpans` are read one by one. */
export class MessageReader implements PieceReader {
  readonly #ingest: TraceIngest;
  readonly #messages: SourceMessages;
  readonly #queue = new ByteQueue();
  #toSkip = 0;
  #isLost = false;

  constructor(ingest: TraceIngest, messages: SourceMessages) {
    this.#ingest = ingest;
    this.#messages = messages;
  }

  take(chunk: Buffer): void {
    if (this.#isLost) return;
    const queue = this.#queue;
    queue.push(chunk);
    this.#toSkip -= queue.skip(this.#toSkip);
    while (this.#toSkip === 0 && this.#readNext());
    queue.keep();
  }

  end(): void {
    const { length, atByte } = this.#queue;
    if (!this.#isLost && (this.#toSkip > 0 || length > 0)) {
      this.#messages.damaged(atByte, 'cut off in a message; everything before it was read');
    }
  }

  /** @returns whether there may be more in what came so far */
  #readNext(): boolean {
    const queue = this.#queue;
    const head = queue.peek(Math.min(queue.length, MOST_HEAD_BYTES));
    const field = head === undefined ? undefined : lengthAt(head);
    if (field === undefined) return false;
    if (field === 'damaged') {
      this.#isLost = true;
      this.#messages.damaged(queue.atByte, 'no OTLP message; nothing behind it was read');
      return false;
    }
    const { headBytes, bytes } = field;
    if (bytes > LONGEST_MESSAGE_BYTES) {
      this.#messages.damaged(queue.atByte, `spans of one resource in ${formatBytes(bytes as Bytes)}, ${TOO_LONG}`);
      this.#toSkip = headBytes + bytes - queue.skip(headBytes + bytes);
      return true;
    }
    const whole = queue.peek(headBytes + bytes);
    if (whole === undefined) return false;
    if (head?.[0] === RESOURCE_SPANS) {
      const resourceSpans = whole.subarray(headBytes);
      readMessage(this.#messages, queue.atByte + headBytes, () => this.#ingest.protobufResourceSpans(resourceSpans));
    }
    queue.skip(headBytes + bytes);
    return true;
  }
}

const RESOURCE_SPANS = 0x0a;
/** A tag of one byte, and a length. */
const MOST_HEAD_BYTES = 6;

/** The length of a field of a request, all of which have one. @returns `undefined` where it is not whole */
function lengthAt(head: Buffer): { headBytes: number; bytes: number } | 'damaged' | undefined {
  const tag = head[0];
  if (tag === undefined) return undefined;
  if ((tag & 7) !== 2 || tag > 0x7f) return 'damaged';
  let bytes = 0;
  for (let at = 1; at < MOST_HEAD_BYTES; at++) {
    const byte = head[at];
    if (byte === undefined) return undefined;
    bytes += (byte & 127) * 128 ** (at - 1);
    if (byte < 128) return { headBytes: at + 1, bytes };
  }
  return 'damaged';
}

function readMessage(messages: SourceMessages, atByte: number, read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof DamagedMessage)) throw error;
    messages.damaged(atByte + error.atByte, 'no OTLP message; the spans of it before that were read');
  }
}
