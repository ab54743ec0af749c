// Record segments to the one report.

import { isComputedWait } from '../model/wait-names.js';
import { sum } from './statistics/numbers.js';
import { ExponentialHistogram } from '../model/histogram/exponential-histogram.js';
import { MergedRecord, mergeRecordSegments } from '../aggregate/merge-record-segments.js';
import { distinctMachines } from '../model/machine.js';
import { lossText } from '../model/losses.js';
import type { GroupRow, NotSeenRow, RecordSegment, StoredSegment } from '../model/record/record-segment.js';
import {
  REPORT_SCHEMA,
  type Report,
  type ReportGroup,
  type ReportLoss,
  type ReportProcess,
  type ReportProgram,
  type ReportTicks,
} from '../model/report/report.js';
import type { ReportMemory, ReportOverhead } from '../model/report/process-report.js';
import { patternKey, ruleText } from '../model/rules.js';
import type { Bytes, Nanoseconds, Share } from '../model/units.js';
import { TicksByProcess } from './by-process.js';
import { EMPTY_SEGMENT } from '../aggregate/empty-segment.js';
import { judgeTargets } from './targets/judge-targets.js';
import { rssGrowthPerThousandTicks } from './memory-growth.js';
import { operationTable } from './operation-table.js';
import { reportProcessor } from './processor.js';
import { lastOf, samplesByProcess } from './process-samples.js';
import { rankedRows } from './detectors/in-ticks.js';
import { detectAll } from './detectors/index.js';
import { slowTick } from './slow-ticks.js';
import { Timeline } from './timeline.js';
import { rankOperations, slowTickNanosOf } from './ranking.js';
import { reportFeeds } from './report-feeds.js';
import { reportOrders } from './report-orders.js';
import { reportArrivals } from './report-arrivals.js';
import { reportCaches } from './caches.js';
import { reportProfile } from './profile.js';
import { reportExternals } from './external-calls.js';
import { GrowthByProcess } from './growth/report-growth.js';
import { reportSizeGrowth } from './growth/report-size-growth.js';
import { runtimeReport } from './runtime-report.js';
import { type FallingBehind, FallingBehindFinder } from './verdict/falling-behind.js';
import { findOverloads } from './verdict/overload.js';
import { verdictOf } from './verdict/verdict.js';
import { gainsOf, reportWhatIf } from './what-if.js';

export const SLOWEST_TICKS = 20;

/** Makes a report from segments that come one by one: of a long record, nobody has to hold all of them. */
export class ReportBuilder {
  readonly #warmup = new MergedRecord();
  readonly #judged = new MergedRecord();
  readonly #processes = new TicksByProcess();
  readonly #behind = new FallingBehindFinder();
  readonly #growth = new GrowthByProcess();
  readonly #timeline = new Timeline();

