// Adds up what one process measures between two writes, tick by tick, and makes a record segment of it.

import { ExponentialHistogram } from '../model/histogram/exponential-histogram.js';
import { bucketIndex } from '../model/histogram/histogram-buckets.js';
import { EXACT_NAMES } from '../model/limits.js';
import type { NameTable } from '../model/name-table.js';
import { OTHER } from '../model/operation.js';
import { OwnerTable } from '../model/owner-table.js';
import type { KeptTick, OperationRow, RecordSegment, RuntimeSample } from '../model/record/record-segment.js';
import { ROW_FIELDS, type RowField, type SegmentInParts } from '../model/record/segment-parts.js';
import { TICK_TARGET_NANOS } from '../model/targets.js';
import {
  durationOf,
  FLAG_FAILED,
  FLAG_LATE,
  hasFailed,
  ROOT,
  type TickTimes,
  type TickTrace,
} from '../model/tick-trace.js';
import type { ReuseRow } from '../model/reuse/reuse-sums.js';
import type { SizeRow } from '../model/sizes/size-sums.js';
import type { Nanoseconds } from '../model/units.js';
import { again } from './again.js';
import { ArrivalAccumulator } from './arrival-accumulator.js';
import type { FeedSums } from './feed/feed-accumulator.js';
import { KeptTicks } from './kept-ticks.js';
import { LossCounts } from './loss-counts.js';
import type { MeasuredSums } from './metric-totals.js';
import { OperationRows } from './operation-rows.js';
import type { OrderSums } from './order-accumulator.js';
import { OverheadLedger } from './overhead-ledger.js';
import { RuntimeSums } from './runtime-sums.js';
import { SegmentGroups } from './segment-groups.js';
import type { TickAnalysis } from './tick-analysis.js';
import { WhatIf } from './what-if/what-if.js';

/** The fields of a segment that the caller provides. */
export type SegmentDescription = Pick<
  RecordSegment,
  | 'fromUnixMillis'
  | 'toUnixMillis'
  | 'processes'
  | 'caches'
  | 'externals'
  | 'instrumented'
  | 'notSeen'
  | 'profiles'
  | 'memory'
>;

/** The fields of a segment that have a fixed size. */
export type SegmentTotals = Pick<RecordSegment, 'ticks' | 'whatIf' | 'arrivals' | 'heavyHitters' | 'overhead'>;

export class SegmentAccumulator {
  readonly #names: NameTable;
  readonly #analysis: TickAnalysis;
  readonly #groups: SegmentGroups;
  readonly #whatIf: WhatIf;

  #started = 0;
  #failed = 0;
  #underTarget = 0;
  #late = 0;
  readonly #durations = new ExponentialHistogram(6);
  /** With the waiting before, where that is known. */
  readonly #responses = new ExponentialHistogram(6);
  readonly #rows: OperationRows;
  readonly #samples: RuntimeSample[] = [];

