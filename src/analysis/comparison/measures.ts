// What is taken of each run: one number a measure, so that runs can be compared.

import { formatDuration, withoutZeros } from '../../model/format-units.js';
import type { ComparedUnit } from '../../model/report/comparison-report.js';
import type { Report } from '../../model/report/report.js';
import { TICK_TARGET_NANOS } from '../../model/targets.js';
import { sum } from '../statistics/numbers.js';

export interface Measure {
  readonly name: string;
  readonly unit: ComparedUnit;
  /** Whether a change of it can be judged by factors: not where it may be 0, as a share that is over a limit. */
  readonly isJudged: boolean;
  /** Quantiles are known to the width of a bucket: so much larger or smaller it may be in truth. */
  readonly resolutionShare: number;
  /** `undefined` where the run does not have it. */
  readonly of: (report: Report) => number | undefined;
}

/** Of histograms of scale 6. */
const BUCKET_SHARE = 2 ** (1 / 2 ** 6) - 1;

const ALWAYS: readonly Measure[] = [
  {
    name: 'tick p50',
    unit: 'nanoseconds',
    isJudged: true,
    resolutionShare: BUCKET_SHARE,
    of: ({ ticks }) => ofTicks(ticks.p50Nanos, ticks.count),
  },
  {
    name: 'tick p95',
    unit: 'nanoseconds',
    isJudged: true,
    resolutionShare: BUCKET_SHARE,
    of: ({ ticks }) => ofTicks(ticks.p95Nanos, ticks.count),
  },
  {
    name: `ticks under ${withoutZeros(formatDuration(TICK_TARGET_NANOS))}`,
    unit: 'share',
    isJudged: false,
    resolutionShare: 0,
    of: ({ ticks }) => ofTicks(ticks.underTargetShare, ticks.count),
  },
  {
    name: 'event age p95',
    unit: 'nanoseconds',
    isJudged: true,
    resolutionShare: BUCKET_SHARE,
    of: ({ ticks }) => ticks.age?.p95Nanos,
  },
  { name: 'queries a tick', unit: 'count', isJudged: true, resolutionShare: 0, of: queriesPerTick },
  {
    name: 'processor a tick',
    unit: 'nanoseconds',
    isJudged: true,
    resolutionShare: 0,
    of: ({ processor, ticks }) => processor && ofTicks(processor.cpuNanos / ticks.count, ticks.count),
  },
  {
    name: 'memory at most',
    unit: 'bytes',
    isJudged: true,
    resolutionShare: 0,
    of: ({ memory }) => memory.peakRssBytes || undefined,
  },
];

/** @returns the measures that these runs can be compared by; response time counts from the same moment in all */
export function measuresOf(reports: readonly Report[]): Measure[] {
  const basis = (['stamped', 'bound'] as const).find((each) =>
    reports.every(({ ticks }) => ticks.response.some(({ basis: known }) => known === each)),
  );
  if (basis === undefined) return [...ALWAYS];
  const response: Measure = {
    name: basis === 'stamped' ? 'response p95' : 'response p95, at most',
    unit: 'nanoseconds',
    isJudged: true,
    resolutionShare: BUCKET_SHARE,
    of: ({ ticks }) => ticks.response.find((spread) => spread.basis === basis)?.p95Nanos,
  };
  return [response, ...ALWAYS];
}

/** Calls of statements, in ticks and outside, by the ticks that ended. */
export function queriesPerTick({ operations, ticks }: Report): number | undefined {
  const calls = sum(operations.filter(({ kind }) => kind === 'query').map(({ count }) => count));
  return ofTicks(calls / ticks.count, ticks.count);
}

function ofTicks(value: number, count: number): number | undefined {
  return count === 0 ? undefined : value;
}
