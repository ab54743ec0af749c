// Adds up what one process measures between two writes, tick by tick, and makes a record segment of it.

import { ExponentialHistogram } from '../model/histogram/exponential-histogram.js';
import { HeavyHitters } from '../model/histogram/heavy-hitters.js';
import { bucketIndex } from '../model/histogram/histogram-buckets.js';
import { EXACT_NAMES } from '../model/limits.js';
import type { NameTable } from '../model/name-table.js';
import { OPERATION_KINDS, operationKey, OTHER, untracedWaitName } from '../model/operation.js';
import { OwnerTable } from '../model/owner-table.js';
import type { KeptTick, OperationRow, RecordSegment, RuntimeSample } from '../model/record/record-segment.js';
import { ROW_FIELDS, type RowField, type SegmentInParts } from '../model/record/segment-parts.js';
import { TICK_TARGET_NANOS } from '../model/targets.js';
import { FLAG_FAILED, FLAG_LATE, FLAG_OUTSIDE_TICK, ROOT, type TickTrace } from '../model/tick-trace.js';
import type { Nanoseconds } from '../model/units.js';
import { ArrivalAccumulator } from './arrival-accumulator.js';
import { KeptTicks } from './kept-ticks.js';
import { LossCounts } from './loss-counts.js';
import type { MeasuredSums } from './metric-totals.js';
import { OperationAccumulator } from './operation-accumulator.js';
import { OverheadLedger } from './overhead-ledger.js';
import { RuntimeSums } from './runtime-sums.js';
import { SegmentGroups } from './segment-groups.js';
import type { TickAnalysis } from './tick-analysis.js';

/** The fields of a segment that the caller provides. */
export type SegmentDescription = Pick<
  RecordSegment,
  'fromUnixMillis' | 'toUnixMillis' | 'processes' | 'instrumented' | 'notSeen'
>;

/** The fields of a segment that have a fixed size. */
export type SegmentTotals = Pick<RecordSegment, 'ticks' | 'arrivals' | 'heavyHitters' | 'overhead'>;

export class SegmentAccumulator {
  readonly #names: NameTable;
  readonly #analysis: TickAnalysis;
  readonly #groups: SegmentGroups;

  #started = 0;
  #failed = 0;
  #underTarget = 0;
  #late = 0;
  readonly #durations = new ExponentialHistogram(6);

  /** By operation id: the exact rows, then the shared row of each kind. */
  readonly #operations: (OperationAccumulator | undefined)[] = makeRows();
  /** By the same ids: untraced waiting of that operation. Operations in shared rows add to the shared row of waits. */
  readonly #untraced: (OperationAccumulator | undefined)[] = makeRows();
  readonly #heavyHitters = new HeavyHitters();

  readonly #samples: RuntimeSample[] = [];
  readonly kept: KeptTicks = new KeptTicks();
  readonly losses: LossCounts = new LossCounts();
  /** How events were received. Filled by the caller. */
  readonly arrivals: ArrivalAccumulator = new ArrivalAccumulator();
  /** Event loop, garbage collection and process. Filled by their watchers. */
  readonly runtime: RuntimeSums;
  /** Cost of Tickscope itself. Filled by the code that does the work. */
  readonly ledger: OverheadLedger = new OverheadLedger();

  /** The parameters live as long as the process: `next` passes them to the following segment. */
  constructor(
    names: NameTable,
    analysis: TickAnalysis,
    runtime: RuntimeSums = new RuntimeSums(new OwnerTable()),
    groups: SegmentGroups = new SegmentGroups(),
  ) {
    this.#names = names;
    this.#analysis = analysis;
    this.runtime = runtime;
    this.#groups = groups;
  }

