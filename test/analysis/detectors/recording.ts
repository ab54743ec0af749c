// Recordings that are planned by hand: what each tick calls, how often and for how long, and the trees of some of them.

import { EMPTY_SEGMENT } from '../../../src/aggregate/empty-segment.js';
import { buildReport } from '../../../src/analysis/build-report.js';
import { BucketArray } from '../../../src/model/histogram/bucket-array.js';
import { ExponentialHistogram } from '../../../src/model/histogram/exponential-histogram.js';
import { bucketIndex } from '../../../src/model/histogram/histogram-buckets.js';
import type { IndicatorRow } from '../../../src/model/indicator.js';
import type { OperationKind } from '../../../src/model/operation.js';
import type { KeptOperation, KeptTick, OperationRow, StoredSegment } from '../../../src/model/record/record-segment.js';
import type { ReportFinding } from '../../../src/model/report/report.js';
import { TICK_TARGET_NANOS } from '../../../src/model/targets.js';
import type { Nanoseconds } from '../../../src/model/units.js';
import { BEGIN, MICRO, timedRow } from '../segment-builder.js';

export interface PlannedCall {
  readonly kind: OperationKind;
  readonly name: string;
  /** Of one call. */
  readonly micros: number;
  /** In one tick; 1 where it is absent. */
  readonly times?: number;
  /** One tick in so many has it; 1 where it is absent. */
  readonly every?: number;
  readonly location?: string;
  readonly calledAt?: string;
  /** The operation of the same tick that calls it; absent: the tick. */
  readonly below?: string;
  /** Each call but the last failed. */
  readonly retried?: boolean;
  readonly indicator?: Partial<IndicatorRow>;
}

export interface Recording {
  /** 200 where it is absent. */
  readonly ticks?: number;
  readonly calls: readonly PlannedCall[];
  readonly parts?: Partial<StoredSegment>;
}

/** Of the handler itself. */
const TICK_MICROS = 20;
const KEPT = 20;
const HANDLER = 'Bot.onTick';

export function recordOf({ ticks = 200, calls, parts = {} }: Recording): StoredSegment {
  const tick: PlannedCall = { kind: 'tick', name: HANDLER, micros: TICK_MICROS };
  const durations = new ExponentialHistogram(6);
  const rows = new Map<PlannedCall, Row>([tick, ...calls].map((call) => [call, new Row()]));
  const kept: KeptTick[] = [];
  for (let number = 0; number < ticks; number++) {
    const own = [tick, ...calls].filter(({ every = 1 }) => number % every === 0);
    const nanos = own.reduce((sum, { micros, times = 1 }) => sum + micros * MICRO * times, 0) as Nanoseconds;
    durations.record(nanos);
    for (const call of own) (rows.get(call) as Row).add(call, nanos, call === tick ? nanos : undefined);
    // Slow ones are kept, so those that have the most.
    if (own.length === calls.length + 1 && kept.length < KEPT) kept.push(treeOf(own.slice(1), number, nanos));
  }
  return {
    ...EMPTY_SEGMENT,
    fromUnixMillis: BEGIN,
    toUnixMillis: (BEGIN + 60_000) as never,
    processes: [{ id: 'p1', pid: 4711, name: 'bot.js', nodeVersion: 'v24.21.0', startedAtUnixMillis: BEGIN }],
    ticks: {
      started: ticks,
      count: ticks,
      failed: 0,
      underTarget: durations.quantile(1) < TICK_TARGET_NANOS ? ticks : 0,
      late: 0,
      durations: durations.toData(),
    },
    operations: [...rows].map(([call, row]) => row.toRow(call)),
    kept,
    warmup: false,
    ...parts,
  };
}

class Row {
  readonly #path = new BucketArray();
  readonly #calls = new BucketArray();
  readonly #nanos: number[] = [];

  add({ micros, times = 1 }: PlannedCall, tickNanos: number, durationNanos = micros * MICRO): void {
    this.#path.add(bucketIndex(4, tickNanos), micros * MICRO * times);
    this.#calls.add(bucketIndex(4, tickNanos), times);
    for (let time = 0; time < times; time++) this.#nanos.push(durationNanos);
  }

  toRow({ kind, name, location, calledAt, indicator }: PlannedCall): OperationRow {
    return {
      ...timedRow(kind, name, this.#nanos),
      ...(location !== undefined && { location }),
      ...(calledAt !== undefined && { calledAt }),
      criticalPathByTick: this.#path.toData(),
      callsByTick: this.#calls.toData(),
      ...(indicator !== undefined && {
        indicator: {
          parameters: [],
          calls: this.#nanos.length,
          inputLength: this.#nanos.length,
          maxInputLength: 1,
          repeated: 0,
          repeatedInTick: 0,
          ...indicator,
        },
      }),
    };
  }
}

function treeOf(calls: readonly PlannedCall[], number: number, durationNanos: Nanoseconds): KeptTick {
  const operations: KeptOperation[] = [
    { kind: 'tick', name: HANDLER, parent: -1, startNanos: 0 as Nanoseconds, durationNanos },
  ];
  let startNanos = 0;
  for (const { kind, name, micros, times = 1, location, below, retried = false } of calls) {
    for (let time = 0; time < times; time++) {
      const parent = Math.max(0, below === undefined ? 0 : operations.findLastIndex((each) => each.name === below));
      operations.push({
        kind,
        name,
        ...(location !== undefined && { location }),
        parent,
        startNanos: startNanos as Nanoseconds,
        durationNanos: (micros * MICRO) as Nanoseconds,
        ...(retried && time < times - 1 && { failed: true as const }),
      });
      startNanos += micros * MICRO;
    }
  }
  return {
    traceId: number.toString(16).padStart(32, '0'),
    process: 'p1',
    name: HANDLER,
    reason: 'slow',
    startedAtUnixNanos: `${BEGIN}000000`,
    durationNanos,
    operations,
  };
}

/** What the report of a recording has found. */
export function findingsOf(recording: Recording): readonly ReportFinding[] {
  return buildReport([recordOf(recording)], []).findings;
}

export function idsOf(recording: Recording): readonly string[] {
  return findingsOf(recording).map(({ id }) => id);
}