  readonly kept: KeptTicks = new KeptTicks();
  readonly losses: LossCounts;
  /** How events were received. Filled by the caller. */
  readonly arrivals: ArrivalAccumulator = new ArrivalAccumulator();
  /** How each feed did. Filled by `FeedHealth`. */
  readonly feeds: FeedSums = new Map();
  /** What became of orders. Filled by the caller. */
  readonly orders: OrderSums = new Map();
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
    losses: LossCounts = new LossCounts(),
    whatIf: WhatIf = new WhatIf(),
  ) {
    this.#names = names;
    this.#analysis = analysis;
    this.runtime = runtime;
    this.#groups = groups;
    this.losses = losses;
    this.#whatIf = whatIf;
    this.#rows = new OperationRows(names, (ownerId) => runtime.ownerOf(ownerId));
  }

  /** An empty accumulator for the following time, so that this one can be written while the program goes on. */
  next(): SegmentAccumulator {
    const [runtime, groups, losses] = [this.runtime.next(), this.#groups.next(), this.losses.next()];
    return new SegmentAccumulator(this.#names, this.#analysis, runtime, groups, losses, this.#whatIf.next());
  }

  tickStarted(): void {
    this.#started++;
  }

  /** Counts an operation other than a tick when it ends. One with `FLAG_LATE` counts among the ticks too, as `ticks.late`. */
  operationEnded(operationId: number, durationNanos: Nanoseconds, flags: number): void {
    const strategy = this.#rows.ended(operationId, durationNanos, flags);
    if ((flags & FLAG_LATE) !== 0) this.#late++;
    if (strategy !== undefined) this.strategyCall(strategy, durationNanos, (flags & FLAG_FAILED) !== 0);
  }

  /** So much of a call of `operationEnded` the event loop was held, while the call's answer can have been there. */
  heldInCall(operationId: number, nanos: number): void {
    this.#rows.of(operationId).loopNanos += nanos;
  }

  /** Adds the inputs of an indicator. Called once, before the segment is written. */
  inputsSeen(operationId: number, row: NonNullable<OperationRow['indicator']>): void {
    this.#rows.of(operationId).mergeInputs(row);
  }

  /** The same of the values that a statement was asked with. Of names that share a row nothing can be told. */
  valuesAsked(operationId: number, row: ReuseRow): void {
    if (operationId < EXACT_NAMES) this.#rows.of(operationId).mergeAskedValues(row);
  }

  /** The same of how long calls took by the size of what they were given. Of names that share a row nothing can be told. */
  sizesSeen(operationId: number, row: SizeRow): void {
    if (operationId < EXACT_NAMES) this.#rows.of(operationId).mergeSizes(row);
  }

  /**
   * Adds a tick, and the time that its operations spent in it; `operationEnded` has counted their durations. Does not keep
   * the trace.
   *
   * @param waitNanos how long its event can have waited before, at most; NaN where that is not known
   * @returns where the time of the tick went, valid until the next tick closes
   */
  tickClosed(trace: TickTrace, symbol: string | undefined, waitNanos: number = NaN): TickTimes {
    const duration = durationOf(trace);
    const failed = hasFailed(trace);
    const tickId = trace.operationIds[ROOT] as number;

    this.#durations.record(duration);
    if (failed) this.#failed++;
    if (duration < TICK_TARGET_NANOS) this.#underTarget++;

    this.#groups.tick(this.#tickNameOf(tickId), symbol, duration, failed);
    this.#rows.ended(tickId, duration, failed ? FLAG_FAILED : 0);

    const times = this.#analysis.analyse(trace);
    const isKnown = waitNanos > 0;
    const response = (isKnown ? duration + waitNanos : duration) as Nanoseconds;
    this.#responses.record(response);
    const bucket = bucketIndex(4, response);
    const startNanos = trace.startNanos[ROOT] as number;
    const unexplained = isKnown ? this.#analysis.addWaitBefore(startNanos - waitNanos, startNanos) : 0;
    this.#rows.addUnexplainedWait(unexplained, bucket);
    this.#rows.addTimes(trace, times, bucket);
    this.#whatIf.add(trace, times, waitNanos, unexplained, this.#rows, this.#analysis);
    this.ledger.totals.spans += trace.count;
    this.ledger.totals.closedTicks++;
    return times;
  }

  /** Takes up to so much of an operation's own time off the critical path of a tick. @returns how much it was */
  takeFromPath(operationId: number, responseNanos: number, nanos: number): number {
    return this.#rows.takeFromPath(operationId, bucketIndex(4, responseNanos), nanos);
  }

  /** The same of waiting for somebody who held the event loop. */
  takeFromWait(ownerId: number, responseNanos: number, nanos: number): number {
    return this.#rows.takeFromWait(ownerId, bucketIndex(4, responseNanos), nanos);
  }

  /** That was garbage collection. */
  collectedInTick(responseNanos: number, nanos: number): void {
    this.#rows.collected(nanos, bucketIndex(4, responseNanos));
  }

  /** Adds the self times of a tree outside any tick; `operationEnded` has added its durations. */
  outermostClosed(trace: TickTrace): void {
    this.#rows.addSelfTimes(trace, this.#analysis.selfTime(trace));
    this.ledger.totals.spans += trace.count;
  }

  /** A tick that `tickClosed` has counted as a success has failed. */
  tickFailed(operationId: number, symbol: string | undefined): void {
    this.#failed++;
    this.#groups.tickFailed(this.#tickNameOf(operationId), symbol);
    this.#rows.of(operationId).failed++;
  }

  /** The same of an operation that `operationEnded` has counted. */
  operationFailed(operationId: number): void {
    this.#rows.of(operationId).failed++;
  }

  /** The same of a call that `strategyCall` has counted. */
  strategyCallFailed(strategyName: string): void {
    this.#groups.strategyCallFailed(strategyName);
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
      operations: this.#rows.operations,
      untraced: this.#rows.untraced,
      waits: this.#rows.waits,
      arrivals: this.arrivals,
      feeds: this.feeds,
      orders: this.orders,
      losses: this.losses.byCause,
      overhead: this.ledger.totals,
      loop: this.runtime,
    };
  }

  totals(): SegmentTotals {
    const whatIf = this.#whatIf.toTicks();
    return {
      ticks: {
        started: this.#started,
        count: this.#durations.count,
        failed: this.#failed,
        underTarget: this.#underTarget,
        late: this.#late,
        durations: this.#durations.toData(),
        responses: this.#responses.toData(),
      },
      ...(whatIf !== undefined && { whatIf }),
      arrivals: this.arrivals.toTotals(),
      heavyHitters: this.#rows.heavyHitters.toData(),
      overhead: { ...this.ledger.totals },
    };
  }

  /** Lists are generated row by row, anew by each who reads them, so that a writer can stop when its time slice is used up. */
  toParts(head: SegmentDescription): Omit<SegmentInParts, 'warmup'> {
    return {
      ...head,
      ...this.totals(),
      groups: again(() => this.#groups.rows()),
      feeds: again(() => rowsOf(this.feeds)),
      orders: again(() => rowsOf(this.orders)),
      operations: again(() => this.#rows.toRows()),
      samples: this.#samples,
      ...this.runtime.toRows(),
      kept: this.kept.list,
      losses: again(() => this.losses.rows()),
    };
  }

  toSegment(head: SegmentDescription): RecordSegment {
    return wholeSegment(this.toParts(head));
  }

  #tickNameOf(operationId: number): string {
    return operationId < EXACT_NAMES ? this.#names.entry(operationId).name : OTHER;
  }
}

function* rowsOf<Row>(sums: ReadonlyMap<string, { toRow(): Row }>): Generator<Row, void, void> {
  for (const each of sums.values()) yield each.toRow();
}

export function wholeSegment(parts: Omit<SegmentInParts, 'warmup'>): RecordSegment {
  const lists = Object.fromEntries(ROW_FIELDS.map((field) => [field, [...parts[field]]]));
  return { ...parts, ...(lists as unknown as Pick<RecordSegment, RowField>) };
}
