// Sorts SDK spans into ticks, on the recorder's clock: the spans' times start at whole milliseconds.

import { INTAKE_LATE_SPANS, INTAKE_OPEN_SPANS, INTAKE_OPEN_TICKS } from '../../model/limits.js';
import type { LossId, Losses } from '../../model/losses.js';
import type { NameTable } from '../../model/name-table.js';
import { ATTR_BACKDATED, ATTR_SYMBOL } from '../../model/semconv/semantic-conventions.js';
import { FLAG_FAILED, FLAG_LATE, FLAG_OUTSIDE_TICK, NO_PARENT, ROOT } from '../../model/tick-trace.js';
import type { Nanoseconds } from '../../model/units.js';
import { NO_POSITION, type TickBuffer, TickBufferPool } from '../../model/tree/tick-buffer.js';
import { WallClock, writeTimes } from './corrected-times.js';
import { spanDurationOf, endWasGiven, startWasGiven } from './given-times.js';
import { RecentMap } from '../../model/recent-map.js';
import { boundedName, SpanNames } from '../../model/span-names.js';
import { STATUS_ERROR } from '../../model/span-values.js';
import { plusNanos, type SdkSpan, type StartedSpan } from './sdk-span.js';
import { type OpenSpan, SpanTick, UNNAMED } from './span-tick.js';
import { debug } from '../../stderr.js';

/** One in this many spans has its cost measured. A power of two. */
const SPANS_PER_COST_SAMPLE = 64;

export interface IntakeClock {
  readonly now: () => Nanoseconds;
  /** The wall clock that the SDK reads. */
  readonly unixMillis: () => number;
}

/** Receives what was measured. */
export interface SpanSink {
  readonly losses: Losses;
  /** @param flags any of `FLAG_FAILED`, `FLAG_LATE` and `FLAG_OUTSIDE_TICK` */
  operationEnded(operationId: number, durationNanos: Nanoseconds, flags: number): void;
  /** The cost of one operation of the sample whose cost is measured. */
  spanCost(nanos: Nanoseconds): void;
  tickStarted(): void;
  /** Called when a span of a tick starts, with its instrumentation scope. */
  spanTaken(scopeName: string): void;
  /** `buffer` is valid during the call only. */
  tickClosed(tick: SpanTick, buffer: TickBuffer): void;
}

export interface IntakeOptions {
  /** Absent: each local root is a tick. */
  readonly isTick: ((span: SdkSpan) => boolean) | undefined;
  readonly correctTimes: boolean;
}

export class SpanIntake {
  readonly #clock: IntakeClock;
  readonly #names: NameTable;
  readonly #sink: SpanSink;
  readonly #options: IntakeOptions;
  readonly #spanNames = new SpanNames();
  readonly #pool = new TickBufferPool();
  readonly #wallClock = new WallClock();
  /** In the order in which they started. */
  readonly #openTicks = new Set<SpanTick>();
  /** By span id: the spans of open ticks, and below the open spans of ended ticks. */
  readonly #spans = new Map<string, OpenSpan>();
  readonly #lateSpans = new Map<string, OpenSpan>();
  /** By trace id, to distinguish a late start from a new root. Not used with `isTick`, where one trace can have many ticks. */
  readonly #recentTicks = new RecentMap<string, SpanTick>();
  #spansStarted = 0;
  /** Start cost of the sampled span, until a span ends. */
  #sampledStartNanos: number | undefined;

  constructor(clock: IntakeClock, names: NameTable, sink: SpanSink, options: IntakeOptions) {
    this.#clock = clock;
    this.#names = names;
    this.#sink = sink;
    this.#options = options;
  }

  get openTicks(): number {
    return this.#openTicks.size;
  }

