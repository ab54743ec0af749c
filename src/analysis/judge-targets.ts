// Judges P1 to P5: pass, fail, or unknown with the reason and what would make it known.

import {
  formatBytes,
  formatCount,
  formatDuration,
  formatMean,
  formatShare,
  withoutZeros,
} from '../model/format-units.js';
import { isPoolWait, OTHER } from '../model/operation.js';
import type { OperationRow, RecordSegment, RuntimeSample } from '../model/record/record-segment.js';
import type { ReportTarget } from '../model/report/report.js';
import {
  CACHE_TARGET_SHARE,
  CPU_TARGET_SHARE,
  MEMORY_STABILITY_NANOS,
  MEMORY_STABILITY_SHARE,
  MEMORY_TARGET_BYTES,
  QUERY_TARGET_NANOS,
  TICK_TARGET_NANOS,
  TICK_TARGET_SHARE,
} from '../model/targets.js';
import { type Nanoseconds, SECOND, type Share } from '../model/units.js';
import { cacheText, hitShareOf } from './caches.js';
import { EMPTY_SEGMENT } from '../aggregate/empty-segment.js';
import { rssGrowthOverTime } from './memory-growth.js';
import { type ProcessSamples, lastOf, samplesByProcess } from './process-samples.js';
import { median } from './statistics/numbers.js';
import { countedText, processText } from './wording.js';

/** P5: rows for single statements, the slowest first. */
export const MOST_STATEMENTS = 10;

/** P4: rows for single caches, the worst first. */
const MOST_CACHES = 10;

/** One target's rows; the first says whether anything is known at all. */
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
    if (rows[0].status !== 'unknown' || warmup === undefined) return rows;
    const [inWarmup] = judge(warmup);
    if (inWarmup.status === 'unknown') return rows;
    const { value: _, ...row } = inWarmup;
    return [{ ...row, status: 'unknown', evidence: `only the warm-up was seen: ${inWarmup.evidence}` }];
  });
}

/** P1 by the exact counter, not by the histogram. */
function judgeTicks({ ticks, ...segment }: RecordSegment): [ReportTarget] {
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
  return [{ ...target, status: value >= TICK_TARGET_SHARE ? 'pass' : 'fail', value, evidence }];
}

/** P2, now: the limit is for each process, so the largest last sample decides. */
function judgeRss({ samples, processes }: RecordSegment): [ReportTarget] {
  const target = { id: 'P2', scope: 'rss', limit: MEMORY_TARGET_BYTES, unit: 'bytes' } as const;
  const worst = largest(samplesByProcess(samples).map(lastOf), (sample) => sample.rssBytes);
  if (worst === undefined) return [{ ...target, status: 'unknown', evidence: 'no memory sample after the warm-up' }];
  const evidence =
    `${formatBytes(worst.rssBytes)} at the last of ${countedText(samples.length, 'sample')}, ` +
    `in ${processText(worst.process, processes)}; the limit is for each process`;
  return [
    { ...target, status: worst.rssBytes < MEMORY_TARGET_BYTES ? 'pass' : 'fail', value: worst.rssBytes, evidence },
  ];
}

/**
 * P2, stability: the Theil-Sen slope of RSS over time, times the length of the record, has to be below 5 % of the median
 * RSS. Only processes with 30 minutes of samples are judged; the one that grew most decides.
 */
