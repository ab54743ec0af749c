// What a process has measured since its last segment and since it started, which ticks it keeps, and when its warm-up ends.
//
// Shared by the preload and the span processor. It does not read the clock: the caller passes every time.

import type { CacheCounters } from '../model/cache-counters.js';
import type { ConnectionTable } from '../model/connection-table.js';
import type { Losses } from '../model/losses.js';
import { EXACT_NAMES } from '../model/limits.js';
import type { NameTable } from '../model/name-table.js';
import { OTHER } from '../model/operation.js';
import { orderKey, type OrderName } from '../model/orders.js';
import type { WaitBasis } from '../model/record/arrival-totals.js';
import type { FeedName } from '../model/record/feed-rows.js';
import type { ProcessInfo, RecordSegment, RuntimeSample, SentReason } from '../model/record/record-segment.js';
import type { ResourceSample } from '../model/record/runtime-rows.js';
import type { SegmentInParts } from '../model/record/segment-parts.js';
import { WARMUP_NANOS, WARMUP_TICKS } from '../model/targets.js';
import { durationOf, hasFailed, ROOT, type TickTimes, type TickTrace } from '../model/tick-trace.js';
import type { Nanoseconds, UnixMilliseconds } from '../model/units.js';
import { BoundedNames } from './bounded-names.js';
import type { CameEvent } from './drain/drain-sink.js';
import { EventAge } from './event-age.js';
import { FeedHealth, type SilentFeed } from './feed/feed-health.js';
import type { KeepPolicy } from './keep-policy.js';
import type { MeasuredSums, MetricTotals, RuntimeTotals } from './metric-totals.js';
import { type OrderAccumulator, orderIn } from './order-accumulator.js';
import { CumulativeTotals } from './running-totals.js';
import type { SegmentAccumulator } from './segment-accumulator.js';
import type { SymbolTotals } from './symbol-totals.js';
import type { TickExemplars } from './tick-exemplars.js';

export interface RunningSegmentParts {
  /** The first one; each cut replaces it. */
  readonly accumulator: SegmentAccumulator;
  readonly names: NameTable;
  readonly process: ProcessInfo;
  readonly keepPolicy: KeepPolicy;
  /** When the measurement started, on the monotonic clock. */
  readonly startNanos: Nanoseconds;
  /** Converts a monotonic time. */
  readonly unixMillis: (nanos: Nanoseconds) => UnixMilliseconds;
  /** Absent where nobody sees the program's caches. */
  readonly caches?: CacheCounters;
  /** Absent where nobody sees the program's sockets. */
  readonly connections?: ConnectionTable;
}

/** What was reached in the program, what was not, what it asks outside, and samples of the processor. */
export type SegmentCoverage = Pick<
  RecordSegment,
  'caches' | 'externals' | 'instrumented' | 'notSeen' | 'profiles' | 'memory'
>;

/** The times of the event that a tick handles; NaN where a time is not known. */
export interface TickArrival {
  readonly startNanos: number;
  /** When the event could have been handled: as observed, and at the earliest. */
  readonly stampedNanos: number;
  readonly earliestNanos: number;
  /** The exchange's time. */
  readonly eventUnixMillis: number;
}

/** What is counted for metrics alone. */
export interface ForMetrics {
  readonly symbols: SymbolTotals;
  readonly exemplars: TickExemplars;
}

