// P1: how many ticks are under the target.

import { formatCount, formatDuration, formatShare, withoutZeros } from '../../model/format-units.js';
import type { RecordSegment } from '../../model/record/record-segment.js';
import type { ReportTarget } from '../../model/report/report.js';
import { TICK_TARGET_NANOS, TICK_TARGET_SHARE } from '../../model/targets.js';
import type { Share } from '../../model/units.js';
import { countedText } from '../wording.js';
import { TOO_FEW_TEXT, isEnoughToJudge } from './enough-to-judge.js';
import { lengthText } from './target-evidence.js';

/** P1 by the exact counter, not by the histogram. */
export function judgeTicks({ ticks, ...segment }: RecordSegment): [ReportTarget] {
  const target = { id: 'P1', scope: 'ticks', limit: TICK_TARGET_SHARE, unit: 'share' } as const;
  if (ticks.count === 0) {
    const evidence =
      ticks.started === 0
        ? 'no tick was seen after the warm-up'
        : `${countedText(ticks.started, 'tick')} began, none has ended`;
    return [{ ...target, status: 'unknown', evidence }];
  }
  const value = (ticks.underTarget / ticks.count) as Share;
  const evidence =
    `${formatCount(ticks.underTarget)} of ${countedText(ticks.count, 'tick')} (${formatShare(value)}) took less than ` +
    `${withoutZeros(formatDuration(TICK_TARGET_NANOS))}, in ${lengthText(segment)}`;
  if (!isEnoughToJudge(ticks.underTarget, ticks.count, TICK_TARGET_SHARE)) {
    return [{ ...target, status: 'unknown', value, evidence: `${evidence}${TOO_FEW_TEXT}` }];
  }
  return [{ ...target, status: value >= TICK_TARGET_SHARE ? 'pass' : 'fail', value, evidence }];
}
