// Words and choices that several targets share.

import { formatDuration } from '../../model/format-units.js';
import type { RecordSegment } from '../../model/record/record-segment.js';
import type { Nanoseconds } from '../../model/units.js';

export function lengthText({
  fromUnixMillis,
  toUnixMillis,
}: Pick<RecordSegment, 'fromUnixMillis' | 'toUnixMillis'>): string {
  return formatDuration(((toUnixMillis - fromUnixMillis) * 1e6) as Nanoseconds);
}

/** The first of those with the largest value. */
export function largest<Item>(items: readonly Item[], valueOf: (item: Item) => number): Item | undefined {
  let found: Item | undefined;
  for (const item of items) if (found === undefined || valueOf(item) > valueOf(found)) found = item;
  return found;
}
