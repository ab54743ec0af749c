// Adds record segments up: `merge(S(A), S(B))` equals `S(A ∪ B)` bit for bit, in any order, while names fit the table.

import { functionText, notSeenText, patternKey } from '../model/rules.js';
import { ArrivalAccumulator } from './arrival-accumulator.js';
import { feedIn, type FeedSums } from './feed/feed-accumulator.js';
import { GroupAccumulator } from './group-accumulator.js';
import { ExponentialHistogram } from '../model/histogram/exponential-histogram.js';
import { HeavyHitters } from '../model/histogram/heavy-hitters.js';
import { compareText, inKeyOrder } from '../model/key-order.js';
import { mergeCaches, mergeExternals } from './merge-outside-rows.js';
import { mergeGc, mergeOwners, mergeResources, mergeStalls } from './merge-runtime-rows.js';
import { OperationAccumulator } from './operation-accumulator.js';
import { operationKey } from '../model/operation.js';
import type {
  KeptTick,
  OverheadTotals,
  RecordSegment,
  RuntimeSample,
  TickTotals,
} from '../model/record/record-segment.js';
import type { Bytes, Nanoseconds, UnixMilliseconds } from '../model/units.js';

/** A merged record keeps this many trees: the slowest, by one total order, so that the law holds for them too. */
const KEPT_TICKS_MERGED = 256;

/** @returns one segment for all; `undefined` where there is none to merge. Inputs are left as they are */
export function mergeRecordSegments(segments: readonly RecordSegment[]): RecordSegment | undefined {
  if (segments.length === 0) return undefined;
  return {
    fromUnixMillis: Math.min(...segments.map((segment) => segment.fromUnixMillis)) as UnixMilliseconds,
    toUnixMillis: Math.max(...segments.map((segment) => segment.toUnixMillis)) as UnixMilliseconds,
    processes: unique(
      segments.flatMap((segment) => segment.processes),
      (process) => process.id,
    ),
    ticks: mergeTicks(segments.map((segment) => segment.ticks)),
    arrivals: mergeArrivals(segments),
    groups: mergeGroups(segments),
    feeds: mergeFeeds(segments),
    operations: mergeOperations(segments),
    heavyHitters: mergeHeavyHitters(segments),
    samples: segments.flatMap((segment) => segment.samples).toSorted(bySampleTime),
    owners: mergeOwners(segments.flatMap((segment) => segment.owners)),
    stalls: mergeStalls(segments.flatMap((segment) => segment.stalls)),
    gc: mergeGc(segments.flatMap((segment) => segment.gc)),
    resources: mergeResources(segments.flatMap((segment) => segment.resources)),
    kept: segments
      .flatMap((segment) => segment.kept)
      .toSorted(slowestFirst)
      .slice(0, KEPT_TICKS_MERGED),
    caches: mergeCaches(segments.flatMap((segment) => segment.caches)),
    externals: mergeExternals(segments.flatMap((segment) => segment.externals)),
    instrumented: sumByKey(
      segments.flatMap((segment) => segment.instrumented),
      (row) => `${functionText(row)}\u0000${row.rule}\u0000${patternKey(row)}`,
    ),
    notSeen: unique(
      segments.flatMap((segment) => segment.notSeen),
      (row) => `${notSeenText(row)}\u0000${row.why}`,
    ),
    overhead: mergeOverhead(segments.map((segment) => segment.overhead)),
    losses: sumByKey(
      segments.flatMap((segment) => segment.losses),
      (row) => row.cause,
    ),
  };
}

function mergeTicks(parts: readonly TickTotals[]): TickTotals {
  const durations = new ExponentialHistogram(6);
  for (const part of parts) durations.merge(part.durations);
  const sum = (pick: (part: TickTotals) => number): number => parts.reduce((total, part) => total + pick(part), 0);
  return {
    started: sum((part) => part.started),
    count: sum((part) => part.count),
    failed: sum((part) => part.failed),
    underTarget: sum((part) => part.underTarget),
    late: sum((part) => part.late),
    durations: durations.toData(),
  };
}

function mergeArrivals(segments: readonly RecordSegment[]): RecordSegment['arrivals'] {
  const merged = new ArrivalAccumulator();
  for (const segment of segments) merged.merge(segment.arrivals);
  return merged.toTotals();
}

