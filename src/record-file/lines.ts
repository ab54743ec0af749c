// The lines of a record file, `tickscope.record/2`: text, one JSON object a line.
//
//   {"format":"tickscope.record/2", ...}      the process; once, first
//   {"part":"segment", ...}                   sums; then rows, in any order
//   {"part":"operation", ...}
//   {"part":"end","rows":1,"crc32":...}       over all bytes from the segment's first up to here; without it nothing counts
//
// Parts and fields may be added within a version: readers pass over what they do not know.

import type { KeptOperation, ProcessInfo } from '../model/record/record-segment.js';
import type { RowField } from '../model/record/segment-parts.js';

/** The file format's name without its version. */
export const RECORD_FORMAT_NAME = 'tickscope.record/';
export const RECORD_FORMAT = 'tickscope.record/2';

/** Start of a segment; a reader resynchronises after a damaged line. */
export const SEGMENT_LINE_START = '{"part":"segment"';
export const END_LINE_START = '{"part":"end"';

/** What the line of a row calls itself, by the list that the row is in. */
export const ROW_PARTS: Readonly<Record<RowField, string>> = {
  groups: 'group',
  feeds: 'feed',
  orders: 'order',
  operations: 'operation',
  samples: 'sample',
  owners: 'owner',
  stalls: 'stall',
  gc: 'gc',
  resources: 'resources',
  kept: 'kept',
  caches: 'cache',
  externals: 'external',
  instrumented: 'instrumented',
  notSeen: 'notSeen',
  profiles: 'profile',
  memory: 'memory',
  losses: 'loss',
};

/** More operations of the kept tick before it: a tree of thousands in one line would hold the loop for milliseconds. */
export const KEPT_OPERATIONS_PART = 'keptOperations';
export const KEPT_OPERATIONS_PER_LINE = 128;

export interface KeptOperationsLine {
  readonly operations: readonly KeptOperation[];
}

export interface HeaderLine extends ProcessInfo {
  readonly format: typeof RECORD_FORMAT;
}

export interface EndLine {
  /** Lines between the segment's first and its end. */
  readonly rows: number;
  readonly crc32: number;
}
