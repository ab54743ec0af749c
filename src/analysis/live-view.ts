// The last moments of programs that run, from the segments of these moments.

import { ExponentialHistogram } from '../model/histogram/exponential-histogram.js';
import type { RuntimeSample, StoredSegment } from '../model/record/record-segment.js';
import type { LiveProcess, LiveTicks, LiveView } from '../model/report/live-view.js';
import type { Share, UnixMilliseconds } from '../model/units.js';
import { buildReport } from './build-report.js';
import { itemsBy } from './items-by.js';
import { lastOf, samplesByProcess } from './process-samples.js';
import { sum } from './statistics/numbers.js';

const MILLIS_PER_SECOND = 1_000;

/** Each of one process. */
export interface LiveSegments {
  readonly written: readonly StoredSegment[];
  /** What logs have of the time since then: ticks and their operations, and neither waits nor samples. */
  readonly tails: readonly StoredSegment[];
}

/** @param processId of the process to show; absent: all processes */
export function liveView({ written, tails }: LiveSegments, processId?: string): LiveView {
  const isShown = (segment: StoredSegment): boolean => processId === undefined || idOf(segment) === processId;
  const everything = [...written, ...tails];
  const known = written.filter(isShown);
  const cpuShare = busiest(known, ({ cpuNanos }) => cpuNanos);
  const loopShare = busiest(known, ({ loopActiveNanos }) => loopActiveNanos);
  return {
    // Without the tails: whom a tick waited for is not in them, and the ranking would blame others.
    report: buildReport(known.length > 0 ? known : tails.filter(isShown), []),
    ticks: ticksOf(everything.filter(isShown)),
    ...(cpuShare !== undefined && { cpuShare }),
    ...(loopShare !== undefined && { loopShare }),
    processes: byId(everything)
      .flatMap(processOf)
      .toSorted((left, right) => right.ticksPerSecond - left.ticksPerSecond || (left.id < right.id ? -1 : 1)),
    writtenUnixMillis: endOf(written),
    untilUnixMillis: endOf(everything),
  };
}

function ticksOf(segments: readonly StoredSegment[]): LiveTicks {
  const durations = durationsOf(segments);
  return {
    count: durations.count,
    perSecond: sum(byId(segments).map(ticksPerSecond)),
    p50Nanos: durations.quantile(0.5),
    p95Nanos: durations.quantile(0.95),
    p99Nanos: durations.quantile(0.99),
    maxNanos: durations.maxNanos,
  };
}

function processOf(segments: readonly StoredSegment[]): LiveProcess[] {
  const [info] = segments.flatMap(({ processes }) => processes);
  if (info === undefined) return [];
  const durations = durationsOf(segments);
  const [own] = samplesByProcess(segments.flatMap(({ samples }) => samples));
  const cpuShare = busiest(segments, ({ cpuNanos }) => cpuNanos);
  return [
    {
      id: info.id,
      name: info.name,
      pid: info.pid,
      ...(info.threadId !== undefined && { threadId: info.threadId }),
      ticksPerSecond: ticksPerSecond(segments),
      ...(durations.count > 0 && { p95Nanos: durations.quantile(0.95) }),
      ...(own !== undefined && { rssBytes: lastOf(own).rssBytes }),
      ...(cpuShare !== undefined && { cpuShare }),
      hasEnded: segments.some(({ final }) => final === true),
    },
  ];
}

/** @param segments of one process */
function ticksPerSecond(segments: readonly StoredSegment[]): number {
  const millis = sum(segments.map(({ fromUnixMillis, toUnixMillis }) => toUnixMillis - fromUnixMillis));
  return millis === 0 ? 0 : (sum(segments.map(({ ticks }) => ticks.count)) * MILLIS_PER_SECOND) / millis;
}

function durationsOf(segments: readonly StoredSegment[]): ExponentialHistogram {
  const durations = new ExponentialHistogram(6);
  for (const { ticks } of segments) durations.merge(ticks.durations);
  return durations;
}

/** @returns the largest share of elapsed time of any process; `undefined` without samples */
function busiest(segments: readonly StoredSegment[], nanosOf: (sample: RuntimeSample) => number): Share | undefined {
  const shares = samplesByProcess(segments.flatMap(({ samples }) => samples))
    .map(({ samples }) => sum(samples.map(nanosOf)) / sum(samples.map(({ elapsedNanos }) => elapsedNanos)))
    .filter((share) => Number.isFinite(share));
  return shares.length === 0 ? undefined : (Math.max(...shares) as Share);
}

function endOf(segments: readonly StoredSegment[]): UnixMilliseconds {
  return Math.max(0, ...segments.map(({ toUnixMillis }) => toUnixMillis)) as UnixMilliseconds;
}

function byId(segments: readonly StoredSegment[]): StoredSegment[][] {
  return [...itemsBy(segments, idOf).values()];
}

function idOf({ processes }: StoredSegment): string | undefined {
  return processes[0]?.id;
}