function judgeStability({ samples, processes }: RecordSegment): [ReportTarget] {
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

/**
 * P3: processor time over elapsed time of the samples in which ticks arrived at the median rate or slower, which is what
 * normal load means here. The busiest process decides.
 */
function judgeCpu({ samples, processes }: RecordSegment): [ReportTarget] {
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

/** P4: the worst cache decides, then cache by cache. */
function judgeCaches({ caches, ...segment }: RecordSegment): [ReportTarget, ...ReportTarget[]] {
  const target = { id: 'P4', limit: CACHE_TARGET_SHARE, unit: 'share' } as const;
  const judged = caches
    .filter(({ hits, misses }) => hits + misses > 0)
    .map((row) => ({ row, share: hitShareOf(row) }))
    .toSorted((left, right) => left.share - right.share || (cacheText(left.row) < cacheText(right.row) ? -1 : 1));
  const [worst] = judged;
  if (worst === undefined) {
    const evidence =
      'no look-up in a cache was seen after the warm-up: none was made, or nobody tells of it. lru-cache tells from version 11.3 on; ' +
      "the program's own caches are named under `caches` in the configuration";
    return [{ ...target, scope: 'caches', status: 'unknown', evidence }];
  }
  const overall: ReportTarget = {
    ...target,
    scope: 'caches',
    status: worst.share > CACHE_TARGET_SHARE ? 'pass' : 'fail',
    value: worst.share,
    evidence: `the worst of ${countedText(judged.length, 'cache')}, ${cacheText(worst.row)}, in ${lengthText(segment)}`,
  };
  const rows = judged.slice(0, MOST_CACHES).map(({ row, share }): ReportTarget => ({
    ...target,
    scope: cacheText(row),
    status: share > CACHE_TARGET_SHARE ? 'pass' : 'fail',
    value: share,
    evidence: `${formatCount(row.hits)} of ${countedText(row.hits + row.misses, 'look-up')} found what they looked for`,
  }));
  return [overall, ...rows];
}

/**
 * P5: overall, then statement by statement. Neither waiting for a pool connection is part of a statement, nor the time in which the
 * program held its event loop while the answer can have been there.
 */
function judgeQueries({ operations, ...segment }: RecordSegment): [ReportTarget, ...ReportTarget[]] {
  const target = { id: 'P5', limit: QUERY_TARGET_NANOS, unit: 'nanoseconds' } as const;
  const statements = operations.filter(({ kind, count }) => kind === 'query' && count > 0);
  const calls = statements.reduce((sum, row) => sum + row.count, 0);
  if (calls === 0) {
    const evidence = 'no query was seen after the warm-up: none ran, or its driver is not instrumented (see coverage)';
    return [{ ...target, scope: 'overall', status: 'unknown', evidence }];
  }
  const value = Math.round(statements.reduce((sum, row) => sum + databaseNanos(row), 0) / calls) as Nanoseconds;
  const loopNanos = statements.reduce((sum, row) => sum + (row.loopNanos ?? 0), 0);
  const names = statements.filter(({ name }) => name !== OTHER);
  const overall: ReportTarget = {
    ...target,
    scope: 'overall',
    status: value < QUERY_TARGET_NANOS ? 'pass' : 'fail',
    value,
    evidence:
      `${formatDuration(value)} on average over ${countedText(calls, 'call')} of ` +
      `${countedText(names.length, 'statement')}, in ${lengthText(segment)}${loopText(loopNanos, calls)}; ${poolWaitText(operations)}`,
  };
  const bySlowest = names.toSorted(
    (left, right) => meanDatabaseNanos(right) - meanDatabaseNanos(left) || (left.name < right.name ? -1 : 1),
  );
  const rows = bySlowest.slice(0, MOST_STATEMENTS).map((row): ReportTarget => {
    const mean = meanDatabaseNanos(row);
    return {
      ...target,
      scope: row.name,
      status: mean < QUERY_TARGET_NANOS ? 'pass' : 'fail',
      value: mean,
      evidence: `${formatDuration(mean)} on average over ${countedText(row.count, 'call')}, slowest ${formatDuration(row.durations.maxNanos)}${loopText(row.loopNanos ?? 0, row.count)}`,
    };
  });
  return [overall, ...rows];
}

function poolWaitText(operations: readonly OperationRow[]): string {
  const pool = operations.find(isPoolWait);
  return pool === undefined || pool.count === 0
    ? 'no waiting for a pool connection was seen'
    : `apart from it, ${formatDuration(meanNanos(pool))} on average over ${countedText(pool.count, 'wait')} for a pool connection`;
}

/** The time of a statement's calls without that in which the event loop was held. */
function databaseNanos({ durations, loopNanos = 0 as Nanoseconds }: OperationRow): number {
  return durations.sumNanos - loopNanos;
}

function meanDatabaseNanos(row: OperationRow): Nanoseconds {
  return Math.round(databaseNanos(row) / row.count) as Nanoseconds;
}

function loopText(nanos: number, calls: number): string {
  const mean = Math.round(nanos / calls) as Nanoseconds;
  return mean === 0 ? '' : `, and ${formatDuration(mean)} more while the program held its event loop`;
}

function meanNanos({ count, durations }: OperationRow): Nanoseconds {
  return Math.round(durations.sumNanos / count) as Nanoseconds;
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

function lengthText({ fromUnixMillis, toUnixMillis }: Pick<RecordSegment, 'fromUnixMillis' | 'toUnixMillis'>): string {
  return formatDuration(((toUnixMillis - fromUnixMillis) * 1e6) as Nanoseconds);
}

/** The first of those with the largest value. */
function largest<Item>(items: readonly Item[], valueOf: (item: Item) => number): Item | undefined {
  let found: Item | undefined;
  for (const item of items) if (found === undefined || valueOf(item) > valueOf(found)) found = item;
  return found;
}
