// Cuts a record to a window of time, by whole segments.

import { formatTime } from '../model/format-units.js';
import type { StoredSegment } from '../model/record/record-segment.js';
import { MILLISECOND, type Nanoseconds, type UnixMilliseconds } from '../model/units.js';
import { UnusableSourceError } from './unusable-source-error.js';

/** What the caller asked for: `option` is quoted back. */
export type TimeWindow =
  | { readonly option: string; readonly lastNanos: Nanoseconds }
  | { readonly option: string; readonly sinceUnixMillis: UnixMilliseconds };

/**
 * Segments that overlap the window. The last ten minutes are counted back from the end of the record, not from now: a
 * record of yesterday has last ten minutes too.
 * @throws UnusableSourceError where the window holds nothing
 */
export function withinWindow(
  segments: readonly StoredSegment[],
  window: TimeWindow,
): { readonly segments: StoredSegment[]; readonly note: string } {
  const begin = startOf(segments);
  const end = segments.reduce((latest, { toUnixMillis }) => Math.max(latest, toUnixMillis), -Infinity);
  const from = 'lastNanos' in window ? end - window.lastNanos / MILLISECOND : window.sinceUnixMillis;
  const inside = segments.filter((segment) => segment.toUnixMillis > from);
  if (inside.length === 0) {
    throw new UnusableSourceError(
      `${window.option} holds nothing: the record covers ${clockTime(begin)} to ${clockTime(end)}. Ask for an earlier time.`,
    );
  }
  const covered = startOf(inside);
  return {
    segments: inside,
    note: `${window.option} takes whole segments: the report begins at ${clockTime(covered)}.`,
  };
}

/** Not by `Math.min(...)`: a record of two weeks has more segments than a call may have arguments. */
function startOf(segments: readonly StoredSegment[]): number {
  return segments.reduce((earliest, { fromUnixMillis }) => Math.min(earliest, fromUnixMillis), Infinity);
}

/** A moment as notes print it: `2026-11-23 14:02:10 UTC`. */
export function clockTime(unixMillis: number): string {
  return formatTime(new Date(unixMillis).toISOString());
}