  /** An empty accumulator for the following time, so that this one can be written while the program goes on. */
  next(): SegmentAccumulator {
    return new SegmentAccumulator(this.#names, this.#analysis, this.runtime.next(), this.#groups.next());
  }

  tickStarted(): void {
    this.#started++;
  }

  /** Counts an operation other than a tick when it ends. One with `FLAG_LATE` counts among the ticks too, as `ticks.late`. */
  operationEnded(operationId: number, durationNanos: Nanoseconds, flags: number): void {
    const row = this.#rowOf(operationId);
    row.durations.record(durationNanos);
    if ((flags & FLAG_FAILED) !== 0) row.failed++;
    if ((flags & FLAG_OUTSIDE_TICK) !== 0) row.outsideTicks++;
    if ((flags & FLAG_LATE) !== 0) {
      row.late++;
      this.#late++;
    }
    if (operationId >= EXACT_NAMES) this.#weigh(operationId, durationNanos);
  }

  /** Adds the inputs of an indicator. Called once, before the segment is written. */
  inputsSeen(operationId: number, row: NonNullable<OperationRow['indicator']>): void {
    this.#rowOf(operationId).mergeInputs(row);
  }

  /**
   * Adds a tick and the times of its operations in it; `operationEnded` has added their durations. Afterwards the analysis
   * holds this tick's times by position. The trace is not kept.
   */
  tickClosed(trace: TickTrace, symbol: string | undefined): void {
    const duration = ((trace.endNanos[ROOT] as number) - (trace.startNanos[ROOT] as number)) as Nanoseconds;
    const failed = ((trace.flags[ROOT] as number) & FLAG_FAILED) !== 0;
    const tickId = trace.operationIds[ROOT] as number;

    this.#durations.record(duration);
    if (failed) this.#failed++;
    if (duration < TICK_TARGET_NANOS) this.#underTarget++;

    const tickName = tickId < EXACT_NAMES ? this.#names.entry(tickId).name : OTHER;
    this.#groups.tick(tickName, symbol, duration, failed);

    const row = this.#rowOf(tickId);
    row.durations.record(duration);
    if (failed) row.failed++;
    if (tickId >= EXACT_NAMES) this.#weigh(tickId, duration);

    this.#analysis.analyse(trace);
    this.#addOperations(trace, bucketIndex(4, duration));
    this.ledger.totals.spans += trace.count;
  }

  /** Adds the self times of a tree outside any tick; `operationEnded` has added its durations. */
  outermostClosed(trace: TickTrace): void {
    this.#analysis.measureSelfTime(trace);
    const { selfNanos } = this.#analysis;
    for (let position = ROOT; position < trace.count; position++) {
      this.#rowOf(trace.operationIds[position] as number).selfNanos += selfNanos[position] as number;
    }
    this.ledger.totals.spans += trace.count;
  }

  strategyCall(strategyName: string, durationNanos: Nanoseconds, failed: boolean): void {
    this.#groups.strategyCall(strategyName, durationNanos, failed);
  }

  sample(sample: RuntimeSample): void {
    this.#samples.push(sample);
  }

  /** Keeps a tree. Beyond the limit the slowest stay, and each tree left out counts as a loss. */
  keep(tick: KeptTick): void {
    if (!this.kept.add(tick)) this.losses.add('kept_ticks_beyond_segment');
  }

  /** Whether `keep` would keep a tick of this duration, so that a copy is made only then. `false` counts as a loss. */
  hasRoomFor(durationNanos: Nanoseconds): boolean {
    const hasRoom = this.kept.hasRoomFor(durationNanos);
    if (!hasRoom) this.losses.add('kept_ticks_beyond_segment');
    return hasRoom;
  }

  /** The sums themselves, not a copy: readers must not change them. */
  get sums(): MeasuredSums {
    return {
      ticksStarted: this.#started,
      tickNames: this.#groups.tickNames,
      operations: this.#operations,
      untraced: this.#untraced,
      arrivals: this.arrivals,
      losses: this.losses.byCause,
      overhead: this.ledger.totals,
      loop: this.runtime,
    };
  }

  totals(): SegmentTotals {
    return {
      ticks: {
        started: this.#started,
        count: this.#durations.count,
        failed: this.#failed,
        underTarget: this.#underTarget,
        late: this.#late,
        durations: this.#durations.toData(),
      },
      arrivals: this.arrivals.toTotals(),
      heavyHitters: this.#heavyHitters.toData(),
      overhead: { ...this.ledger.totals },
    };
  }

  /** Lists are generated row by row on reading, so that a writer can stop when its time slice is used up. */
  toParts(head: SegmentDescription): Omit<SegmentInParts, 'warmup'> {
    return {
      ...head,
      ...this.totals(),
      groups: this.#groups.rows(),
      operations: this.#operationRows(),
      samples: this.#samples,
      ...this.runtime.toRows(),
      kept: this.kept.list,
      losses: this.losses.rows(),
    };
  }

  toSegment(head: SegmentDescription): RecordSegment {
    return wholeSegment(this.toParts(head));
  }

  #addOperations({ count, operationIds }: TickTrace, tickBucket: number): void {
    const { selfNanos, criticalPathNanos, untracedNanos } = this.#analysis;
    for (let position = ROOT; position < count; position++) {
      const operationId = operationIds[position] as number;
      const row = this.#rowOf(operationId);
      row.selfNanos += selfNanos[position] as number;
      row.callsByTick.add(tickBucket, 1);
      const untraced = untracedNanos[position] as number;
      const synchronous = (criticalPathNanos[position] as number) - untraced;
      if (synchronous > 0) row.criticalPathByTick.add(tickBucket, synchronous);
      if (untraced > 0) this.#addUntraced(operationId, untraced as Nanoseconds, tickBucket);
    }
  }

