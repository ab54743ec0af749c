// P3: how much of a processor a process uses at normal load.

import { formatCount, formatDuration, formatMean, formatShare } from '../../model/format-units.js';
import type { RecordSegment, RuntimeSample } from '../../model/record/record-segment.js';
import type { ReportTarget } from '../../model/report/report.js';
import { CPU_TARGET_SHARE } from '../../model/targets.js';
import { type Nanoseconds, SECOND, type Share } from '../../model/units.js';
import { type ProcessSamples, samplesByProcess } from '../process-samples.js';
import { median } from '../statistics/numbers.js';
import { countedText, processText } from '../wording.js';
import { largest } from './target-evidence.js';

/**
 * P3: processor time over elapsed time of the samples in which ticks arrived at the median rate or slower, which is what
 * normal load means here. The busiest process decides.
 */
export function judgeCpu({ samples, processes }: RecordSegment): [ReportTarget] {
  const target = { id: 'P3', scope: 'process', limit: CPU_TARGET_SHARE, unit: 'share' } as const;
  const worst = largest(
    samplesByProcess(samples).flatMap((group) => cpuAtNormalLoad(group) ?? []),
    ({ share }) => share,
  );
  if (worst === undefined) return [{ ...target, status: 'unknown', evidence: 'no processor sample after the warm-up' }];
  const evidence =
    `${formatShare(worst.share)} of one core in ${formatCount(worst.used)} of ${countedText(worst.seen, 'sample')} ` +
    `(${formatDuration(worst.elapsedNanos)}), those at or below the median of ${formatMean(worst.medianRate)} ticks/s, ` +
    `in ${processText(worst.process, processes)}`;
  return [{ ...target, status: worst.share < CPU_TARGET_SHARE ? 'pass' : 'fail', value: worst.share, evidence }];
}

interface CpuAtNormalLoad {
  readonly process: string;
  readonly share: Share;
  /** Ticks started a second. */
  readonly medianRate: number;
  readonly elapsedNanos: Nanoseconds;
  readonly used: number;
  readonly seen: number;
}

function cpuAtNormalLoad({ process, samples }: ProcessSamples): CpuAtNormalLoad | undefined {
  const windows = samples.filter(({ elapsedNanos }) => elapsedNanos > 0);
  if (windows.length === 0) return undefined;
  const medianRate = median(windows.map(tickRate));
  const normal = windows.filter((sample) => tickRate(sample) <= medianRate);
  const elapsedNanos = normal.reduce((sum, sample) => sum + sample.elapsedNanos, 0) as Nanoseconds;
  const cpuNanos = normal.reduce((sum, sample) => sum + sample.cpuNanos, 0);
  const share = (cpuNanos / elapsedNanos) as Share;
  return { process, share, medianRate, elapsedNanos, used: normal.length, seen: windows.length };
}

function tickRate(sample: RuntimeSample): number {
  return (sample.ticksStarted / sample.elapsedNanos) * SECOND;
}
