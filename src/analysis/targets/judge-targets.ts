// Judges P1 to P5: pass, fail, or unknown with the reason and what would make it known.

import { EMPTY_SEGMENT } from '../../aggregate/empty-segment.js';
import type { RecordSegment } from '../../model/record/record-segment.js';
import type { ReportTarget } from '../../model/report/report.js';
import { judgeCaches } from './judge-caches.js';
import { judgeRss, judgeStability } from './judge-memory.js';
import { judgeCpu } from './judge-processor.js';
import { judgeQueries } from './judge-queries.js';
import { judgeTicks } from './judge-ticks.js';

/** One target's rows; the first says whether anything is known at all. What was seen and is too little to judge has a value, though unknown. */
type Judge = (segment: RecordSegment) => readonly [ReportTarget, ...ReportTarget[]];

const JUDGES: readonly Judge[] = [judgeTicks, judgeRss, judgeStability, judgeCpu, judgeCaches, judgeQueries];

/**
 * @param judged the record after warm-up; `undefined` where there is none
 * @param warmup the record of the warm-up: it decides nothing, its numbers are the evidence where there is nothing else
 * @returns rows in the order of the targets
 */
export function judgeTargets(judged: RecordSegment | undefined, warmup: RecordSegment | undefined): ReportTarget[] {
  return JUDGES.flatMap((judge): readonly ReportTarget[] => {
    const rows = judge(judged ?? EMPTY_SEGMENT);
    const isSeen = rows[0].status !== 'unknown' || rows[0].value !== undefined;
    if (isSeen || warmup === undefined) return rows.map(withoutUnknownValue);
    const [inWarmup] = judge(warmup);
    if (inWarmup.value === undefined) return rows;
    const evidence = `only the warm-up was seen: ${inWarmup.evidence}`;
    return [withoutUnknownValue({ ...inWarmup, status: 'unknown', evidence })];
  });
}

function withoutUnknownValue({ value, ...row }: ReportTarget): ReportTarget {
  return row.status === 'unknown' || value === undefined ? row : { ...row, value };
}
