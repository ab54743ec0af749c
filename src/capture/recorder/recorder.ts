// Writes down when operations begin and end: the hot path. Everything here runs inside the program's calls.
//
// A record is a number and a time. What is a tick, what is in it, how long everything took: that is found later, from the order of the
// records (`aggregate/drain`). The clock is read as late as possible at a begin and as early as possible at an end, so that
// Tickscope's cost lies outside the measured time: `entering` and `leaving` say that there is more to do than to write the record.
//
// One class of over 300 lines: begins and ends share the room that is left, the slot that waits for its time, and the time of the leaving.

import { type EventLog, nextPosition } from '../../model/log/event-log.js';
import {
  ASYNC_END,
  AWAITS,
  CHECK_MASK,
  CHECK_SHIFT,
  FAILED,
  INSIDE_TICK,
  KIND_MASK,
  NOTE,
  OUTCOME,
  SYNC_END,
  TICK_BEGIN,
  WAITING_SINCE,
} from '../../model/log/log-layout.js';
import type { Losses } from '../../model/losses.js';
import type { OpenTrace } from '../../model/tree/open-trace.js';
import type { Nanoseconds } from '../../model/units.js';
import { ActiveScope } from './active-scope.js';
import { now, nowMillis } from './clock.js';
import { EventLedger } from './event-ledger.js';
import type { LogReader, RecorderSink } from './log-reader.js';
import type { LoopTurn } from './loop-turn.js';
import { foreignParentIn, type SpanPlace } from './scope-context.js';
import type { TickEvent } from './tick-event.js';

/** Records that wait until the loop is free; they fit the second-level cache. */
const FEW_RECORDS = 4_096;
/** Limit of unread records from which `beginTick` drains the log first: the loop is not free, and the drain falls outside the tick's time. */
const MANY_RECORDS = 8_192;
/** What waits is counted after so many records, while there are more than a few. */
const RECORDS_PER_COUNT = 64;
/** What is due waits so long for the end of a tick, so that it falls outside the times of ticks. */
const WITHIN_TICK_MILLIS = 1_000;

export class Recorder {
  readonly log: EventLog;
  readonly active: ActiveScope = new ActiveScope();
  /** Received events that wait for their tick. */
  readonly events: EventLedger;
  readonly losses: Losses;
  readonly #reader: LogReader;
  readonly #sink: RecorderSink;
  /** The running callback; absent where nobody knows. */
  readonly turn: LoopTurn | undefined;
  /** Records until what waits is counted. */
  #room = FEW_RECORDS;
  /** More than a few records wait, and the sink knows it. */
  #hasAsked = false;
  #beforeTick: (() => void) | undefined;
  /** Ticks until `#afterTicks` is called. */
  #ticksLeft = 0;
  #afterTicks: (() => void) | undefined;
  /** When the sink's `onDue` is to be called. An array for the same reason as in `LoopTurn`. */
  readonly #dueMillis = new Float64Array(1);
  /** The next begin gets its time in `entered`. */
  #isEntering = false;
  /** Where that time goes; -1 for nowhere. */
  #enteredSlot = -1;
  /** Ends have the time of `leaving`. */
  #isLeaving = false;
  readonly #leftMillis = new Float64Array(1);

  /** @param turn absent where nobody knows the event loop's current work */
  constructor(log: EventLog, reader: LogReader, sink: RecorderSink, turn?: LoopTurn) {
    this.log = log;
    this.#reader = reader;
    this.#sink = sink;
    this.turn = turn;
    this.events = new EventLedger(sink);
    this.losses = sink.losses;
  }

