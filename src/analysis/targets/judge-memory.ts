// P2: how much memory a process has, and whether it is stable.

import { formatBytes, formatDuration, formatShare, withoutZeros } from '../../model/format-units.js';
import type { RecordSegment, RuntimeSample } from '../../model/record/record-segment.js';
import type { ReportTarget } from '../../model/report/report.js';
import {
  MEMORY_OVER_BYTES,
  MEMORY_STABILITY_NANOS,
  MEMORY_STABILITY_SHARE,
  MEMORY_TARGET_BYTES,
  TICKSCOPE_MEMORY_BYTES,
} from '../../model/targets.js';
import type { Nanoseconds } from '../../model/units.js';
import { rssGrowthOverTime } from '../memory-growth.js';
import { lastOf, samplesByProcess } from '../process-samples.js';
import { countedText, processText } from '../wording.js';
import { largest } from './target-evidence.js';

const MAY_BE_TICKSCOPE_TEXT =
  `Tickscope itself may need some ${withoutZeros(formatBytes(TICKSCOPE_MEMORY_BYTES))} of it, so the program alone may be under the limit: ` +
  'look at it with ps -o rss= while it runs without Tickscope';

/** P2, now: the limit is for each process, so the largest last sample decides. */
export function judgeRss({ samples, processes }: RecordSegment): [ReportTarget] {
  const target = { id: 'P2', scope: 'rss', limit: MEMORY_TARGET_BYTES, unit: 'bytes' } as const;
  const worst = largest(samplesByProcess(samples).map(lastOf), (sample) => sample.rssBytes);
  if (worst === undefined) return [{ ...target, status: 'unknown', evidence: 'no memory sample after the warm-up' }];
  const evidence =
    `${formatBytes(worst.rssBytes)} at the last of ${countedText(samples.length, 'sample')}, ` +
    `in ${processText(worst.process, processes)}${privateText(worst)}; the limit is for each process`;
  const value = worst.rssBytes;
  if (value < MEMORY_TARGET_BYTES) return [{ ...target, status: 'pass', value, evidence }];
  if (value >= MEMORY_OVER_BYTES) return [{ ...target, status: 'fail', value, evidence }];
  return [{ ...target, status: 'unknown', value, evidence: `${evidence}. ${MAY_BE_TICKSCOPE_TEXT}` }];
}

/** What the program can do something about: the rest is in files that all processes of Node.js have in common, its binary first of all. */
function privateText({ privateBytes }: RuntimeSample): string {
  return privateBytes === undefined ? '' : `, ${formatBytes(privateBytes)} of it private`;
}

/**
 * P2, stability: the Theil-Sen slope of RSS over time, times the length of the record, has to be below 5 % of the median
 * RSS. Only processes with 30 minutes of samples are judged; the one that grew most decides.
 */
export function judgeStability({ samples, processes }: RecordSegment): [ReportTarget] {
  const target = { id: 'P2', scope: 'stability', limit: MEMORY_STABILITY_SHARE, unit: 'share' } as const;
  const growths = rssGrowthOverTime(samples);
  const worst = largest(
    growths.filter(({ spanNanos }) => spanNanos >= MEMORY_STABILITY_NANOS),
    ({ grownShare }) => grownShare,
  );
  if (worst === undefined) {
    const seen = Math.max(0, ...growths.map(({ spanNanos }) => spanNanos)) as Nanoseconds;
    const evidence =
      `it takes ${withoutZeros(formatDuration(MEMORY_STABILITY_NANOS))} of one process after the warm-up to say anything; ` +
      `seen: ${seen === 0 ? 'none' : formatDuration(seen)}, missing: ${formatDuration((MEMORY_STABILITY_NANOS - seen) as Nanoseconds)}`;
    return [{ ...target, status: 'unknown', evidence }];
  }
  const evidence =
    `RSS changed by ${formatBytes(worst.grownBytes)} over ${formatDuration(worst.spanNanos)} (Theil-Sen slope), ` +
    `in ${processText(worst.process, processes)}; stable is below ${withoutZeros(formatShare(MEMORY_STABILITY_SHARE))} of its median`;
  return [
    {
      ...target,
      status: worst.grownShare < MEMORY_STABILITY_SHARE ? 'pass' : 'fail',
      value: worst.grownShare,
      evidence,
    },
  ];
}
