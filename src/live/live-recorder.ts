// The event log of a running process: who writes it, who reads it, and when.
//
// It is read when 4,096 records wait, which fit the processor's cache, or once a second, before the process is sampled; in slices of 100 µs
// while the event loop is free. Read every 250 ms at 100 ticks a second the reading is cold, and takes as long as the writing.

import type { RunningSegment } from '../aggregate/running-segment.js';
import type { LoopEvents } from '../aggregate/drain/drain-sink.js';
import { LogDrain } from '../aggregate/drain/log-drain.js';
import type { RunningChanges } from '../aggregate/drain/what-runs.js';
import { now } from '../capture/recorder/clock.js';
import type { LoopTurn } from '../capture/recorder/loop-turn.js';
import type { LogReader, RecorderSink } from '../capture/recorder/log-reader.js';
import { Recorder } from '../capture/recorder/recorder.js';
import type { SpanPlace } from '../capture/recorder/scope-context.js';
import { asTickscopeWork, isTickscopeWork } from '../capture/runtime/tickscope-work.js';
import { attempt, countFailures } from '../guard.js';
import { asPiece, measureWork, piece, type WorkLedger } from '../measured-work.js';
import { EventLog } from '../model/log/event-log.js';
import { NOTE, TICKSCOPE_WORK } from '../model/log/log-layout.js';
import type { Losses } from '../model/losses.js';
import type { FeedName } from '../model/record/feed-rows.js';
import type { OverheadActivity } from '../model/record/record-segment.js';
import type { OpenTrace } from '../model/tree/open-trace.js';
import { MILLISECOND, type Nanoseconds } from '../model/units.js';
import { random, startImmediate } from '../primordials.js';
import { debug } from '../stderr.js';
import type { LiveSink } from './live-sink.js';
import type { TimedTask, TimedWork } from './timed-work.js';

const SLICE_NANOS = 100_000;
/** So many are read at once where somebody waits for them. */
const FEW_RECORDS = 512;
/** The clock is read after so many records of a slice. */
const RECORDS_PER_LOOK = 16;
/** Work that is shorter, and in no tick, is not told of as a stretch of the event loop. */
const SHORT_NANOS = 50_000;
/** So many are read at once only where the loop is held. */
const MANY_RECORDS = 4_096;
const WRITING_THE_LOG = 'writing the log file';
/** An immediate that is so late waits for a loop that is held. */
const IMMEDIATE_LATE_NANOS = 100 * MILLISECOND;

export class LiveRecorder implements LogReader, RecorderSink, TimedTask, WorkLedger {
  readonly recorder: Recorder;
  readonly losses: Losses;
  readonly #log = new EventLog();
  readonly #drain: LogDrain;
  readonly #running: RunningSegment;
  readonly #timedWork: TimedWork;
  /** When an immediate was started that reads a slice; Infinity while there is none. */
  #expectedNanos = Infinity;
  #sliceNanos = SLICE_NANOS;
  /** Before the last slice; Infinity before the first one of a reading. */
  #waitedRecords = Infinity;
  /** Called when everything has been read that waited. */
  #onRead: (() => void) | undefined;
  #beforeMany: (() => void) | undefined;
  /** What waits until everything has been read. */
  readonly #whenRead: (() => void)[] = [];

