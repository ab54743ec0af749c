// Adds segments up, a row at a time: `S(A)` and `S(B)` give `S(A ∪ B)` bit for bit, in any order, while names fit the table.

import { ExponentialHistogram } from '../model/histogram/exponential-histogram.js';
import { HeavyHitters } from '../model/histogram/heavy-hitters.js';
import { compareText, inKeyOrder } from '../model/key-order.js';
import { operationKey } from '../model/operation.js';
import {
  responsesOf,
  type GroupRow,
  type InstrumentedRow,
  type LossRow,
  type NotSeenRow,
  type OperationRow,
  type ProcessInfo,
  type RuntimeSample,
} from '../model/record/record-segment.js';
import type { MemoryReading } from '../model/record/memory-rows.js';
import type { CacheRow, ExternalRow } from '../model/record/outside-rows.js';
import type { GcRow, LoopOwnerRow, ResourceSample, StallRow } from '../model/record/runtime-rows.js';
import type { SegmentInParts } from '../model/record/segment-parts.js';
import { functionText, notSeenText, patternKey } from '../model/rules.js';
import type { UnixMilliseconds } from '../model/units.js';
import { again } from './again.js';
import { ArrivalAccumulator } from './arrival-accumulator.js';
import { feedIn, type FeedSums } from './feed/feed-accumulator.js';
import { GroupAccumulator } from './group-accumulator.js';
import type { KeptSelection } from './kept-selection.js';
import { mergeCaches, mergeExternals } from './merge-outside-rows.js';
import { latestReadings } from './latest-readings.js';
import { bySampleTime, mergeGc, mergeResources, mergeStalls, OwnerAccumulator } from './merge-runtime-rows.js';
import { OperationAccumulator } from './operation-accumulator.js';
import { orderIn, type OrderSums } from './order-accumulator.js';
import { OverheadLedger } from './overhead-ledger.js';
import { profileIn, type ProfileRowSums } from './profile/profile-row-sums.js';
import { TickSums } from './what-if/tick-sums.js';

/** What a merged segment says of itself beside its sums is the caller's. */
export type MergeableSegment = Omit<SegmentInParts, 'warmup' | 'number' | 'numbers' | 'ticksBefore' | 'final'>;

interface SampleList<Sample> {
  readonly list: readonly Sample[];
  add(sample: Sample): void;
}

export interface MergedLists {
  readonly kept: KeptSelection;
  /** Absent: every sample stays. */
  readonly samples?: SampleList<RuntimeSample>;
  readonly resources?: SampleList<ResourceSample>;
}

export class SegmentMerger {
  readonly #kept: KeptSelection;
  readonly #samples: SampleList<RuntimeSample>;
  readonly #resources: SampleList<ResourceSample>;
  #fromUnixMillis = Infinity;
  #toUnixMillis = -Infinity;
  readonly #processes = new Map<string, ProcessInfo>();
  readonly #ticks = { started: 0, count: 0, failed: 0, underTarget: 0, late: 0 };
  readonly #durations = new ExponentialHistogram(6);
  readonly #whatIf = new TickSums();
  readonly #responses = new ExponentialHistogram(6);
  readonly #arrivals = new ArrivalAccumulator();
  readonly #groups = new Map<string, GroupAccumulator>();
  readonly #feeds: FeedSums = new Map();
  readonly #orders: OrderSums = new Map();
  readonly #operations = new Map<string, OperationAccumulator>();
  readonly #heavyHitters = new HeavyHitters();
  readonly #owners = new Map<string, OwnerAccumulator>();
  #stalls: StallRow[] = [];
  #gc: GcRow[] = [];
  #caches: CacheRow[] = [];
  #externals: ExternalRow[] = [];
  #memory: readonly MemoryReading[] = [];
  readonly #instrumented = new Map<string, InstrumentedRow>();
  readonly #notSeen = new Map<string, NotSeenRow>();
  readonly #profiles = new Map<string, ProfileRowSums>();
  readonly #ledger = new OverheadLedger();
  readonly #losses = new Map<string, LossRow>();

  constructor({ kept, samples = new WholeList(), resources = new WholeList() }: MergedLists) {
    this.#kept = kept;
    this.#samples = samples;
    this.#resources = resources;
  }

