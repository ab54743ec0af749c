// A segment whose lists are made while they are read, as one whose lists are there.

import type { RecordSegment } from '../model/record-segment.js';
import { ROW_PARTS, type RowField, type SegmentInParts } from '../model/segment-lines.js';

export function wholeSegment(parts: Omit<SegmentInParts, 'warmup'>): RecordSegment {
  const fields = Object.keys(ROW_PARTS) as RowField[];
  const lists = Object.fromEntries(fields.map((field) => [field, [...parts[field]]]));
  return { ...parts, ...(lists as unknown as Pick<RecordSegment, RowField>) };
}
