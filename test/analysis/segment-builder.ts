// Record segments by hand: a tick is its duration and what each operation had of its critical path.

import { EMPTY_SEGMENT } from '../../src/aggregate/empty-segment.js';
import { BucketArray } from '../../src/model/histogram/bucket-array.js';
import { ExponentialHistogram } from '../../src/model/histogram/exponential-histogram.js';
import { GroupAccumulator } from '../../src/aggregate/group-accumulator.js';
import { bucketIndex } from '../../src/model/histogram/histogram-buckets.js';
import type { OperationKind } from '../../src/model/operation.js';
import type {
  OperationRow,
  RecordSegment,
  RuntimeSample,
  StoredSegment,
} from '../../src/model/record/record-segment.js';
import { TICK_TARGET_NANOS } from '../../src/model/targets.js';
import type { Bytes, Nanoseconds, UnixMilliseconds } from '../../src/model/units.js';

/** `kind name` to nanoseconds on the critical path; one call each. Their sum is the tick's duration. */
export type PlannedTick = Readonly<Record<string, number>>;

export const MICRO = 1_000;
export const MILLI = 1_000_000;
/** 2026-01-01T00:00:00Z */
export const BEGIN: UnixMilliseconds = Date.UTC(2026, 0, 1) as UnixMilliseconds;

export function segmentOf(ticks: readonly PlannedTick[], parts: Partial<StoredSegment> = {}): StoredSegment {
  const durations = new ExponentialHistogram(6);
  const byName = new GroupAccumulator('name', 'onTick');
  const rows = new Map<string, { path: BucketArray; calls: BucketArray; durations: ExponentialHistogram }>();
  for (const tick of ticks) {
    const duration = Object.values(tick).reduce((sum, nanos) => sum + nanos, 0) as Nanoseconds;
    durations.record(duration);
    byName.record(duration, false);
    for (const [operation, nanos] of Object.entries(tick)) {
      let row = rows.get(operation);
      if (row === undefined) {
        row = { path: new BucketArray(), calls: new BucketArray(), durations: new ExponentialHistogram(4) };
        rows.set(operation, row);
      }
      row.path.add(bucketIndex(4, duration), nanos);
      row.calls.add(bucketIndex(4, duration), 1);
      row.durations.record((operation.startsWith('tick ') ? duration : nanos) as Nanoseconds);
    }
  }
  const underTarget = ticks.filter(
    (tick) => Object.values(tick).reduce((sum, nanos) => sum + nanos, 0) < TICK_TARGET_NANOS,
  ).length;
  return {
    ...EMPTY_SEGMENT,
    fromUnixMillis: BEGIN,
    toUnixMillis: (BEGIN + 60_000) as UnixMilliseconds,
    processes: [{ id: 'p1', pid: 4711, name: 'bot.js', nodeVersion: 'v24.21.0', startedAtUnixMillis: BEGIN }],
    ticks: {
      started: ticks.length,
      count: ticks.length,
      failed: 0,
      underTarget,
      late: 0,
      durations: durations.toData(),
    },
    groups: ticks.length === 0 ? [] : [byName.toRow()],
    operations: [...rows].map(([operation, row]) => {
      const [kind, ...name] = operation.split(' ');
      return operationRow(kind as OperationKind, name.join(' '), {
        count: row.durations.count,
        durations: row.durations.toData(),
        criticalPathByTick: row.path.toData(),
        callsByTick: row.calls.toData(),
      });
    }),
    warmup: false,
    ...parts,
  };
}

function operationRow(kind: OperationKind, name: string, parts: Partial<OperationRow> = {}): OperationRow {
  return {
    kind,
    name,
    count: 0,
    failed: 0,
    late: 0,
    outsideTicks: 0,
    durations: new ExponentialHistogram(4).toData(),
    selfNanos: 0 as Nanoseconds,
    criticalPathByTick: { offset: 0, values: [] },
    callsByTick: { offset: 0, values: [] },
    ...parts,
  };
}

/** A row with these durations and nothing else. */
export function timedRow(kind: OperationKind, name: string, nanos: readonly number[]): OperationRow {
  const durations = new ExponentialHistogram(4);
  for (const duration of nanos) durations.record(duration as Nanoseconds);
  return operationRow(kind, name, { count: nanos.length, durations: durations.toData() });
}

export interface PlannedSample {
  readonly process?: string;
  /** Seconds since the begin. */
  readonly second: number;
  readonly started?: number;
  readonly ended?: number;
  readonly rssBytes?: number;
  readonly privateBytes?: number;
  readonly cpuShare?: number;
}

/** One sample, of the second that ends at `second`. */
export function sampleOf(planned: PlannedSample): RuntimeSample {
  const { process = 'p1', second, started = 0, ended = started, rssBytes = 50_000_000, cpuShare = 0.1 } = planned;
  return {
    process,
    atUnixMillis: (BEGIN + 1_000 * second) as UnixMilliseconds,
    elapsedNanos: 1_000_000_000 as Nanoseconds,
    cpuNanos: (cpuShare * 1e9) as Nanoseconds,
    loopActiveNanos: (cpuShare * 1e9) as Nanoseconds,
    ticksStarted: started,
    ticksEnded: ended,
    rssBytes: rssBytes as Bytes,
    ...(planned.privateBytes !== undefined && { privateBytes: planned.privateBytes as Bytes }),
    heapUsedBytes: 20_000_000 as Bytes,
    externalBytes: 1_000_000 as Bytes,
  };
}

/** One sample a second, from second 1. */
export function samplesOf(seconds: number, at: (second: number) => Omit<PlannedSample, 'second'>): RuntimeSample[] {
  return Array.from({ length: seconds }, (_, place) => sampleOf({ second: place + 1, ...at(place + 1) }));
}

export function warmupOf(segment: RecordSegment): StoredSegment {
  return { ...segment, warmup: true };
}

export function repeated<Item>(count: number, item: Item): Item[] {
  return Array.from({ length: count }, () => item);
}