  /** Yields after each row. Leaves the segment as it is. */
  *add(segment: MergeableSegment): Generator<void, void, void> {
    this.#addTotals(segment);
    yield;
    for (const row of segment.groups) yield this.#groupOf(row).merge(row);
    for (const row of segment.feeds) yield feedIn(this.#feeds, row).merge(row);
    for (const row of segment.orders) yield orderIn(this.#orders, row).merge(row);
    for (const row of segment.operations) yield this.#operationOf(row).merge(row);
    for (const row of segment.owners) yield this.#ownerOf(row).merge(row);
    for (const row of segment.instrumented) yield countIn(this.#instrumented, instrumentedKey(row), row);
    for (const row of segment.notSeen) {
      this.#notSeen.set(`${notSeenText(row)}\u0000${row.why}`, row);
      yield;
    }
    for (const row of segment.profiles) yield profileIn(this.#profiles, row).merge(row);
    yield this.#addLists(segment);
    for (const sample of segment.samples) yield this.#samples.add(sample);
    for (const sample of segment.resources) yield this.#resources.add(sample);
    for (const tick of segment.kept) yield this.#kept.add(tick);
  }

  /** Everything that was added, one segment at least. Rows are made when they are read. */
  toParts(): MergeableSegment {
    const whatIf = this.#whatIf.toTicks();
    return {
      fromUnixMillis: this.#fromUnixMillis as UnixMilliseconds,
      toUnixMillis: this.#toUnixMillis as UnixMilliseconds,
      processes: inKeyOrder(this.#processes),
      ticks: { ...this.#ticks, durations: this.#durations.toData(), responses: this.#responses.toData() },
      ...(whatIf !== undefined && { whatIf }),
      arrivals: this.#arrivals.toTotals(),
      groups: rowsInOrder(this.#groups),
      feeds: rowsInOrder(this.#feeds),
      orders: rowsInOrder(this.#orders),
      operations: rowsInOrder(this.#operations),
      heavyHitters: this.#heavyHitters.toData(),
      samples: this.#samples.list.toSorted(bySampleTime),
      owners: rowsInOrder(this.#owners),
      stalls: this.#stalls,
      gc: this.#gc,
      resources: mergeResources(this.#resources.list),
      kept: this.#kept.toList(),
      caches: this.#caches,
      externals: this.#externals,
      instrumented: again(() => inKeyOrder(this.#instrumented).values()),
      notSeen: again(() => inKeyOrder(this.#notSeen).values()),
      profiles: rowsInOrder(this.#profiles),
      memory: this.#memory,
      overhead: { ...this.#ledger.totals },
      losses: again(() => inKeyOrder(this.#losses).values()),
    };
  }

  #addTotals({ fromUnixMillis, toUnixMillis, processes, ...segment }: MergeableSegment): void {
    this.#fromUnixMillis = Math.min(this.#fromUnixMillis, fromUnixMillis);
    this.#toUnixMillis = Math.max(this.#toUnixMillis, toUnixMillis);
    for (const process of processes) {
      const known = this.#processes.get(process.id);
      this.#processes.set(process.id, known === undefined ? process : mergeProcess(known, process));
    }
    const { started, count, failed, underTarget, late, durations } = segment.ticks;
    this.#ticks.started += started;
    this.#ticks.count += count;
    this.#ticks.failed += failed;
    this.#ticks.underTarget += underTarget;
    this.#ticks.late += late;
    this.#durations.merge(durations);
    if (segment.whatIf !== undefined) this.#whatIf.merge(segment.whatIf);
    this.#responses.merge(responsesOf(segment.ticks));
    this.#arrivals.merge(segment.arrivals);
    this.#heavyHitters.merge(segment.heavyHitters);
    this.#ledger.merge(segment.overhead);
  }

  /** Lists of a few rows. */
  #addLists(segment: MergeableSegment): void {
    this.#stalls = mergeStalls([...this.#stalls, ...segment.stalls]);
    this.#gc = mergeGc([...this.#gc, ...segment.gc]);
    this.#caches = mergeCaches([...this.#caches, ...segment.caches]);
    this.#externals = mergeExternals([...this.#externals, ...segment.externals]);
    this.#memory = latestReadings([...this.#memory, ...segment.memory]);
    for (const row of segment.losses) this.#losses.set(row.cause, mergeLoss(row, this.#losses.get(row.cause)));
  }

  #groupOf({ dimension, name }: GroupRow): GroupAccumulator {
    const key = `${dimension}\u0000${name}`;
    let group = this.#groups.get(key);
    if (group === undefined) this.#groups.set(key, (group = new GroupAccumulator(dimension, name)));
    return group;
  }

  #operationOf({ kind, name }: OperationRow): OperationAccumulator {
    const key = operationKey(kind, name);
    let operation = this.#operations.get(key);
    if (operation === undefined) this.#operations.set(key, (operation = new OperationAccumulator({ kind, name })));
    return operation;
  }

  #ownerOf(row: LoopOwnerRow): OwnerAccumulator {
    const key = `${row.kind}\u0000${row.name}\u0000${row.location ?? ''}`;
    let owner = this.#owners.get(key);
    if (owner === undefined) this.#owners.set(key, (owner = new OwnerAccumulator(row)));
    return owner;
  }
}

class WholeList<Sample> implements SampleList<Sample> {
  readonly list: Sample[] = [];

  add(sample: Sample): void {
    this.list.push(sample);
  }
}

function rowsInOrder<Row>(accumulators: ReadonlyMap<string, { toRow(): Row }>): Iterable<Row> {
  return again(() => rowsOf(inKeyOrder(accumulators)));
}

function* rowsOf<Row>(accumulators: Iterable<{ toRow(): Row }>): Generator<Row, void, void> {
  for (const accumulator of accumulators) yield accumulator.toRow();
}

function countIn<Row extends { readonly count: number }>(sums: Map<string, Row>, key: string, row: Row): void {
  sums.set(key, { ...row, count: row.count + (sums.get(key)?.count ?? 0) });
}

/** The first segments of a process do not say which machine it is, and not what it will load. */
function mergeProcess(left: ProcessInfo, right: ProcessInfo): ProcessInfo {
  const whole = left.machine === undefined ? right : left;
  const telemetry = [...new Set([...(left.telemetry ?? []), ...(right.telemetry ?? [])])].toSorted(compareText);
  return left.telemetry === undefined && right.telemetry === undefined ? whole : { ...whole, telemetry };
}

/** The total is that of the last segment. */
function mergeLoss(row: LossRow, { count, total }: LossRow = { cause: row.cause, count: 0 }): LossRow {
  const totals = row.total === undefined ? total : Math.max(row.total, total ?? 0);
  return { cause: row.cause, count: count + row.count, ...(totals !== undefined && { total: totals }) };
}

function instrumentedKey(row: InstrumentedRow): string {
  return `${functionText(row)}\u0000${row.rule}\u0000${patternKey(row)}`;
}