  /** Writes a begin. @param code kind and number @returns its position, which is the scope of what has one */
  begin(code: number, scope: number): number {
    if (--this.#room < 0) this.#lowRoom();
    const { log } = this;
    const { position } = log;
    const slot = (position & log.mask) << 1;
    log.position = nextPosition(position);
    log.cells[(slot << 1) + 2] = code;
    log.cells[(slot << 1) + 3] = scope;
    if (this.#isEntering) {
      this.#isEntering = false;
      this.#enteredSlot = slot;
    } else {
      log.times[slot] = nowMillis();
    }
    return position;
  }

  /** Of the begin that follows, all is done when `entered` is called. Until then no code of the program runs but in front of that begin. */
  entering(): void {
    this.#isEntering = true;
  }

  entered(): void {
    this.#isEntering = false;
    if (this.#enteredSlot === -1) return;
    this.log.times[this.#enteredSlot] = nowMillis();
    this.#enteredSlot = -1;
  }

  /** The program's call is over: what is written before `left` is called has the time of this. */
  leaving(): void {
    this.#leftMillis[0] = nowMillis();
    this.#isLeaving = true;
  }

  left(): void {
    this.#isLeaving = false;
  }

  /** How long the call has run that is being left. @param begin its position @returns 0 where the ring has forgotten that */
  leftNanosSince(begin: number): number {
    const { log } = this;
    if (log.since(begin) >= log.records) return 0;
    return Math.round(((this.#leftMillis[0] as number) - (log.times[(begin & log.mask) << 1] as number)) * 1e6);
  }

  /** What follows from the call that was left last belongs to the moment in which it was: nothing of the program has run since. */
  stillLeaving(): void {
    this.#isLeaving = true;
  }

  /** Writes an end. */
  end(code: number, scope: number): void {
    const millis = this.#isLeaving ? (this.#leftMillis[0] as number) : nowMillis();
    const { log } = this;
    const { position } = log;
    const slot = (position & log.mask) << 1;
    log.position = nextPosition(position);
    log.times[slot] = millis;
    log.cells[(slot << 1) + 2] = code;
    log.cells[(slot << 1) + 3] = scope;
    if (--this.#room < 0) this.#lowRoom();
    if (millis >= (this.#dueMillis[0] as number)) this.#due(millis, this.#isWithin(code, scope));
  }

  /** Writes how an operation with a scope came out. Its end follows. @param status of HTTP; 0 for none @param errorType of few that there are */
  outcome(scope: number, status: number, errorType: string | undefined): void {
    const { log } = this;
    if (log.texts.isFull) this.#reader.drain();
    log.append(log.texts.numberOf(errorType), OUTCOME | status, scope);
    this.#room--;
  }

  /** Writes a step of an order. @param code as in `order-records.ts` @param key of the order's name @returns its position */
  orderStep(millis: number, code: number, key: string, scope: number): number {
    const { log } = this;
    if (log.texts.isFull) this.#reader.drain();
    this.#room--;
    return log.append(millis, code | log.texts.numberOf(key), scope);
  }

  /** Writes that the function of a scope has come to an `await` in an earlier callback. @param nameId what waiting there is called */
  awaits(nameId: number, scope: number, atMillis: number): void {
    this.log.append(atMillis, AWAITS | nameId, scope);
    if (--this.#room < 0) this.#lowRoom();
  }

  /**
   * Writes the begin of a tick-shaped call.
   *
   * @param since start of the handler, where it ran before its call was recognised as a tick
   * @returns its position
   */
  beginTick(operationId: number, scope: number, event: TickEvent, since?: Nanoseconds): number {
    const { log, events } = this;
    if (this.#hasAsked && scope === 0 && this.#reader.waiting >= MANY_RECORDS) this.#reader.drain();
    const sinceNanos = events.isEmpty || this.isInTick(scope) ? NaN : events.take(event.symbol, event.batch);
    if (log.texts.isFull) this.#reader.drain();
    const symbol = log.texts.numberOf(event.symbol);
    const isDelivery = scope === 0 && this.turn?.isDelivery === true;
    const { store } = this.active;
    if (this.#beforeTick !== undefined) this.#callBeforeTick(this.#beforeTick);
    if (scope <= 0 && this.#ticksLeft-- === 0) this.#afterTicks?.();
    const kind = scope > 0 && log.isInOpenTick(scope) ? TICK_BEGIN | INSIDE_TICK : TICK_BEGIN;
    const position = this.begin(kind | operationId, scope);
    if (typeof store === 'object') this.#noteParent(position, store);
    if (since !== undefined) {
      log.times[(position & log.mask) << 1] = since / 1e6;
      this.#enteredSlot = -1;
    }
    const slot = (log.position & log.mask) << 1;
    log.position = nextPosition(log.position);
    log.times[slot] = event.unixMillis;
    log.cells[(slot << 1) + 2] = isDelivery ? NOTE | FAILED | symbol : NOTE | symbol;
    log.cells[(slot << 1) + 3] = event.missing;
    this.#room--;
    if (!Number.isNaN(sinceNanos)) {
      log.append(sinceNanos / 1e6, WAITING_SINCE, position);
      this.#room--;
    } else if (event.hasWaited === true) {
      log.append((event.sinceNanos as number) / 1e6, WAITING_SINCE, position);
      this.#room--;
    }
    return position;
  }

  /** Calls `before` before each begin of a tick, where that has to be looked at. */
  beforeTicks(before: () => void): void {
    this.#beforeTick = before;
  }

  /** Calls `work` once, before the tick that begins after so many. */
  afterTicks(count: number, work: () => void): void {
    this.#ticksLeft = count;
    this.#afterTicks = work;
  }

  /** Whether a scope's tick is open. */
  isInTick(scope: number): boolean {
    return scope > 0 && this.#reader.traceOf(scope)?.isTick === true;
  }

  /** A number for the tick that a scope is in, the same for all that runs in it; 0 outside ticks. Found in the log, without reading it. */
  tickOf(scope: number): number {
    return scope > 0 ? this.log.tickAround(scope) : 0;
  }

  /** Records that were not read. */
  get unread(): number {
    return this.#reader.waiting;
  }

  /** When Node.js handed the current input to JavaScript. */
  receivedNanos(): number {
    const delivered = this.turn?.deliveredNanos ?? NaN;
    return Number.isNaN(delivered) ? now() : delivered;
  }

  /** Reads what has been written, before somebody looks at an open trace. */
  drain(): void {
    this.#reader.drain();
  }

  traceOf(scope: number): OpenTrace | undefined {
    return this.#reader.traceOf(scope);
  }

  placeOf(scope: number): SpanPlace | undefined {
    return this.#reader.placeOf(scope);
  }

  turnedOutFailed(begin: number, operationId: number, isTickShaped: boolean, symbol: string | undefined): void {
    this.#reader.turnedOutFailed(begin, operationId, isTickShaped, symbol);
  }

  leavesItself(scope: number): void {
    this.#reader.leavesItself(scope);
  }

  operationIn(scope: number): number | undefined {
    return this.#reader.operationIn(scope);
  }

  /** Renames a running operation, when its final name is known. */
  rename(scope: number, operationId: number): void {
    this.#reader.rename(scope, operationId);
  }

  endGiven(trace: OpenTrace, scope: number, operationId: number, durationNanos: Nanoseconds, failed: boolean): void {
    this.losses.add('spans_with_given_times');
    this.#reader.endGiven(trace, scope, operationId, durationNanos, failed);
  }

  spanCost(nanos: Nanoseconds): void {
    this.#sink.spanCost(nanos);
  }

  watchingCost(nanos: Nanoseconds, callbacks: number): void {
    this.#sink.watchingCost(nanos, callbacks);
  }

  /** The log has been read, or a part of it. */
  drained(): void {
    const { waiting } = this.#reader;
    this.#hasAsked = waiting >= FEW_RECORDS;
    this.#room = this.#hasAsked ? RECORDS_PER_COUNT : FEW_RECORDS - waiting;
  }

  /** Calls the sink when it is due. Costs one comparison with a time that was read for something else. */
  timeRead(atNanos: Nanoseconds): void {
    const millis = atNanos / 1e6;
    if (millis >= (this.#dueMillis[0] as number)) this.#due(millis, this.active.get() !== 0);
  }

  #lowRoom(): void {
    const { waiting } = this.#reader;
    this.#room = RECORDS_PER_COUNT;
    if (!this.#hasAsked) {
      this.#hasAsked = true;
      this.#sink.logFills();
    }
    // At the latest before it is half full, within whatever call.
    if (waiting > this.log.records / 2) this.#reader.drain();
  }

  /** Whether what has ended lies within something that has not. */
  #isWithin(code: number, scope: number): boolean {
    const kind = code & KIND_MASK;
    if (kind === ASYNC_END) return this.log.scopeAt(Math.abs(scope)) !== 0;
    return kind !== SYNC_END || scope > 0 || (-scope & CHECK_MASK) !== code >>> CHECK_SHIFT;
  }

  #due(millis: number, isWithin: boolean): void {
    if (isWithin && millis - WITHIN_TICK_MILLIS < (this.#dueMillis[0] as number)) return;
    // The work may itself call functions that are measured: now, and not when the call was over that it comes after.
    this.#dueMillis[0] = Infinity;
    const isLeaving = this.#isLeaving;
    this.#isLeaving = false;
    this.#dueMillis[0] = this.#sink.onDue(Math.round(millis * 1e6) as Nanoseconds) / 1e6;
    this.#isLeaving = isLeaving;
  }

  #callBeforeTick(before: () => void): void {
    const isEntering = this.#isEntering;
    this.#isEntering = false;
    before();
    this.#isEntering = isEntering;
  }

  #noteParent(position: number, store: object): void {
    const parent = foreignParentIn(store as Parameters<typeof foreignParentIn>[0]);
    if (parent === undefined) return;
    const { traceId, spanId, traceFlags, isRemote = false } = parent;
    this.log.parentSpans.set(position, { traceId, spanId, traceFlags, isRemote });
  }
}
