// Reads a .heapsnapshot of V8 piece by piece: its numbers into arrays of a fixed size, its texts cut off where they are long. So the file may be
// larger than any text that Node.js can hold, and what is read takes about a fifth of it.
//
//   {"snapshot":{"meta":{...},"node_count":N,"edge_count":M,...},"nodes":[...],"edges":[...],...,"locations":[...],"strings":[...]}

import { closeSync, openSync, readSync } from 'node:fs';
import { UnusableSourceError, unreadable } from '../../model/unusable-source-error.js';
import { HeapGraph, type SnapshotMeta } from './heap-graph.js';

const CHUNK_BYTES = 4 << 20;
/** The head is a few kilobytes. */
const LONGEST_HEAD_BYTES = 1 << 20;
/** Of a text, which may be what a program has read from a file. */
const LONGEST_TEXT_BYTES = 128;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;

const SNAPSHOT = 'a .heapsnapshot file';

/** @throws UnusableSourceError for what is no snapshot, or is cut off */
export function readSnapshot(file: string): HeapGraph {
  const bytes = new FileBytes(file);
  try {
    const refuse = (why: string): never => {
      throw new UnusableSourceError(
        `${file} ${why}. A snapshot is written by node --heapsnapshot-signal=SIGUSR2 bot.js at each kill -USR2, or by v8.writeHeapSnapshot().`,
      );
    };
    const graph = new HeapGraph(headOf(bytes, refuse), refuse);
    let name: string | undefined = 'nodes';
    while (name !== 'strings') {
      const take = name === 'nodes' ? graph.takeNode : name === 'edges' ? graph.takeEdge : undefined;
      if (!bytes.numbers(take)) return refuse(`is cut off in its ${name ?? 'lists'}`);
      const key = bytes.textUntil(OPEN_LIST);
      if (key === undefined) return refuse('is cut off: it has no texts');
      name = /"(\w+)"\s*:\s*$/.exec(key)?.[1];
    }
    if (!bytes.texts((text) => graph.strings.push(text))) return refuse('is cut off in its texts');
    graph.finish();
    return graph;
  } finally {
    bytes.close();
  }
}

function headOf(bytes: FileBytes, refuse: (why: string) => never): SnapshotMeta {
  const head = bytes.textUntil(OPEN_LIST, '"nodes":');
  if (head?.startsWith('{"snapshot":') !== true) return refuse('is no heap snapshot');
  try {
    const { snapshot } = JSON.parse(`${head.slice(0, head.lastIndexOf('"nodes":')).trimEnd().replace(/,$/, '')}}`) as {
      readonly snapshot: SnapshotMeta;
    };
    return snapshot;
  } catch {
    return refuse('is no heap snapshot: its head is not JSON');
  }
}

class FileBytes {
  readonly #descriptor: number;
  readonly #chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  #length = 0;
  #at = 0;
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
    try {
      this.#descriptor = openSync(file, 'r');
    } catch (error) {
      throw unreadable(file, error, SNAPSHOT);
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  /** @returns what comes before a byte, which is read too, and ends with `ending`; `undefined` where the file ends or that is too far */
  textUntil(end: number, ending = ''): string | undefined {
    const text: number[] = [];
    for (let byte = this.#next(); byte !== -1 && text.length < LONGEST_HEAD_BYTES; byte = this.#next()) {
      if (byte === end && (ending === '' || String.fromCharCode(...text.slice(-ending.length)) === ending))
        return Buffer.from(text).toString('utf8');
      text.push(byte);
    }
    return undefined;
  }

  /** Whole numbers until the list's end. */
  numbers(take: ((value: number) => void) | undefined): boolean {
    let value = -1;
    for (let byte = this.#next(); byte !== -1; byte = this.#next()) {
      if (byte >= 0x30 && byte <= 0x39) {
        value = (value === -1 ? 0 : value * 10) + byte - 0x30;
        continue;
      }
      if (value !== -1) take?.(value);
      value = -1;
      if (byte === CLOSE_LIST) return true;
    }
    return false;
  }

  texts(take: (text: string) => void): boolean {
    for (let byte = this.#next(); byte !== -1; byte = this.#next()) {
      if (byte === CLOSE_LIST) return true;
      if (byte !== QUOTE) continue;
      const text = this.#text();
      if (text === undefined) return false;
      take(text);
    }
    return false;
  }

  #text(): string | undefined {
    const bytes: number[] = [];
    for (let byte = this.#next(); byte !== -1; byte = this.#next()) {
      if (byte === QUOTE) return Buffer.from(bytes).toString('utf8');
      if (bytes.length < LONGEST_TEXT_BYTES) bytes.push(byte);
      if (byte === BACKSLASH) {
        const escaped = this.#next();
        if (bytes.length < LONGEST_TEXT_BYTES) bytes.push(escaped);
      }
    }
    return undefined;
  }

  #next(): number {
    if (this.#at === this.#length) {
      try {
        this.#length = readSync(this.#descriptor, this.#chunk, 0, CHUNK_BYTES, null);
      } catch (error) {
        throw unreadable(this.#file, error, SNAPSHOT);
      }
      this.#at = 0;
      if (this.#length === 0) return -1;
    }
    return this.#chunk[this.#at++] as number;
  }
}
