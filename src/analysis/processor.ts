// What a run used of the processor, from its samples, warm-up included.

import type { RuntimeSample } from '../model/record/record-segment.js';
import type { ReportProcessor } from '../model/report/process-report.js';
import type { Nanoseconds, Share } from '../model/units.js';
import { samplesByProcess } from './process-samples.js';
import { sum } from './statistics/numbers.js';

/** @returns `undefined` where nobody sampled */
export function reportProcessor(samples: readonly RuntimeSample[]): ReportProcessor | undefined {
  const used = samplesByProcess(samples)
    .map((group) => ({
      elapsed: sum(group.samples.map(({ elapsedNanos }) => elapsedNanos)),
      cpu: sum(group.samples.map(({ cpuNanos }) => cpuNanos)),
      active: sum(group.samples.map(({ loopActiveNanos }) => loopActiveNanos)),
      standing: sum(group.samples.map(({ loopActiveNanos, cpuNanos }) => Math.max(0, loopActiveNanos - cpuNanos))),
    }))
    .filter(({ elapsed }) => elapsed > 0);
  if (used.length === 0) return undefined;
  const active = sum(used.map((each) => each.active));
  return {
    cpuNanos: sum(used.map(({ cpu }) => cpu)) as Nanoseconds,
    busiestShare: Math.max(...used.map(({ cpu, elapsed }) => cpu / elapsed)),
    standingShare: (active === 0 ? 0 : Math.min(1, sum(used.map(({ standing }) => standing)) / active)) as Share,
  };
}