  /** Of one run, in any order. */
  add(segment: StoredSegment): void {
    (segment.warmup ? this.#warmup : this.#judged).add(segment);
    this.#processes.add(segment);
    this.#behind.add(segment);
    this.#growth.add(segment);
    this.#timeline.add(segment);
  }

  /** Without a segment, a report that says so. @param notes what the reader of the sources had to say */
  build(notes: readonly string[]): Report {
    const report = reportOf(
      this.#warmup.toSegment(),
      this.#judged.toSegment(),
      this.#processes.toRows(),
      this.#behind.find(),
      notes,
    );
    // A backlog makes everything that waits in it take longer and longer, and none of it is the cause.
    const growth = report.verdict.kind === 'cannot-keep-up' ? [] : this.#growth.toRows();
    const timeline = this.#timeline.toPoints();
    return {
      ...report,
      ...(growth.length > 0 && { growth }),
      ...(timeline.length > 0 && { timeline }),
    };
  }
}

/**
 * @param segments of one run, in any order; none gives a report that says so
 * @param notes what the reader of the sources had to say
 */
export function buildReport(segments: readonly StoredSegment[], notes: readonly string[]): Report {
  const builder = new ReportBuilder();
  for (const segment of segments) builder.add(segment);
  return builder.build(notes);
}

function reportOf(
  warmup: RecordSegment | undefined,
  judged: RecordSegment | undefined,
  processes: readonly ReportProcess[],
  behind: readonly FallingBehind[],
  notes: readonly string[],
): Report {
  const all = mergeRecordSegments([warmup, judged].filter((part) => part !== undefined)) ?? EMPTY_SEGMENT;
  const whatIf = reportWhatIf(all);
  const ranking = rankOperations(all, gainsOf(whatIf));
  const runtime = runtimeReport(all);
  const externals = reportExternals(all);
  const caches = reportCaches(all.caches);
  const profile = reportProfile(all.profiles);
  const feed = reportFeeds(all.feeds);
  // Compilers make a program's first calls slow, and a list is short then.
  const growthBySize = reportSizeGrowth(judged?.operations ?? []);
  const processor = reportProcessor(all.samples);
  return {
    schema: REPORT_SCHEMA,
    program: program(all, warmup, processes),
    verdict: verdictOf({ all, judged, ranking, overloads: findOverloads(all.samples), behind, profile }),
    ticks: ticks(all),
    operations: operationTable(all),
    ranking,
    targets: judgeTargets(judged, warmup),
    findings: detectAll({
      segment: all,
      rows: rankedRows(all, ranking),
      slowTickNanos: slowTickNanosOf(ranking),
      whatIf,
      externals,
      caches,
      feed,
    }),
    slowest: all.kept.slice(0, SLOWEST_TICKS).map(slowTick),
    orders: reportOrders(all.orders),
    feed,
    memory: memory(all, judged),
    ...(processor !== undefined && { processor }),
    ...(runtime !== undefined && { runtime }),
    ...(externals.length > 0 && { externals }),
    ...(caches.length > 0 && { caches }),
    ...(profile !== undefined && { profile }),
    ...(growthBySize.length > 0 && { growthBySize }),
    coverage: {
      instrumented: all.instrumented.map((row) => ({ ...row, ruleText: ruleText(row) })),
      notSeen: notSeen(all),
    },
    overhead: overhead(all, judged ?? all),
    losses: reportLosses(all),
    ...(whatIf !== undefined && { whatIf }),
    histograms: { ticks: all.ticks.durations },
    notes: [...notes],
  };
}

/** A cause that a segment only carries on has a count of 0. */
function reportLosses({ losses }: RecordSegment): ReportLoss[] {
  return losses.filter(({ count }) => count > 0).map(({ cause, count }) => ({ cause, count, text: lossText(cause) }));
}

function program(
  all: RecordSegment,
  warmup: RecordSegment | undefined,
  parts: readonly ReportProcess[],
): ReportProgram {
  const machines = distinctMachines(all.processes.flatMap(({ machine }) => machine ?? []));
  const begins = all.processes.map((process) => process.startedAtUnixMillis);
  return {
    name: distinct(all.processes.map((process) => process.name)) || 'unknown',
    processes: all.processes.length,
    node: distinct(all.processes.map((process) => process.nodeVersion)) || 'unknown',
    ...(machines.length > 0 && { machines }),
    startedAt: new Date(Math.min(all.fromUnixMillis, ...begins)).toISOString(),
    durationNanos: durationOf(all),
    warmupTicks: warmup?.ticks.count ?? 0,
    ...(parts.length > 0 && { byProcess: parts }),
  };
}

function ticks({ ticks: totals, arrivals, groups }: RecordSegment): ReportTicks {
  const durations = ExponentialHistogram.fromData(totals.durations);
  return {
    started: totals.started,
    count: totals.count,
    failed: totals.failed,
    late: totals.late,
    ...reportArrivals(arrivals, totals.started),
    p50Nanos: durations.quantile(0.5),
    p95Nanos: durations.quantile(0.95),
    p99Nanos: durations.quantile(0.99),
    maxNanos: durations.maxNanos,
    underTargetShare: shareOf(totals.underTarget, totals.count),
    byName: groupsOf(groups, 'name'),
    bySymbol: groupsOf(groups, 'symbol'),
    byStrategy: groupsOf(groups, 'strategy'),
  };
}

/** By total time, longest first. */
function groupsOf(groups: readonly GroupRow[], dimension: GroupRow['dimension']): ReportGroup[] {
  return groups
    .filter((group) => group.dimension === dimension)
    .map((group) => {
      const durations = ExponentialHistogram.fromData(group.durations);
      return {
        name: group.name,
        count: group.count,
        failed: group.failed,
        totalNanos: durations.sumNanos,
        p50Nanos: durations.quantile(0.5),
        p95Nanos: durations.quantile(0.95),
        underTargetShare: shareOf(group.underTarget, group.count),
      };
    })
    .toSorted((left, right) => right.totalNanos - left.totalNanos || (left.name < right.name ? -1 : 1));
}

/** A configured name that one process did not find may be a function that another process runs. */
function notSeen({ instrumented, notSeen: rows }: RecordSegment): NotSeenRow[] {
  const found = new Set(instrumented.map(patternKey));
  return rows.filter((row) => {
    const key = patternKey(row);
    return key === undefined || !found.has(key);
  });
}

/** Processes are added up; the peak is the sum of their peaks, which need not have come together. */
function memory(all: RecordSegment, judged: RecordSegment | undefined): ReportMemory {
  const groups = samplesByProcess(all.samples);
  const lastSamples = groups.map(lastOf);
  const last = lastSamples.map(({ rssBytes }) => rssBytes);
  const peaks = groups.map(({ samples }) => samples.reduce((peak, { rssBytes }) => Math.max(peak, rssBytes), 0));
  // A worker's memory is that of its process.
  const told = lastSamples.filter(({ rssBytes }) => rssBytes > 0);
  const own = told.flatMap(({ privateBytes }) => privateBytes ?? []);
  const growth = rssGrowthPerThousandTicks(judged?.samples ?? []);
  return {
    rssBytes: sum(last) as Bytes,
    peakRssBytes: sum(peaks) as Bytes,
    ...(own.length > 0 && own.length === told.length && { privateBytes: sum(own) as Bytes }),
    ...(growth !== undefined && { rssGrowthBytesPerThousandTicks: growth }),
  };
}

/**
 * A span's cost is the mean of those that were measured, taken for all; the shares are of the time of all processes.
 *
 * @param judged the ticks that P1 judges. The cost of a tick's own span lies outside of its duration.
 */
function overhead({ overhead: totals, samples, ...all }: RecordSegment, judged: RecordSegment): ReportOverhead {
  const nanosPerSpan = totals.sampledSpans === 0 ? 0 : totals.sampledSpanNanos / totals.sampledSpans;
  const spansNanos = totals.spans * nanosPerSpan;
  const ticksNanos = totals.closingNanos + spansNanos;
  const elapsedNanos = sum(samples.map((sample) => sample.elapsedNanos)) || durationOf(all);
  const { loadingNanos = 0 as Nanoseconds } = totals;
  const tickscopeNanos = ticksNanos + totals.writingNanos + totals.exportingNanos + loadingNanos;
  const insideTicksNanos = operationsInTicks(judged) * nanosPerSpan;
  const cpuNanos = sum(samples.map((sample) => sample.cpuNanos));
  return {
    nanosPerSpan: Math.round(nanosPerSpan) as Nanoseconds,
    nanosPerTick: (totals.closedTicks === 0 ? 0 : Math.round(ticksNanos / totals.closedTicks)) as Nanoseconds,
    insideTickNanos: (judged.ticks.count === 0 ? 0 : Math.round(insideTicksNanos / judged.ticks.count)) as Nanoseconds,
    insideTickShare: partOf(insideTicksNanos, judged.ticks.durations.sumNanos),
    exportNanos: totals.exportingNanos,
    ...(loadingNanos > 0 && { loadingNanos }),
    cpuShare: partOf(tickscopeNanos, elapsedNanos),
    ...(cpuNanos > 0 && { busyShare: partOf(tickscopeNanos, cpuNanos) }),
    bytes: totals.writtenBytes,
    longestHoldNanos: totals.longestHoldNanos,
  };
}

/** The ticks themselves, and what no operation was running for, are none. */
function operationsInTicks({ operations }: RecordSegment): number {
  const inTicks = operations.filter((row) => row.kind !== 'tick' && !isComputedWait(row));
  return sum(inTicks.map(({ callsByTick }) => sum(callsByTick.values)));
}

function durationOf({
  fromUnixMillis,
  toUnixMillis,
}: Pick<RecordSegment, 'fromUnixMillis' | 'toUnixMillis'>): Nanoseconds {
  return Math.round((toUnixMillis - fromUnixMillis) * 1e6) as Nanoseconds;
}

function shareOf(part: number, whole: number): Share {
  return (whole === 0 ? 0 : part / whole) as Share;
}

/** Of what was measured in samples, which chance can make more than the whole that it is a part of. */
function partOf(part: number, whole: number): Share {
  return Math.min(1, shareOf(part, whole)) as Share;
}

function distinct(values: readonly string[]): string {
  return [...new Set(values)].toSorted().join(', ');
}