  start(span: StartedSpan): void {
    const isSampled = (++this.#spansStarted & (SPANS_PER_COST_SAMPLE - 1)) === 0;
    const enteredNanos = isSampled ? this.#clock.now() : 0;
    const { traceId, spanId } = span.spanContext();
    const parentContext = span.parentSpanContext;
    const localParentId = parentContext === undefined || parentContext.isRemote === true ? '' : parentContext.spanId;
    const parent = this.#recordOf(localParentId, traceId);
    const tick = parent?.tick ?? (localParentId === '' ? undefined : this.#recentTicks.get(traceId));
    if (tick === undefined) return this.#startOutside(span, traceId, spanId);
    if (tick.dropped) return;
    const startGiven = this.#markedAsGiven(span);
    this.#sink.spanTaken(span.instrumentationScope.name);
    this.#startInside(span, spanId, tick, parent?.childrenGoTo ?? ROOT, startGiven);
    if (isSampled) this.#sampledStartNanos = this.#clock.now() - enteredNanos;
  }

  end(span: SdkSpan): void {
    const endNanos = this.#clock.now();
    const { traceId, spanId } = span.spanContext();
    const record = this.#recordOf(spanId, traceId);
    if (record?.span === undefined) return;
    const measuredNanos = endNanos - record.startNanos;
    const endGiven = endWasGiven(span, measuredNanos, this.#clock.unixMillis);
    if (record.position === ROOT) return this.#endTick(span, record, endNanos, endGiven);
    this.#endInside(span, record, endNanos, record.startGiven || endGiven);
    if (this.#sampledStartNanos !== undefined) {
      this.#sink.spanCost((this.#sampledStartNanos + this.#clock.now() - endNanos) as Nanoseconds);
      this.#sampledStartNanos = undefined;
    }
  }

  /** Drops every open tick and late span. */
  dropAll(cause: LossId): void {
    for (const tick of this.#openTicks) this.#drop(tick, cause);
    this.#lateSpans.clear();
  }

  #recordOf(spanId: string, traceId: string): OpenSpan | undefined {
    if (spanId === '') return undefined;
    const record = this.#spans.get(spanId) ?? this.#lateSpans.get(spanId);
    return record?.tick.traceId === traceId ? record : undefined;
  }

  #startOutside(span: StartedSpan, traceId: string, spanId: string): void {
    if (!this.#startsTick(span)) return;
    const startGiven = this.#markedAsGiven(span);
    const symbol = span.attributes[ATTR_SYMBOL];
    this.#sink.tickStarted();
    this.#sink.spanTaken(span.instrumentationScope.name);
    const buffer = this.#pool.take();
    const startNanos = this.#clock.now();
    const anchor = this.#options.correctTimes ? this.#wallClock.at(startNanos, this.#clock.unixMillis()) : undefined;
    const tick = new SpanTick(traceId, typeof symbol === 'string' ? symbol : undefined, startNanos, anchor, buffer);
    this.#openTicks.add(tick);
    if (this.#options.isTick === undefined) this.#recentTicks.set(traceId, tick);
    const position = buffer.start(UNNAMED, NO_PARENT, startNanos);
    this.#add({ id: spanId, tick, position, childrenGoTo: position, startNanos, startGiven, span });
    if (this.#openTicks.size > INTAKE_OPEN_TICKS) this.#dropOldest();
  }

  #startsTick(span: SdkSpan): boolean {
    const { isTick } = this.#options;
    if (isTick === undefined) return true;
    try {
      // A promise counts as no: measuring has to start now.
      return (isTick(span) as unknown) === true;
    } catch (error) {
      debug('the program gave an isTick that fails', error);
      this.#sink.losses.add('is_tick_errors');
      return false;
    }
  }

  #markedAsGiven(span: StartedSpan): boolean {
    const isGiven = startWasGiven(span, this.#clock.unixMillis);
    if (isGiven) span.setAttribute(ATTR_BACKDATED, true);
    return isGiven;
  }

  #startInside(span: SdkSpan, id: string, tick: SpanTick, parent: number, startGiven: boolean): void {
    const startNanos = this.#clock.now();
    const buffer = startGiven ? undefined : tick.buffer;
    const position = buffer?.start(UNNAMED, parent, startNanos) ?? NO_POSITION;
    if (buffer !== undefined && position === NO_POSITION) this.#sink.losses.add('spans_beyond_tree');
    const childrenGoTo = position === NO_POSITION ? parent : position;
    this.#add({ id, tick, position, childrenGoTo, startNanos, startGiven, span });
  }

  #add(record: OpenSpan): void {
    if (record.tick.closed) return this.#addLate(record);
    record.tick.add(record);
    this.#spans.set(record.id, record);
    if (this.#spans.size > INTAKE_OPEN_SPANS) this.#dropOldest();
  }

  #addLate(record: OpenSpan): void {
    this.#lateSpans.set(record.id, record);
    if (this.#lateSpans.size <= INTAKE_LATE_SPANS) return;
    const [oldest] = this.#lateSpans.keys();
    this.#lateSpans.delete(oldest as string);
    this.#sink.losses.add('late_spans_beyond_intake');
  }

  #endInside(span: SdkSpan, record: OpenSpan, endNanos: Nanoseconds, isGiven: boolean): void {
    const { tick, position } = record;
    const { kind, name } = this.#spanNames.nameOf(span);
    const operationId = this.#names.intern(kind, name);
    const failed = span.status.code === STATUS_ERROR;
    const isLate = tick.closed;
    const durationNanos = isGiven ? spanDurationOf(span) : endNanos - record.startNanos;
    record.span = undefined;
    if (tick.buffer !== undefined && position !== NO_POSITION) {
      tick.buffer.operationIds[position] = operationId;
      if (isGiven) record.childrenGoTo = tick.buffer.leaveOut(position);
      else tick.buffer.end(position, endNanos, failed);
    }
    if (isGiven) this.#sink.losses.add('spans_with_given_times');
    else correctTimes(span, record, endNanos);
    // A span with a position stays in the map until the tick closes, so that children that start later find their parent.
    if (isLate) this.#lateSpans.delete(record.id);
    else if (position === NO_POSITION) this.#forget(record);
    const flags = (failed ? FLAG_FAILED : 0) | (isLate ? FLAG_LATE : 0);
    this.#sink.operationEnded(operationId, durationNanos as Nanoseconds, flags);
  }

  #endTick(span: SdkSpan, record: OpenSpan, endNanos: Nanoseconds, endGiven: boolean): void {
    const { tick } = record;
    const operationId = this.#names.intern('tick', boundedName(span.name));
    const failed = span.status.code === STATUS_ERROR;
    tick.failed = failed;
    record.span = undefined;
    if (endGiven) {
      this.#drop(tick, 'ticks_with_given_end');
      const flags = failed ? FLAG_OUTSIDE_TICK | FLAG_FAILED : FLAG_OUTSIDE_TICK;
      return this.#sink.operationEnded(operationId, spanDurationOf(span) as Nanoseconds, flags);
    }
    if (!record.startGiven) correctTimes(span, record, endNanos);
    const buffer = tick.buffer as TickBuffer;
    buffer.operationIds[ROOT] = operationId;
    buffer.end(ROOT, endNanos, failed);
    buffer.close(endNanos);
    this.#openTicks.delete(tick);
    tick.buffer = undefined;
    const spans = tick.takeSpans();
    for (const part of spans) this.#spans.delete(part.id);
    for (const part of spans) if (part.span !== undefined) this.#leaveLate(part, part.span, buffer);
    this.#sink.tickClosed(tick, buffer);
    this.#pool.giveBack(buffer);
  }

  /** For a span that is open when its tick closes: the tree gets the span's current name. */
  #leaveLate(record: OpenSpan, span: SdkSpan, buffer: TickBuffer): void {
    const { kind, name } = this.#spanNames.nameOf(span);
    if (record.position !== NO_POSITION) buffer.operationIds[record.position] = this.#names.intern(kind, name);
    this.#addLate(record);
  }

  #forget(record: OpenSpan): void {
    record.tick.unplaced?.delete(record);
    this.#spans.delete(record.id);
  }

  #dropOldest(): void {
    const [oldest] = this.#openTicks;
    if (oldest !== undefined) this.#drop(oldest, 'intake_full');
  }

  #drop(tick: SpanTick, cause: LossId): void {
    this.#sink.losses.add(cause);
    this.#openTicks.delete(tick);
    for (const record of tick.takeSpans()) this.#spans.delete(record.id);
    tick.dropped = true;
    if (tick.buffer !== undefined) this.#pool.giveBack(tick.buffer);
    tick.buffer = undefined;
  }
}

function correctTimes(span: SdkSpan, { tick, startNanos }: OpenSpan, endNanos: Nanoseconds): void {
  if (tick.anchor === undefined) return;
  const startTime = plusNanos(tick.anchor, startNanos - tick.startNanos);
  writeTimes(span, startTime, plusNanos(tick.anchor, endNanos - tick.startNanos));
}
