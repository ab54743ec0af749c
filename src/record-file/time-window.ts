// Cuts a record to a window of time, by whole segments.

import { formatTime } from '../model/format-units.js';
import type { SegmentHead } from '../model/record/segment-parts.js';
import { MILLISECOND, type Nanoseconds, type UnixMilliseconds } from '../model/units.js';
import type { RecordFilePlace } from './run-names.js';
import { UnusableSourceError } from '../model/unusable-source-error.js';

/** What the caller asked for: `option` is quoted back. */
export type TimeWindow =
  | { readonly option: string; readonly lastNanos: Nanoseconds }
  | { readonly option: string; readonly sinceUnixMillis: UnixMilliseconds };

interface WithTimes {
  readonly head: Pick<SegmentHead, 'fromUnixMillis' | 'toUnixMillis'>;
  /** Absent where it is in none. */
  readonly file?: { readonly place: RecordFilePlace };
}

/**
 * Segments that overlap the window. The last ten minutes are counted back from the end of the record, not from now: a
 * record of yesterday has last ten minutes too.
 * @throws UnusableSourceError where the window holds nothing
 */
export function withinWindow<Segment extends WithTimes>(
  segments: readonly Segment[],
  window: TimeWindow,
): { readonly inside: Segment[]; readonly note: string } {
  const end = segments.reduce((latest, { head }) => Math.max(latest, head.toUnixMillis), -Infinity);
  const from = 'lastNanos' in window ? end - window.lastNanos / MILLISECOND : window.sinceUnixMillis;
  const inside = segments.filter(({ head }) => head.toUnixMillis > from);
  const [first] = inside.toSorted(byBegin);
  if (first === undefined) {
    const begin = segments.toSorted(byBegin)[0]?.head.fromUnixMillis ?? end;
    throw new UnusableSourceError(
      `${window.option} holds nothing: the record covers ${clockTime(begin)} to ${clockTime(end)}. Ask for an earlier time.`,
    );
  }
  const tier = first.file?.place.tier ?? '';
  return {
    inside,
    note:
      `${window.option} takes whole segments: the report begins at ${clockTime(first.head.fromUnixMillis)}` +
      (tier === '' ? '.' : `, from where the record is kept by ${tier}.`),
  };
}

function byBegin(left: WithTimes, right: WithTimes): number {
  return left.head.fromUnixMillis - right.head.fromUnixMillis;
}

/** A moment as notes print it: `2026-11-23 14:02:10 UTC`. */
export function clockTime(unixMillis: number): string {
  return formatTime(new Date(unixMillis).toISOString());
}
