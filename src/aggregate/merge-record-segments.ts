// Record segments to one.

import type { RecordSegment } from '../model/record/record-segment.js';
import { FirstTicks } from './kept-selection.js';
import { wholeSegment } from './segment-accumulator.js';
import { SegmentMerger } from './segment-merger.js';

/** A merged record keeps this many trees: the slowest. */
const KEPT_TICKS_MERGED = 256;

/** One by one, so that nobody has to hold all of them. */
export class MergedRecord {
  readonly #merger = new SegmentMerger({ kept: new FirstTicks(KEPT_TICKS_MERGED) });
  #isEmpty = true;

  /** Leaves the segment as it is. */
  add(segment: RecordSegment): void {
    this.#isEmpty = false;
    for (const rows = this.#merger.add(segment); !rows.next().done;);
  }

  /** @returns one segment for all; `undefined` where there was none */
  toSegment(): RecordSegment | undefined {
    if (this.#isEmpty) return undefined;
    const segment = wholeSegment(this.#merger.toParts());
    // A total is that of one process until one time.
    return { ...segment, losses: segment.losses.map(({ cause, count }) => ({ cause, count })) };
  }
}

/** @returns one segment for all; `undefined` where there is none to merge. Inputs are left as they are */
export function mergeRecordSegments(segments: readonly RecordSegment[]): RecordSegment | undefined {
  const merged = new MergedRecord();
  for (const segment of segments) merged.add(segment);
  return merged.toSegment();
}
