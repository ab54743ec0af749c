// Writes record segments as text, a line at a time, so that a live process can stop after any line.
//
// Says nothing about files: whoever takes the lines decides when and how they are written.

import type { KeptTick, ProcessInfo } from '../model/record/record-segment.js';
import { ROW_FIELDS, type SegmentInParts } from '../model/record/segment-parts.js';
import {
  type EndLine,
  type HeaderLine,
  KEPT_OPERATIONS_PART,
  KEPT_OPERATIONS_PER_LINE,
  type KeptOperationsLine,
  RECORD_FORMAT,
  ROW_PARTS,
} from './lines.js';
import { nodeModule } from '../this-thread.js';

/** @returns the first line of a file */
export function encodeHeader(process: ProcessInfo): string {
  // `format` first: a reader knows the file by its first bytes.
  const header: HeaderLine = { format: RECORD_FORMAT, ...process };
  return `${JSON.stringify(header)}\n`;
}

/** Yields the lines of one segment, each with its line break; the last one makes it count. */
export function* encodeSegment(segment: SegmentInParts): Generator<string> {
  // Loaded with the first segment. The same in JavaScript is a loop that V8 compiles, and its compiler is 6 MB of pages that an idle
  // program has not touched.
  const { crc32 } = nodeModule('node:zlib');
  let lines = 0;
  let crc = 0;
  for (const part of partsOf(segment)) {
    const line = `${JSON.stringify(part)}\n`;
    crc = crc32(line, crc);
    lines++;
    yield line;
  }
  const end: EndLine = { rows: lines - 1, crc32: crc };
  yield `${JSON.stringify({ part: 'end', ...end })}\n`;
}

function* partsOf(segment: SegmentInParts): Generator<object> {
  const head = Object.entries(segment).filter(([name]) => !(name in ROW_PARTS));
  yield { part: 'segment', ...Object.fromEntries(head) };
  for (const field of ROW_FIELDS) {
    if (field === 'kept') for (const tick of segment.kept) yield* keptParts(tick);
    else for (const row of segment[field]) yield { part: ROW_PARTS[field], ...row };
  }
}

function* keptParts(tick: KeptTick): Generator<object> {
  const { operations } = tick;
  yield { part: ROW_PARTS.kept, ...tick, operations: operations.slice(0, KEPT_OPERATIONS_PER_LINE) };
  for (let start = KEPT_OPERATIONS_PER_LINE; start < operations.length; start += KEPT_OPERATIONS_PER_LINE) {
    const more: KeptOperationsLine = { operations: operations.slice(start, start + KEPT_OPERATIONS_PER_LINE) };
    yield { part: KEPT_OPERATIONS_PART, ...more };
  }
}
