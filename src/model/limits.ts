// Limits on what one process holds. Beyond each of them something is left out and counted as a loss, whose text names the
// limit: see losses.ts.

import type { Bytes } from './units.js';

/** Operations in the tree of one tick. Those beyond it are measured without a place in the tree. */
export const OPERATIONS_PER_TICK = 2_048;
/** Ticks open at once with a tree; 4,096 trees hold about 8 MB. Those beyond it are measured without a tree. */
export const OPEN_TICK_TREES = 4_096;
/** Recorded calls on the stack at once. A wrapper takes four frames a call, so deeper recursion would run out of stack. */
export const NESTED_CALLS = 128;
/** Symbols whose received events are counted apart. Those beyond it share one row, so a tick may take another symbol's event. */
export const RECEIVED_SYMBOLS = 1_024;
/** Spans with times given by the program that one tick holds until it closes, beside those with a place in its tree. */
export const UNPLACED_SPANS_PER_TICK = 128;

/** Promises returned by measured functions that have not settled. Beyond it the oldest are no longer watched. */
export const WATCHED_PROMISES = 65_536;

/** Operations, and contexts, that have outlived their tick. Beyond it the oldest are no longer followed. */
export const LATE_OPERATIONS = 65_536;

/** Names with a row of their own. */
export const EXACT_NAMES = 192;
/** Further names that keep their name in trees and share a row. */
export const NAMED_BEYOND_EXACT = 4_096;

/** Trees that one segment keeps. */
export const KEPT_TICKS_PER_SEGMENT = 64;
/** Of those, so many stay in a merged unit of a record: a minute, an hour, a day. */
export const KEPT_TICKS_BY_AGE = 24;
/** The record of one process. Beyond it the oldest goes. */
export const RECORD_BYTES = 64_000_000 as Bytes;

/** Ticks made of SDK spans that have started and not ended. */
export const INTAKE_OPEN_TICKS = 1_000;
/** SDK spans in all open ticks: about 15 MB. */
export const INTAKE_OPEN_SPANS = 65_536;
/** SDK spans that are still open after their tick has ended. */
export const INTAKE_LATE_SPANS = 4_096;
