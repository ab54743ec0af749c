// Finds the elements of the outermost lists in JSON that comes piece by piece: of a document of any size, or of a document a line, only
// one element is held at once.
//
//   {"resourceSpans":[ E, E ]}          of a collector's line, or an export
//   {"result":{"resourceSpans":[ E ]}}  of Jaeger's API
//   {"data":[ E, E ]}                   of Jaeger's pages
//   [ E, E ]

import { LONGEST_MESSAGE_BYTES } from '../limits.js';

interface JsonElement {
  /** Of the list, in the object that it is in; empty where it is in none. */
  readonly key: string;
  readonly text: string;
  readonly atByte: number;
}

export interface ElementVisitor {
  element(element: JsonElement): void;
  /** @param why goes on after "byte N: " */
  damaged(atByte: number, why: string): void;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LINE_BREAK = 0x0a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
/** Longer keys are none that are read. */
const LONGEST_KEY = 64;

export class JsonElements {
  readonly #visitor: ElementVisitor;
  /** What is open: objects, then one list, then what is in its element. */
  #open: number[] = [];
  /** The depth of the outermost list; 0 outside of one. */
  #listDepth = 0;
  #isInText = false;
  #isEscaped = false;
  /** Bytes of the text that was read last, outside of elements. */
  #lastText: number[] = [];
  #key = '';
  #listKey = '';
  /** Where the document began that is open. */
  #documentAtByte = 0;
  #elementAtByte = -1;
  #elementBytes = 0;
  #pieces: Buffer[] = [];
  /** Where the current chunk begins. */
  #chunkAtByte = 0;
  /** A document was whole within one line: then each line break ends one. */
  #isLines = false;
  #hadBreak = false;
  #wholeDocuments = 0;

  constructor(visitor: ElementVisitor) {
    this.#visitor = visitor;
  }

  /** @param chunk may be used again afterwards */
  take(chunk: Buffer): void {
    let from = this.#elementAtByte === -1 ? -1 : 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (this.#isInText) {
        if (byte === LINE_BREAK) from = this.#tear(at, from);
        else if (this.#isEscaped) this.#isEscaped = false;
        else if (byte === BACKSLASH) this.#isEscaped = true;
        else if (byte === QUOTE) this.#isInText = false;
        else if (this.#elementAtByte === -1 && this.#lastText.length < LONGEST_KEY) this.#lastText.push(byte);
        continue;
      }
      switch (byte) {
        case QUOTE:
          this.#isInText = true;
          if (this.#elementAtByte === -1) this.#lastText = [];
          break;
        case 0x3a: // A colon: what was read last is a key.
          if (this.#elementAtByte === -1) this.#key = Buffer.from(this.#lastText).toString('latin1');
          break;
        case OPEN_OBJECT:
          if (this.#isElementNext) from = this.#beginElement(at);
          this.#push(byte, at);
          break;
        case OPEN_LIST:
          this.#push(byte, at);
          break;
        case CLOSE_OBJECT:
        case CLOSE_LIST:
          from = this.#pop(byte, chunk, at, from);
          break;
        case LINE_BREAK:
          this.#hadBreak = true;
          if (this.#isLines && this.#open.length > 0) from = this.#tear(at, from);
          break;
        default:
      }
    }
    if (from !== -1) this.#addPiece(Buffer.from(chunk.subarray(from)));
    this.#chunkAtByte += chunk.length;
  }

  /** @returns whether anything was whole */
  end(): boolean {
    if (this.#open.length > 0) {
      this.#visitor.damaged(this.#chunkAtByte, `cut off in what began at byte ${this.#documentAtByte}`);
    }
    this.#reset();
    return this.#wholeDocuments > 0;
  }

  /** Directly in the outermost list. */
  get #isElementNext(): boolean {
    return this.#elementAtByte === -1 && this.#listDepth > 0 && this.#open.length === this.#listDepth;
  }

  #push(byte: number, at: number): void {
    if (this.#open.length === 0) {
      this.#documentAtByte = this.#chunkAtByte + at;
      this.#hadBreak = false;
      this.#key = '';
    }
    this.#open.push(byte);
    if (byte === OPEN_LIST && this.#listDepth === 0) {
      this.#listDepth = this.#open.length;
      this.#listKey = this.#key;
    }
  }

  #beginElement(at: number): number {
    this.#elementAtByte = this.#chunkAtByte + at;
    this.#elementBytes = 0;
    return at;
  }

  #pop(byte: number, chunk: Buffer, at: number, from: number): number {
    const opened = this.#open.pop();
    if (opened !== (byte === CLOSE_OBJECT ? OPEN_OBJECT : OPEN_LIST)) {
      if (opened !== undefined) this.#visitor.damaged(this.#chunkAtByte + at, 'not JSON: a bracket closes another one');
      this.#reset();
      return -1;
    }
    const depth = this.#open.length;
    let next = from;
    if (this.#elementAtByte !== -1 && depth === this.#listDepth) {
      this.#endElement(chunk.subarray(Math.max(0, from), at + 1));
      next = -1;
    }
    if (depth < this.#listDepth) this.#listDepth = 0;
    if (depth === 0) {
      this.#wholeDocuments++;
      this.#isLines ||= !this.#hadBreak;
    }
    return next;
  }

  #endElement(last: Buffer): void {
    const atByte = this.#elementAtByte;
    this.#elementAtByte = -1;
    const bytes = this.#elementBytes + last.length;
    const pieces = this.#pieces;
    this.#pieces = [];
    if (bytes > LONGEST_MESSAGE_BYTES) {
      this.#visitor.damaged(atByte, `${bytes} bytes in one piece, which is more than is read`);
      return;
    }
    const whole = pieces.length === 0 ? last : Buffer.concat([...pieces, last]);
    this.#visitor.element({ key: this.#listKey, text: whole.toString('utf8'), atByte });
  }

  #addPiece(piece: Buffer): void {
    this.#elementBytes += piece.length;
    if (this.#elementBytes > LONGEST_MESSAGE_BYTES) this.#pieces = [];
    else this.#pieces.push(piece);
  }

  /** A document ends in the middle: whoever wrote it was killed, and began again in the next line. */
  #tear(at: number, from: number): number {
    if (this.#open.length === 0 && !this.#isInText) return from;
    this.#visitor.damaged(this.#chunkAtByte + at, `cut off in what began at byte ${this.#documentAtByte}`);
    this.#isLines = true;
    this.#reset();
    return -1;
  }

  #reset(): void {
    this.#open = [];
    this.#pieces = [];
    this.#listDepth = this.#elementBytes = 0;
    this.#elementAtByte = -1;
    this.#isInText = this.#isEscaped = false;
  }
}