  /** Each call that waited counts once, with its whole waiting time. */
  #addUntraced(operationId: number, nanos: Nanoseconds, tickBucket: number): void {
    const row = this.#untracedRowOf(operationId);
    row.durations.record(nanos);
    row.selfNanos += nanos;
    row.callsByTick.add(tickBucket, 1);
    row.criticalPathByTick.add(tickBucket, nanos);
    if (operationId < EXACT_NAMES) return;
    const { name } = this.#names.entry(operationId);
    if (name !== OTHER) this.#heavyHitters.add(operationKey('wait', untracedWaitName(name)), nanos);
  }

  #rowOf(operationId: number): OperationAccumulator {
    const known = this.#operations[operationId];
    if (known !== undefined) return known;
    const { kind, name } = this.#names.entry(operationId);
    if (operationId < EXACT_NAMES) return (this.#operations[operationId] = new OperationAccumulator({ kind, name }));
    return (this.#operations[this.#names.otherId(kind)] ??= new OperationAccumulator({ kind, name: OTHER }));
  }

  #untracedRowOf(operationId: number): OperationAccumulator {
    if (operationId >= EXACT_NAMES) return this.#rowOf(this.#names.otherId('wait'));
    const name = untracedWaitName(this.#names.entry(operationId).name);
    return (this.#untraced[operationId] ??= new OperationAccumulator({ kind: 'wait', name }));
  }

  /** Weighs a name without an exact row. The id of a shared row stands for names beyond the table, which have no name to weigh. */
  #weigh(operationId: number, nanos: Nanoseconds): void {
    const { kind, name } = this.#names.entry(operationId);
    if (name !== OTHER) this.#heavyHitters.add(operationKey(kind, name), nanos);
  }

  *#operationRows(): Generator<OperationRow, void, void> {
    for (const [operationId, row] of this.#operations.entries()) {
      if (row === undefined) continue;
      // Read now and not when the row was made: a location can become known later.
      row.location = this.#names.entry(operationId).location;
      yield row.toRow();
    }
    for (const row of this.#untraced) if (row !== undefined) yield row.toRow();
  }
}

function makeRows(): (OperationAccumulator | undefined)[] {
  return Array.from({ length: EXACT_NAMES + OPERATION_KINDS.length }, () => undefined);
}

export function wholeSegment(parts: Omit<SegmentInParts, 'warmup'>): RecordSegment {
  const lists = Object.fromEntries(ROW_FIELDS.map((field) => [field, [...parts[field]]]));
  return { ...parts, ...(lists as unknown as Pick<RecordSegment, RowField>) };
}
