// Record segments to one, all at once.

import type { RecordSegment } from '../model/record/record-segment.js';
import { FirstTicks } from './kept-selection.js';
import { wholeSegment } from './segment-accumulator.js';
import { SegmentMerger } from './segment-merger.js';

/** A merged record keeps this many trees: the slowest. */
const KEPT_TICKS_MERGED = 256;

/** @returns one segment for all; `undefined` where there is none to merge. Inputs are left as they are */
export function mergeRecordSegments(segments: Iterable<RecordSegment>): RecordSegment | undefined {
  const merger = new SegmentMerger({ kept: new FirstTicks(KEPT_TICKS_MERGED) });
  let isEmpty = true;
  for (const segment of segments) {
    isEmpty = false;
    for (const rows = merger.add(segment); !rows.next().done;);
  }
  return isEmpty ? undefined : wholeSegment(merger.toParts());
}
