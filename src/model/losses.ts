// Every loss that Tickscope counts: its id, which records, metrics and the report's JSON carry, and its text for people.
//
// Ids are stable and texts may change, so no code compares, searches or parses a text. Every number in a text comes from the
// constant that the enforcing code uses.

import { formatBytes, formatCount, withoutZeros } from './format-units.js';
import {
  EXACT_NAMES,
  INTAKE_LATE_SPANS,
  INTAKE_OPEN_SPANS,
  INTAKE_OPEN_TICKS,
  LATE_OPERATIONS,
  KEPT_TICKS_BY_AGE,
  KEPT_TICKS_PER_SEGMENT,
  NAMED_BEYOND_EXACT,
  NESTED_CALLS,
  OPEN_TICK_TREES,
  OPERATIONS_PER_TICK,
  RECEIVED_SYMBOLS,
  RECORD_BYTES,
  UNPLACED_SPANS_PER_TICK,
  WATCHED_PROMISES,
} from './limits.js';
import type { Bytes } from './units.js';

const count = formatCount;
const size = (bytes: Bytes): string => withoutZeros(formatBytes(bytes));

// Functions, because the first number that Intl formats takes milliseconds, and a running process needs no text.
const TEXTS = {
  operations_beyond_tree: (): string =>
    `operations beyond ${count(OPERATIONS_PER_TICK)} in one tick: counted, not in its tree`,
  ticks_beyond_trees: (): string => `ticks open beyond ${count(OPEN_TICK_TREES)} at once: counted, without their trees`,
  calls_too_deep: (): string => `calls more than ${count(NESTED_CALLS)} deep in others: not measured`,
  calls_not_inspected: (): string => 'calls of a function that got nothing but other objects for long: not looked at',
  symbols_beyond_table: (): string =>
    `symbols beyond ${count(RECEIVED_SYMBOLS)}: their received events counted together`,
  promises_beyond_watched: (): string =>
    `promises that never settled beyond ${count(WATCHED_PROMISES)}: the calls that returned them have no end`,
  operations_beyond_late: (): string =>
    `operations that outlived their tick beyond ${count(LATE_OPERATIONS)}: they have no end`,
  records_beyond_log: (): string => 'begins and ends that found the log full: ticks without some of their operations',
  tickscope_errors: (): string => 'errors in what Tickscope does beside recording: stderr has the first of each',
  log_errors: (): string => 'errors while the event log was read: ticks may miss operations',
  calls_with_other_promises: (): string =>
    'calls that returned a promise that is not native: measured until they returned',
  names_beyond_table: (): string =>
    `calls of names beyond ${count(EXACT_NAMES + NAMED_BEYOND_EXACT)}: counted together`,

  spans_with_given_times: (): string => "spans with times given by the program: counted, not in their tick's tree",
  unplaced_spans_beyond_tick: (): string =>
    `spans with times given by the program beyond ${count(UNPLACED_SPANS_PER_TICK)} in one tick: not sent`,

  kept_ticks_beyond_segment: (): string => `kept ticks beyond ${count(KEPT_TICKS_PER_SEGMENT)} per segment`,
  kept_ticks_thinned_with_age: (): string =>
    `kept ticks that gave way as the record grew older: up to ${count(KEPT_TICKS_BY_AGE)} stay per minute, hour and day`,
  segments_beyond_record: (): string => `segments beyond ${size(RECORD_BYTES)} of record: the oldest were removed`,
  segments_beyond_disk: (): string => 'segments that found the disk or the quota full',
  ticks_in_missing_segments: (): string => 'ticks in segments that are missing or damaged: in no other number here',
  segments_not_written: (): string => 'segments that could not be written: stderr has the first error',

  ticks_beyond_rate: (): string =>
    'kept ticks beyond those that are sent in a second (TICKSCOPE_TICKS_PER_SECOND): not sent as spans',
  spans_beyond_queue: (): string => 'spans that found the queue full',
  spans_not_exported: (): string => 'spans that could not be sent',
  spans_not_sent_at_exit: (): string => 'spans not sent before the program ended',
  spans_rejected: (): string => 'spans that the collector did not keep',
  collections_failed: (): string => 'collections of metrics that failed',
  collections_not_sent: (): string => 'collections of metrics that could not be sent',
  data_points_rejected: (): string => 'points of metrics that the collector did not keep',
  alerts_not_delivered: (): string => 'alerts that no webhook or command took: stderr has them',

  intake_full: (): string =>
    `ticks dropped: more than ${count(INTAKE_OPEN_TICKS)} were open, or more than ${count(INTAKE_OPEN_SPANS)} spans in them`,
  spans_beyond_tree: (): string => `spans beyond ${count(OPERATIONS_PER_TICK)} in one tick: counted, not in its tree`,
  late_spans_beyond_intake: (): string => `late spans not counted: more than ${count(INTAKE_LATE_SPANS)} had not ended`,
  ticks_with_given_end: (): string => 'ticks with an end given by the program: not counted as ticks',
  ticks_open_at_shutdown: (): string => 'ticks still open at shutdown',
  is_tick_errors: (): string => 'isTick threw: taken as no',
  on_start_errors: (): string => 'errors in onStart of the span processor',
  on_end_errors: (): string => 'errors in onEnd of the span processor',
};

export type LossId = keyof typeof TEXTS;

export const LOSS_IDS: readonly LossId[] = Object.keys(TEXTS) as LossId[];

/** Counts what was left out. */
export interface Losses {
  /** @param count 1 where it is absent */
  add(id: LossId, count?: number): void;
}

/** @param cause a `LossId`, or the id of a later version in a record: that one stands for itself */
export function lossText(cause: string): string {
  return Object.hasOwn(TEXTS, cause) ? TEXTS[cause as LossId]() : cause;
}
