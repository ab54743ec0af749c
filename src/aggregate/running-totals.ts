// Adds up what a process measured since it started. Segments are written and dropped; metrics cover the whole time.
//
// A segment is added after its cut, on the program's thread: only the sums that metrics need, into arrays that stay, a few rows
// at a time.

import type { CacheTotals } from '../model/cache-counters.js';
import { ExponentialHistogram } from '../model/histogram/exponential-histogram.js';
import type { LossId } from '../model/losses.js';
import type { OverheadTotals, RuntimeSample } from '../model/record/record-segment.js';
import type { GcKind, ResourceSample } from '../model/record/runtime-rows.js';
import type { Nanoseconds, UnixMilliseconds } from '../model/units.js';
import { ArrivalAccumulator } from './arrival-accumulator.js';
import { OverheadLedger } from './overhead-ledger.js';
import { feedIn, type FeedSums } from './feed/feed-accumulator.js';
import { GcAccumulator, OwnerAccumulator } from './merge-runtime-rows.js';
import { type GroupAccumulator, groupOf } from './group-accumulator.js';
import { LossCounts } from './loss-counts.js';
import { orderIn, type OrderSums } from './order-accumulator.js';
import type { MeasuredLoop, MeasuredSums, MetricTotals, OperationTotals, RuntimeTotals } from './metric-totals.js';

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
type Rows = (Mutable<OperationTotals> | undefined)[];

export class CumulativeTotals {
  readonly #sums = new Sums();
  /** Segments that have been added up to some row. */
  readonly #unfinished: Iterator<void>[] = [];
  readonly #ticksKept = new Map<string, number>();
  #runtime: RuntimeTotals | undefined;
  #resources: ResourceSample | undefined;

  /** Takes a finished segment, to which nothing is added any more. `absorbSlice` does the work. */
  absorb(segment: MeasuredSums): void {
    this.#unfinished.push(this.#sums.addByRows(segment));
  }

  /** Adds up to `rows` rows. @returns whether there are more */
  absorbSlice(rows: number): boolean {
    for (let row = 0; row < rows; row++) {
      const [segment] = this.#unfinished;
      if (segment === undefined) return false;
      if (segment.next().done) this.#unfinished.shift();
    }
    return this.#unfinished.length > 0;
  }

  get runtime(): RuntimeTotals | undefined {
    return this.#runtime;
  }

  tickKept(reason: string): void {
    this.#ticksKept.set(reason, (this.#ticksKept.get(reason) ?? 0) + 1);
  }

  sample(sample: RuntimeSample): void {
    const { elapsedNanos, cpuNanos, loopActiveNanos } = sample;
    const before = this.#runtime;
    // The two times come from two clocks, so the loop can seem to have been active longer than time has passed. A counter
    // must not fall.
    const activeNanos = Math.max(0, loopActiveNanos);
    const idleNanos = Math.max(0, elapsedNanos - activeNanos);
    this.#runtime = {
      cpuNanos: ((before?.cpuNanos ?? 0) + cpuNanos) as Nanoseconds,
      loopActiveNanos: ((before?.loopActiveNanos ?? 0) + activeNanos) as Nanoseconds,
      loopIdleNanos: ((before?.loopIdleNanos ?? 0) + idleNanos) as Nanoseconds,
      last: sample,
    };
  }

  resources(sample: ResourceSample): void {
    this.#resources = sample;
  }

  /** @returns a copy that does not change: everything absorbed plus the running segment */
  read(
    running: MeasuredSums,
    fromUnixMillis: UnixMilliseconds,
    toUnixMillis: UnixMilliseconds,
    caches: readonly CacheTotals[],
  ): MetricTotals {
    this.absorbSlice(Infinity);
    const sums = new Sums();
    sums.add(this.#sums);
    sums.add(running);
    const { ticksStarted, arrivals, feeds, orders, tickNames, operations, untraced, waits, losses, overhead, loop } =
      sums;
    return {
      fromUnixMillis,
      toUnixMillis,
      caches,
      ticksStarted,
      arrivals,
      feeds,
      orders,
      tickNames,
      operations,
      untraced,
      waits,
      losses,
      overhead,
      loop,
      ticksKept: new Map(this.#ticksKept),
      runtime: this.#runtime,
      resources: this.#resources,
    };
  }
}

class Sums implements MeasuredSums {
  ticksStarted = 0;
  readonly arrivals = new ArrivalAccumulator();
  readonly feeds: FeedSums = new Map();
  readonly orders: OrderSums = new Map();
  readonly tickNames = new Map<string, GroupAccumulator>();
  readonly operations: Rows = [];
  readonly untraced: Rows = [];
  readonly waits: Rows = [];
  readonly #losses = new LossCounts();
  readonly #ledger = new OverheadLedger();
  readonly overhead: Required<OverheadTotals> = this.#ledger.totals;
  readonly loop: LoopTotals = new LoopTotals();

  get losses(): ReadonlyMap<LossId, number> {
    return this.#losses.byCause;
  }

  add(other: MeasuredSums): void {
    const rows = this.addByRows(other);
    while (!rows.next().done);
  }

  *addByRows(other: MeasuredSums): Generator<void, void, void> {
    this.ticksStarted += other.ticksStarted;
    this.arrivals.merge(other.arrivals);
    this.#losses.merge(other.losses);
    this.#ledger.merge(other.overhead);
    for (const [name, group] of other.tickNames) {
      groupOf(this.tickNames, 'name', name).merge(group);
      yield;
    }
    for (const feed of other.feeds.values()) {
      feedIn(this.feeds, feed.name).merge(feed);
      yield;
    }
    for (const order of other.orders.values()) {
      orderIn(this.orders, order.name).merge(order);
      yield;
    }
    yield* addRows(this.operations, other.operations);
    yield* addRows(this.untraced, other.untraced);
    yield* addRows(this.waits, other.waits);
    yield* this.loop.addByRows(other.loop);
  }
}

function* addRows(rows: Rows, others: MeasuredSums['operations']): Generator<void, void, void> {
  for (const [operationId, other] of others.entries()) {
    if (other === undefined) continue;
    const row = (rows[operationId] ??= {
      identity: other.identity,
      durations: new ExponentialHistogram(other.durations.scale),
      failed: 0,
      late: 0,
      selfNanos: 0,
      criticalPathNanos: 0,
    });
    row.durations.merge(other.durations);
    row.failed += other.failed;
    row.late += other.late;
    row.selfNanos += other.selfNanos;
    row.criticalPathNanos += other.criticalPathNanos;
    yield;
  }
}

class LoopTotals implements MeasuredLoop {
  readonly owners: (OwnerAccumulator | undefined)[] = [];
  readonly gc: Map<GcKind, GcAccumulator> = new Map();

  *addByRows(other: MeasuredLoop): Generator<void, void, void> {
    for (const [ownerId, owner] of other.owners.entries()) {
      if (owner === undefined) continue;
      (this.owners[ownerId] ??= new OwnerAccumulator(owner.owner)).merge(owner);
      yield;
    }
    for (const [kind, collected] of other.gc) {
      let sum = this.gc.get(kind);
      if (sum === undefined) this.gc.set(kind, (sum = new GcAccumulator(kind)));
      sum.merge(collected);
      yield;
    }
  }
}
