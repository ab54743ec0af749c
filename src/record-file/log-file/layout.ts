// The layout of a log file: the event log since the last segments, as far as it was written before the process was killed.
//
//   0      the header: one JSON object, padded with blanks
//   1 kB   lines of text: names and symbols, in the order in which they got their numbers
//   4 MB   the records: a ring, in which a record has the place of its position modulo the size
//
// Lines, records and header are written in this order, so that whatever the header names is there.

import type { OperationKind } from '../../model/operation.js';
import type { Nanoseconds, UnixMilliseconds } from '../../model/units.js';

export const LOG_FORMAT = 'tickscope.log/1';

export const HEADER_BYTES = 1_024;
/** All names that a process can have, and some thousand symbols. */
export const LINES_BYTES: number = 4 * 1_024 * 1_024 - HEADER_BYTES;
export const RECORDS_START: number = HEADER_BYTES + LINES_BYTES;
/** 8 MB: eleven seconds of a thousand ticks a second with 23 operations each. A power of two, and a multiple of the records in memory. */
export const LOG_FILE_RECORDS = 524_288;

/** Where the log stood when a segment was cut. */
export interface LogCut {
  /** The number of the segment that begins there. */
  readonly number: number;
  readonly position: number;
  readonly atNanos: Nanoseconds;
  /** Whether what follows is warm-up. */
  readonly warmup: boolean;
}

/** A reader may know of a segment less than the writer: the last one may not be whole. */
export const CUTS_KEPT = 4;

export interface LogHeader {
  readonly format: typeof LOG_FORMAT;
  /** What the monotonic clock's zero is. */
  readonly originUnixMillis: UnixMilliseconds;
  /** The file holds every record from here. */
  readonly fromPosition: number;
  /** Up to here, without this one. */
  readonly untilPosition: number;
  readonly untilNanos: Nanoseconds;
  readonly lineBytes: number;
  /** The last ones, in order. */
  readonly cuts: readonly LogCut[];
}

/** A line of the log file. */
export type LogLine = NameLine | InnerLine | TextLine | ClearedLine;

/** A name of the name table. */
export interface NameLine {
  readonly part: 'name';
  readonly id: number;
  readonly kind: OperationKind;
  readonly name: string;
  readonly location?: string;
  readonly strategy?: string;
}

/** What a tick's handler is when it runs inside another tick. */
export interface InnerLine {
  readonly part: 'inner';
  readonly id: number;
  readonly innerId: number;
}

export interface TextLine {
  readonly part: 'text';
  readonly number: number;
  readonly text: string;
}

/** The numbers of texts began anew somewhere between two positions; between them nothing is known of them. */
export interface ClearedLine {
  readonly part: 'cleared';
  readonly fromPosition: number;
  readonly untilPosition: number;
}