  constructor(
    sink: LiveSink,
    running: RunningSegment,
    timedWork: TimedWork,
    loop: LoopEvents | undefined,
    turn: LoopTurn | undefined,
  ) {
    this.losses = running.losses;
    this.#running = running;
    this.#timedWork = timedWork;
    this.#drain = new LogDrain(this.#log, sink, newSpanId, loop);
    this.recorder = new Recorder(this.#log, this, this, turn);
    measureWork(this);
    countFailures(() => this.losses.add('tickscope_errors'));
  }

  get waiting(): number {
    return this.#drain.waiting;
  }

  get readPosition(): number {
    return this.#drain.position;
  }

  /** @param onRead called each time when everything has been read that waited */
  afterReading(onRead: () => void): void {
    this.#onRead = onRead;
  }

  /**
   * Tells `changes` which operation runs, as the log is read, from the next record on.
   *
   * @param beforeMany called before many records are read
   */
  noteWhatRuns(changes: RunningChanges, beforeMany: () => void): void {
    this.#drain.noteWhatRuns(changes);
    this.#beforeMany = beforeMany;
  }

  /** Tells what has run since the last record. */
  noteLast(): void {
    this.#drain.noteLast();
  }

  /** Reads everything. */
  drain(): void {
    const { waiting } = this;
    if (waiting === 0) return;
    if (waiting < RECORDS_PER_LOOK) this.#readAll();
    else asPiece('closing', this.#readAll);
    // Nobody else comes to write them down before the program writes over them.
    if (waiting >= MANY_RECORDS) attempt(WRITING_THE_LOG, () => this.#onRead?.());
  }

  readonly #readAll = (): void => {
    this.#run();
    this.recorder.drained();
  };

  /** Counts the orders whose end nobody will tell of. */
  countOpenOrders(): void {
    this.#drain.orders.finish();
  }

  /** Reads everything, a slice at a time, while the loop is free. */
  drainSoon(): void {
    if (this.#expectedNanos !== Infinity) return;
    this.#expectedNanos = now();
    asTickscopeWork(() => startImmediate(this.#readSlice).unref());
  }

  /**
   * The next slice follows at once: an immediate that does not hold the loop open would wait for the program's next event. What holds it
   * open is over in milliseconds, and is never started by what a program does when its loop has ended.
   */
  #readOn(): void {
    this.#expectedNanos = now();
    asTickscopeWork(() => startImmediate(this.#readSlice));
  }

  /** Calls `work` when everything that was written until now has been read: at once where that is little. */
  whenRead(work: () => void): void {
    if (this.#drain.waiting > FEW_RECORDS) {
      this.#whenRead.push(work);
      return this.drainSoon();
    }
    this.drain();
    work();
  }

  logFills(): void {
    this.drainSoon();
  }

  get overdueNanos(): number {
    return this.#expectedNanos + IMMEDIATE_LATE_NANOS;
  }

  proceed(): void {
    this.drain();
    this.#hasRead();
  }

  onDue(atNanos: Nanoseconds): number {
    return asPiece('writing', () => this.#timedWork.proceed(atNanos));
  }

  traceOf(scope: number): OpenTrace | undefined {
    if (scope === 0) return undefined;
    this.drain();
    return this.#drain.traces.traceOf(scope);
  }

  placeOf(scope: number): SpanPlace | undefined {
    if (scope === 0) return undefined;
    this.drain();
    return this.#drain.traces.placeOf(scope);
  }

  operationIn(scope: number): number | undefined {
    this.drain();
    return this.#drain.traces.operationIn(scope);
  }

  rename(scope: number, operationId: number): void {
    this.drain();
    this.#drain.traces.rename(scope, operationId);
  }

  leavesItself(scope: number): void {
    this.drain();
    this.#drain.traces.leavesItself(scope);
  }

  turnedOutFailed(begin: number, operationId: number, isTickShaped: boolean, symbol: string | undefined): void {
    this.drain();
    this.#drain.turnedOutFailed(begin, operationId, isTickShaped, symbol);
  }

  endGiven(trace: OpenTrace, scope: number, operationId: number, durationNanos: Nanoseconds, failed: boolean): void {
    this.drain();
    this.#drain.endGiven(trace, scope, operationId, durationNanos, failed);
  }

  spanCost(nanos: Nanoseconds): void {
    this.#running.accumulator.ledger.spanCost(nanos);
  }

  watchingCost(nanos: Nanoseconds, callbacks: number): void {
    this.#running.accumulator.ledger.watchingCost(nanos, callbacks);
  }

  eventsReceived(count: number, from: FeedName, atNanos: Nanoseconds): void {
    this.#running.eventsReceived(from, count, atNanos);
  }

  eventsHandled(count: number, from: FeedName): void {
    this.#running.eventsHandled(from, count);
  }

  readonly #readSlice = piece('closing', 'reading the event log', () => {
    const fromNanos = now();
    this.#expectedNanos = Infinity;
    const { waiting } = this;
    // The program has written as much since the last slice as that one read.
    if (waiting >= this.#waitedRecords) this.#sliceNanos *= 2;
    this.#waitedRecords = waiting;
    let hasMore = true;
    while (hasMore && now() - fromNanos < this.#sliceNanos) hasMore = this.#run(RECORDS_PER_LOOK);
    this.recorder.drained();
    if (hasMore) this.#readOn();
    else this.#hasRead();
  });

  /** Reads within the program's calls too, and must not throw there. The record that failed is left out. @returns whether there are more */
  #run(most?: number): boolean {
    let { waiting } = this.#drain;
    if (this.#beforeMany !== undefined && waiting > FEW_RECORDS) this.#beforeMany();
    for (;;) {
      try {
        return this.#drain.run(most);
      } catch (error) {
        debug('reading the event log failed', error);
        this.losses.add('log_errors');
        if (this.#drain.waiting >= waiting) return false;
        ({ waiting } = this.#drain);
      }
    }
  }

  #hasRead(): void {
    this.#sliceNanos = SLICE_NANOS;
    this.#waitedRecords = Infinity;
    this.#onRead?.();
    for (const work of this.#whenRead.splice(0)) asPiece('writing', work);
  }

  now(): Nanoseconds {
    return now();
  }

  worked(activity: OverheadActivity, nanos: number): void {
    this.#running.accumulator.ledger.worked(activity, nanos);
  }

  held(activity: OverheadActivity, fromNanos: number, toNanos: number): void {
    const nanos = toNanos - fromNanos;
    if (activity !== 'loading') this.#running.accumulator.ledger.held(nanos);
    // In a callback of Tickscope's own, which may have the context of a tick, nothing of the program is on the stack.
    const scope = isTickscopeWork() ? 0 : this.recorder.active.get();
    if (scope === 0 && nanos < SHORT_NANOS) return;
    this.#log.append(fromNanos / 1e6, TICKSCOPE_WORK, scope);
    this.#log.append(toNanos / 1e6, NOTE, 0);
  }
}

const HEX = '0123456789abcdef';

/** W3C forbids only all zeros, so the first digit is never 0. */
function newSpanId(digits: number): string {
  let id = HEX[1 + Math.floor(random() * 15)] as string;
  while (id.length < digits) id += HEX[Math.floor(random() * 16)] as string;
  return id;
}