export class RunningSegment {
  /** Counts in the segment that is running. Can be stored, unlike the accumulator. */
  readonly losses: Losses = { add: (id, count) => this.#accumulator.losses.add(id, count) };
  readonly #parts: RunningSegmentParts;
  readonly #totals = new CumulativeTotals();
  readonly #age = new EventAge();
  readonly #feeds: FeedHealth;
  readonly #orderNames = new BoundedNames();
  #accumulator: SegmentAccumulator;
  #forMetrics: ForMetrics | undefined;
  #fromNanos: Nanoseconds;
  #isWarmup = true;
  #cuts = 0;
  #ticksStarted = 0;
  #ticksEnded = 0;
  /** Ended before the last cut. */
  #ticksBefore = 0;
  #onCut: ((sums: MeasuredSums) => void) | undefined;

  constructor(parts: RunningSegmentParts) {
    this.#parts = parts;
    this.#accumulator = parts.accumulator;
    this.#feeds = new FeedHealth(parts.names, parts.unixMillis(0 as Nanoseconds), parts.connections);
    this.#fromNanos = parts.startNanos;
  }

  /** The sums since the last cut. Not to be stored: each cut replaces it. */
  get accumulator(): SegmentAccumulator {
    return this.#accumulator;
  }

  /** Of the whole process. */
  get tickCounts(): { readonly started: number; readonly ended: number } {
    return { started: this.#ticksStarted, ended: this.#ticksEnded };
  }

  /** The number of the segment that is running. */
  get nextNumber(): number {
    return this.#cuts;
  }

  get isWarmup(): boolean {
    return this.#isWarmup;
  }

  /** Whether the warm-up is running and has had its ticks. */
  get hasWarmupTicks(): boolean {
    return this.#isWarmup && this.#ticksEnded >= WARMUP_TICKS;
  }

  /** Whether the warm-up is running and has had its time. */
  hasWarmupTime(atNanos: Nanoseconds): boolean {
    return this.#isWarmup && atNanos - this.#parts.startNanos >= WARMUP_NANOS;
  }

  tickStarted(): void {
    this.#ticksStarted++;
    this.#accumulator.tickStarted();
  }

  /** @param flags as in `SegmentAccumulator.operationEnded` */
  operationEnded(operationId: number, durationNanos: Nanoseconds, flags: number): void {
    this.#accumulator.operationEnded(operationId, durationNanos, flags);
  }

  /** An operation that was counted as a success has failed. */
  operationFailed(operationId: number): void {
    this.#accumulator.operationFailed(operationId);
    const { strategy } = this.#parts.names.entry(operationId);
    if (strategy !== undefined) this.#accumulator.strategyCallFailed(strategy);
  }

  /** @param waitNanos as in `SegmentAccumulator.tickClosed` @returns where the time of the tick went, valid until the next tick closes */
  tickClosed(trace: TickTrace, symbol: string | undefined, waitNanos?: number): TickTimes {
    this.#ticksEnded++;
    if (this.#forMetrics !== undefined) {
      const operationId = trace.operationIds[ROOT] as number;
      const name = operationId < EXACT_NAMES ? this.#parts.names.entry(operationId).name : OTHER;
      this.#forMetrics.symbols.tickClosed(name, symbol, durationOf(trace));
    }
    return this.#accumulator.tickClosed(trace, symbol, waitNanos);
  }

  /** Adds how long the event of a closed tick waited and how old it was, where that is known. @returns its age; NaN where it is not known */
  eventHandled(arrival: TickArrival, durationNanos: Nanoseconds): number {
    const { startNanos, stampedNanos, earliestNanos, eventUnixMillis } = arrival;
    if (!Number.isNaN(stampedNanos)) this.#waited('stamped', waitOf(startNanos, stampedNanos), durationNanos);
    if (!Number.isNaN(earliestNanos)) this.#waited('bound', waitOf(startNanos, earliestNanos), durationNanos);
    const resultNanos = (startNanos + durationNanos) as Nanoseconds;
    const age = this.#age.of(eventUnixMillis, this.#parts.unixMillis(resultNanos));
    if (age === undefined) return NaN;
    this.#accumulator.arrivals.aged(age.ageNanos, age.fellNanos);
    this.#forMetrics?.symbols.aged(age.ageNanos);
    return age.ageNanos;
  }

  #waited(basis: WaitBasis, waitNanos: Nanoseconds, durationNanos: Nanoseconds): void {
    this.#accumulator.arrivals.waited(basis, waitNanos, durationNanos);
    this.#forMetrics?.symbols.waited(basis, waitNanos, durationNanos);
  }

  /** A tick begins to handle an event. */
  eventCame(event: CameEvent): void {
    this.#feeds.eventCame(event, this.#accumulator.feeds);
  }

  /** Of the event that came last. */
  sequenceGap(missing: number): void {
    const { arrivals } = this.#accumulator;
    arrivals.sequenceGaps++;
    arrivals.sequenceMissing += missing;
    this.#feeds.sequenceGap(missing);
  }

  /** Where orders of that name add up in the running segment. */
  orderOf(name: OrderName): OrderAccumulator {
    const isNamed = this.#orderNames.bounded(orderKey(name)) !== OTHER;
    return orderIn(this.#accumulator.orders, isNamed ? name : { action: name.action, venue: OTHER });
  }

  /** Events came in where they are counted before a tick handles them. */
  eventsReceived(name: FeedName, count: number, atNanos: Nanoseconds): void {
    this.#accumulator.arrivals.received += count;
    this.#feeds.received(name, count, atNanos, this.#accumulator.feeds);
  }

  /** One tick took so many of them. */
  eventsHandled(name: FeedName, count: number): void {
    const { arrivals, feeds } = this.#accumulator;
    arrivals.handled += count;
    arrivals.ticksFromReceived++;
    this.#feeds.handled(name, count, feeds);
  }

  /** Decides about each closed tick once. @returns why its tree is kept; `undefined` if it is not */
  reasonToKeep(trace: TickTrace): SentReason | undefined {
    const reason = this.#parts.keepPolicy.reasonToKeep(durationOf(trace), hasFailed(trace));
    if (reason !== undefined) this.#totals.tickKept(reason);
    return reason;
  }

  sample(sample: RuntimeSample): void {
    this.#accumulator.sample(sample);
    this.#totals.sample(sample);
  }

  resources(sample: ResourceSample): void {
    this.#accumulator.runtime.resources(sample);
    this.#totals.resources(sample);
  }

  /** What samples of the process add up to; `undefined` until the first one. */
  get runtime(): RuntimeTotals | undefined {
    return this.#totals.runtime;
  }

  /** Feeds from which nothing has come for much longer than is usual, and for how long. */
  silentFeeds(atNanos: Nanoseconds): SilentFeed[] {
    return this.#feeds.silent(atNanos);
  }

  /** @param onCut called with the sums of each segment when it is cut: nothing is added to them any more */
  watchCuts(onCut: (sums: MeasuredSums) => void): void {
    this.#onCut = onCut;
  }

  /** Metrics are sent. Before the first tick. */
  countForMetrics(forMetrics: ForMetrics): void {
    this.#forMetrics = forMetrics;
  }

  /** Everything since the start. */
  totals(atNanos: Nanoseconds): MetricTotals {
    const { names, startNanos, unixMillis, caches } = this.#parts;
    const caching = caches?.totals() ?? [];
    const totals = this.#totals.read(this.#accumulator.sums, unixMillis(startNanos), unixMillis(atNanos), caching);
    return { ...totals, ...this.#forMetrics, attributesOf: (operationId) => names.entry(operationId).attributes ?? {} };
  }

  /** Adds up to `rows` rows of the cut segments to the totals. @returns whether there are more */
  absorbSlice(rows: number): boolean {
    return this.#totals.absorbSlice(rows);
  }

  /** Everything since the last cut; the segment goes on. */
  soFar(atNanos: Nanoseconds, coverage: SegmentCoverage): SegmentInParts {
    const { names, process, unixMillis } = this.#parts;
    const callsBeyond = names.takeCallsBeyond();
    if (callsBeyond > 0) this.losses.add('names_beyond_table', callsBeyond);
    return {
      ...this.#accumulator.toParts({
        fromUnixMillis: unixMillis(this.#fromNanos),
        toUnixMillis: unixMillis(atNanos),
        processes: [process],
        ...coverage,
      }),
      warmup: this.#isWarmup,
    };
  }

  /**
   * Ends the segment. The rows of the returned one may be read later: nothing is added to it any more. The totals take the
   * rows over in `absorbSlice`, or all at once when the totals are read.
   */
  cut(atNanos: Nanoseconds, coverage: SegmentCoverage): SegmentInParts {
    const ticksBefore = this.#ticksBefore;
    const segment = { number: this.#cuts++, ticksBefore, ...this.soFar(atNanos, coverage) };
    this.#ticksBefore = this.#ticksEnded;
    this.#totals.absorb(this.#accumulator.sums);
    this.#onCut?.(this.#accumulator.sums);
    this.#accumulator = this.#accumulator.next();
    this.#fromNanos = atNanos;
    return segment;
  }

  /** Segments that are cut from now on are not warm-up, which the targets leave out. Follows a cut. */
  endWarmup(): void {
    this.#isWarmup = false;
  }
}

/** NaN where it is not known since when. */
function waitOf(startNanos: number, sinceNanos: number): Nanoseconds {
  return Math.max(0, startNanos - sinceNanos) as Nanoseconds;
}
