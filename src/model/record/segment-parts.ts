// A segment as a writer takes it: totals of a fixed size, and lists whose rows may be made only when their turn comes.

import type { StoredSegment } from './record-segment.js';

/** The lists of a segment, in the order in which they are written. */
export const ROW_FIELDS = [
  'groups',
  'feeds',
  'orders',
  'operations',
  'samples',
  'owners',
  'stalls',
  'gc',
  'resources',
  'kept',
  'caches',
  'externals',
  'instrumented',
  'notSeen',
  'profiles',
  'memory',
  'losses',
] as const;

export type RowField = (typeof ROW_FIELDS)[number];

/** Everything of a segment that is no list. */
export type SegmentHead = Omit<StoredSegment, RowField>;

/** Every `StoredSegment` is one. */
export type SegmentInParts = SegmentHead & {
  readonly [Field in RowField]: Iterable<StoredSegment[Field][number]>;
};
