// Finds the segments of a record file by its lines, finds its way again after damage, and puts those together that are wanted.
//
// A line belongs to the segment whose first line came last. Nothing leaves before the end line has confirmed every byte of
// it, so what leaves is what was written; a segment without a matching end is reported and left out. Of most lines nothing but their sum
// is looked at then: where a coarser segment has the same, or the time is another one, nobody reads them.

import { crc32 } from 'node:zlib';
import type { KeptTick, StoredSegment } from '../model/record/record-segment.js';
import type { RowField, SegmentHead } from '../model/record/segment-parts.js';
import { END_LINE_START, KEPT_OPERATIONS_PART, ROW_PARTS, SEGMENT_LINE_START } from './lines.js';
import { type FileLine, parseLine } from './file-lines.js';
import { isEnd, isHead, isKeptOperations, ROW_CHECKS } from './segment-checks.js';

const FIELD_BY_PART = new Map(Object.entries(ROW_PARTS).map(([field, part]) => [part, field as RowField]));

/** A segment that is whole, by all its bytes. */
export interface FoundSegment {
  readonly startByte: number;
  readonly endByte: number;
  readonly head: SegmentHead;
}

interface OpenSegment {
  readonly startByte: number;
  readonly head: SegmentHead | undefined;
  lines: number;
  /** A line is too long: the segment is none. */
  broken: boolean;
  crc: number;
}

/** A stretch of a file that is not a whole segment. */
export interface Damage {
  readonly startByte: number;
  readonly endByte: number;
}

export class SegmentScanner {
  /** After the last whole segment. */
  endOfWholeByte: number;
  readonly damage: Damage[] = [];
  #open: OpenSegment | undefined;

  constructor(fromByte: number) {
    this.endOfWholeByte = fromByte;
  }

  /** @returns the segment that this line completes */
  accept(line: FileLine): FoundSegment | undefined {
    const { bytes } = line;
    if (startsWith(bytes, SEGMENT_LINE_START)) this.#start(line.startByte, bytes);
    else if (startsWith(bytes, END_LINE_START)) return this.#complete(line);
    this.#open ??= { startByte: line.startByte, head: undefined, lines: 0, broken: true, crc: 0 };
    this.#add(this.#open, bytes);
    return undefined;
  }

  /** Where a segment begins that the file does not finish. */
  get unfinishedFromByte(): number | undefined {
    return this.#open?.startByte;
  }

  #start(startByte: number, bytes: Buffer): void {
    if (this.#open !== undefined) this.damage.push({ startByte: this.#open.startByte, endByte: startByte });
    const head = withoutPart(parseLine(bytes) ?? {});
    this.#open = { startByte, head: isHead(head) ? head : undefined, lines: 0, broken: false, crc: 0 };
  }

  #add(open: OpenSegment, bytes: Buffer | undefined): void {
    open.broken ||= bytes === undefined;
    open.lines++;
    if (bytes !== undefined) open.crc = crc32(bytes, open.crc);
  }

  #complete({ startByte, endByte, bytes }: FileLine): FoundSegment | undefined {
    const open = this.#open;
    this.#open = undefined;
    const end = bytes && parseLine(bytes);
    if (open?.head === undefined || !confirms(end, open)) {
      this.damage.push({ startByte: open?.startByte ?? startByte, endByte });
      return undefined;
    }
    this.endOfWholeByte = endByte;
    return { startByte: open.startByte, endByte, head: open.head };
  }
}

function confirms(end: unknown, { broken, lines, crc }: OpenSegment): boolean {
  return !broken && isEnd(end) && end.rows === lines - 1 && end.crc32 === crc;
}

/** Compares bytes: a damaged line need not be text. */
function startsWith(bytes: Buffer | undefined, start: string): bytes is Buffer {
  return bytes !== undefined && bytes.subarray(0, start.length).equals(Buffer.from(start));
}

/** @returns the segment that was found there; `undefined` where a line that is known is not what it has to be */
export function decodeSegment(
  lines: Iterable<FileLine>,
  { startByte, endByte, head }: FoundSegment,
): StoredSegment | undefined {
  const rows = new SegmentRows();
  for (const line of lines) {
    if (line.startByte === startByte) continue;
    if (line.endByte >= endByte) break;
    const row = line.bytes && parseLine(line.bytes);
    if (row === undefined || !rows.add(row)) return undefined;
  }
  return rows.toSegment(head);
}

type Rows = { [Field in RowField]: StoredSegment[Field][number][] };

class SegmentRows {
  readonly #rows: Rows = {
    groups: [],
    feeds: [],
    operations: [],
    samples: [],
    owners: [],
    stalls: [],
    gc: [],
    resources: [],
    kept: [],
    caches: [],
    externals: [],
    orders: [],
    instrumented: [],
    notSeen: [],
    profiles: [],
    memory: [],
    losses: [],
  };

  /** @returns whether the line is what its part has to be; a part of a later version is, and is passed over */
  add(line: Readonly<Record<string, unknown>>): boolean {
    const row = withoutPart(line);
    if (line['part'] === KEPT_OPERATIONS_PART) return this.#extendKept(row);
    const field = FIELD_BY_PART.get(String(line['part']));
    return field === undefined || this.#push(field, row);
  }

  toSegment(head: SegmentHead): StoredSegment | undefined {
    return this.#rows.kept.every(isTree) ? { ...head, ...this.#rows } : undefined;
  }

  #push(field: RowField, row: unknown): boolean {
    if (!ROW_CHECKS[field](row)) return false;
    (this.#rows[field] as unknown[]).push(row);
    return true;
  }

  #extendKept(more: unknown): boolean {
    const tick = this.#rows.kept.pop();
    if (tick === undefined || !isKeptOperations(more)) return false;
    this.#rows.kept.push({ ...tick, operations: [...tick.operations, ...more.operations] });
    return true;
  }
}

/** A parent stands before its children, and only the first operation has none. */
function isTree({ operations }: KeptTick): boolean {
  return operations.every(({ parent }, position) => parent < position && (parent === -1) === (position === 0));
}

function withoutPart({ part: _part, ...row }: Readonly<Record<string, unknown>>): unknown {
  return row;
}