function mergeGroups(segments: readonly RecordSegment[]): RecordSegment['groups'] {
  const groups = new Map<string, GroupAccumulator>();
  for (const row of segments.flatMap((segment) => segment.groups)) {
    const key = `${row.dimension}\u0000${row.name}`;
    let group = groups.get(key);
    if (group === undefined) groups.set(key, (group = new GroupAccumulator(row.dimension, row.name)));
    group.merge(row);
  }
  return inKeyOrder(groups).map((group) => group.toRow());
}

function mergeFeeds(segments: readonly RecordSegment[]): RecordSegment['feeds'] {
  const feeds: FeedSums = new Map();
  for (const row of segments.flatMap((segment) => segment.feeds)) feedIn(feeds, row).merge(row);
  return inKeyOrder(feeds).map((feed) => feed.toRow());
}

function mergeOperations(segments: readonly RecordSegment[]): RecordSegment['operations'] {
  const operations = new Map<string, OperationAccumulator>();
  for (const row of segments.flatMap((segment) => segment.operations)) {
    const key = operationKey(row.kind, row.name);
    let operation = operations.get(key);
    if (operation === undefined) {
      operations.set(key, (operation = new OperationAccumulator({ kind: row.kind, name: row.name })));
    }
    operation.merge(row);
  }
  return inKeyOrder(operations).map((operation) => operation.toRow());
}

function mergeHeavyHitters(segments: readonly RecordSegment[]): RecordSegment['heavyHitters'] {
  const merged = new HeavyHitters();
  for (const segment of segments) merged.merge(segment.heavyHitters);
  return merged.toData();
}

function mergeOverhead(parts: readonly OverheadTotals[]): OverheadTotals {
  const sum = (pick: (part: OverheadTotals) => number): number => parts.reduce((total, part) => total + pick(part), 0);
  return {
    spans: sum((part) => part.spans),
    sampledSpans: sum((part) => part.sampledSpans),
    sampledSpanNanos: sum((part) => part.sampledSpanNanos) as Nanoseconds,
    closedTicks: sum((part) => part.closedTicks),
    closingNanos: sum((part) => part.closingNanos) as Nanoseconds,
    writingNanos: sum((part) => part.writingNanos) as Nanoseconds,
    exportingNanos: sum((part) => part.exportingNanos) as Nanoseconds,
    loadingNanos: sum((part) => part.loadingNanos ?? 0) as Nanoseconds,
    writtenBytes: sum((part) => part.writtenBytes) as Bytes,
    longestHoldNanos: Math.max(...parts.map((part) => part.longestHoldNanos)) as Nanoseconds,
  };
}

function unique<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] {
  return inKeyOrder(new Map(rows.map((row) => [keyOf(row), row])));
}

function sumByKey<Row extends { readonly count: number }>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] {
  const sums = new Map<string, Row>();
  for (const row of rows) {
    const key = keyOf(row);
    sums.set(key, { ...row, count: row.count + (sums.get(key)?.count ?? 0) });
  }
  return inKeyOrder(sums);
}

/** Slowest first. Trace, process and start are a tick's identity: two that agree in them are one tick, read twice. */
export function slowestFirst(left: KeptTick, right: KeptTick): number {
  return (
    right.durationNanos - left.durationNanos ||
    compareText(left.traceId, right.traceId) ||
    compareText(left.process, right.process) ||
    compareText(left.startedAtUnixNanos, right.startedAtUnixNanos)
  );
}

/** Of two samples in one millisecond, the last one at exit is the later: the time since the one before is the shorter. */
function bySampleTime(left: RuntimeSample, right: RuntimeSample): number {
  return (
    left.atUnixMillis - right.atUnixMillis ||
    compareText(left.process, right.process) ||
    right.elapsedNanos - left.elapsedNanos ||
    left.cpuNanos - right.cpuNanos ||
    left.loopActiveNanos - right.loopActiveNanos ||
    left.ticksStarted - right.ticksStarted ||
    left.ticksEnded - right.ticksEnded ||
    left.rssBytes - right.rssBytes ||
    left.heapUsedBytes - right.heapUsedBytes ||
    left.externalBytes - right.externalBytes
  );
}
