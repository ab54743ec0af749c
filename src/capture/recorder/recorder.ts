// Starts and ends operations: the hot path. Everything here runs inside the program's calls.
//
// A synchronous operation allocates nothing. The clock is read as late as possible at its start and as early as possible at its
// end, so that Tickscope's cost lies outside the measured time.

import { OPEN_TICK_TREES } from '../../model/limits.js';
import type { Losses } from '../../model/losses.js';
import type { Nanoseconds } from '../../model/units.js';
import { FLAG_FAILED, FLAG_LATE, FLAG_OUTSIDE_TICK, ROOT } from '../../model/tick-trace.js';
import { now } from './clock.js';
import { type EventCounts, EventLedger } from './event-ledger.js';
import { deliveredNanos, type LoopTurn } from './loop-turn.js';
import { OpenTrace } from './open-trace.js';
import { NO_POSITION, TickBuffer, TickBufferPool } from './tick-buffer.js';
import { activeContext, activeTickContext, TickContext, withoutClosedTicks } from './tick-context.js';

/** Receives what was recorded. Must not throw. */
export interface RecorderSink extends EventCounts {
  /** Called before a tick starts: the tick's time starts when this returns. */
  tickStarted(operationId: number): void;
  /** Called when a handler has returned and its tick goes on. */
  tickReturned(atNanos: Nanoseconds): void;
  /** @param flags any of `FLAG_FAILED`, `FLAG_LATE` and `FLAG_OUTSIDE_TICK`: one number, so that a call allocates nothing */
  operationEnded(operationId: number, durationNanos: Nanoseconds, flags: number): void;
  /** An operation that has ended as a success has failed, as only its promise's reaction showed. */
  operationFailed(operationId: number): void;
  /** The same of a tick that has closed. */
  tickFailed(operationId: number, symbol: string | undefined): void;
  /** A tick, or a tree outside any tick, has closed; `buffer` is valid during the call only. */
  traceClosed(trace: OpenTrace, buffer: TickBuffer): void;
  /** The cost of one operation of the sample whose cost is measured. */
  spanCost(nanos: Nanoseconds): void;
  /** `missing` events are absent between two events that follow each other in a numbered sequence. */
  sequenceGap(missing: number): void;
  /**
   * Called when the time has come that the last call returned, where a tree has closed, and within a tree where that is long
   * ago: timers wait for a free loop, and some programs never have one. The work has to be short.
   *
   * @returns when to call it again
   */
  onDue(atNanos: Nanoseconds): number;
}

/** One in this many operations has its cost measured, by two more clock reads. A power of two. */
const SPANS_PER_COST_SAMPLE = 64;
/** What is due waits so long for the end of a tree, so that it falls outside the times of ticks. */
const WITHIN_TREE_NANOS = 1_000_000_000;

export class Recorder {
  readonly #sink: RecorderSink;
  readonly #turn: LoopTurn | undefined;
  /** Received events that wait for their tick. */
  readonly events: EventLedger;
  readonly losses: Losses;
  readonly #pool = new TickBufferPool();
  #openTraces = 0;
  #tracesStarted = 0;
  #spans = 0;
  #sampledStartNanos = 0;
  /** When the sink's `onDue` is to be called. */
  #dueNanos = 0;

  /** @param turn absent where the start of the event loop's current work is not known */
  constructor(sink: RecorderSink, turn?: LoopTurn) {
    this.#sink = sink;
    this.#turn = turn;
    this.events = new EventLedger(sink);
    this.losses = sink.losses;
  }

  /**
   * Starts a tick. The caller runs the handler in the returned context and then calls `settle`.
   *
   * @param batch number of events in the handler's list; absent where the handler takes a single event
   * @param since start of the handler, where it ran before its call was recognised as a tick
   */
  startTick(operationId: number, symbol: string | undefined, batch?: number, since?: Nanoseconds): TickContext {
    this.#sink.tickStarted(operationId);
    const stampedNanos = this.#stampOf(symbol, batch);
    const started = this.#openTrace(true, operationId, symbol, since);
    const busySinceNanos = this.#turn?.busySinceNanos ?? NaN;
    started.trace.stampedNanos = stampedNanos;
    started.trace.earliestNanos = stampedNanos < busySinceNanos ? stampedNanos : busySinceNanos;
    return started;
  }

  /** When Node.js handed the current input to JavaScript. */
  receivedNanos(): number {
    const delivered = deliveredNanos(this.#turn);
    return Number.isNaN(delivered) ? now() : delivered;
  }

  /** The outermost function of a trace has returned, but the trace is still open. */
  returned(trace: OpenTrace, atNanos: number): void {
    if (trace.buffer === undefined) return;
    trace.returnedNanos = atNanos;
    if (trace.isTick) this.#sink.tickReturned(atNanos as Nanoseconds);
  }

  /** Starts a tree outside any tick. Used like `startTick`. */
  startOutermost(operationId: number): TickContext {
    return this.#openTrace(false, operationId, undefined);
  }

  /** @returns the position of the new operation, or `NO_POSITION` if its trace has closed or is full */
  start(trace: OpenTrace, operationId: number, parent: number, startNanos: Nanoseconds): number {
    if (trace.buffer === undefined) return NO_POSITION;
    const position = trace.buffer.start(operationId, parent, startNanos);
    if (position === NO_POSITION) this.losses.add('operations_beyond_tree');
    if ((++this.#spans & (SPANS_PER_COST_SAMPLE - 1)) === 0) this.#sampledStartNanos = now() - startNanos;
    return position;
  }

  /** Ends an operation that `start` started, in an open or in a closed trace. */
  end(trace: OpenTrace, position: number, operationId: number, startNanos: Nanoseconds, failed: boolean): void {
    const endNanos = now();
    const { buffer } = trace;
    if (position !== NO_POSITION) {
      if (buffer === undefined) trace.lateEnd?.(position, operationId, startNanos, endNanos, failed);
      else buffer.end(position, endNanos, failed);
    }
    this.#sink.operationEnded(operationId, (endNanos - startNanos) as Nanoseconds, endFlags(trace, failed));
    if (this.#sampledStartNanos > 0) {
      this.#sink.spanCost((this.#sampledStartNanos + now() - endNanos) as Nanoseconds);
      this.#sampledStartNanos = 0;
    }
    if (endNanos - WITHIN_TREE_NANOS >= this.#dueNanos) this.#callDue(endNanos);
  }

  /** Ends an operation whose times the program gave. Its order among the others means nothing, so it leaves the tree. */
  endGiven(trace: OpenTrace, position: number, operationId: number, durationNanos: Nanoseconds, failed: boolean): void {
    const { buffer } = trace;
    if (position !== NO_POSITION) buffer?.leaveOut(position);
    this.losses.add('spans_with_given_times');
    this.#sink.operationEnded(operationId, durationNanos, endFlags(trace, failed));
  }

  /** Settles one of the calls that a trace waits for. The last one closes the trace. */
  settle(trace: OpenTrace, failed: boolean): void {
    trace.failed ||= failed;
    trace.pending--;
    if (trace.pending > 0 || trace.buffer === undefined) return;
    const { buffer } = trace;
    const endNanos = now();
    buffer.end(ROOT, endNanos, trace.failed);
    buffer.close(endNanos);
    this.#openTraces--;
    trace.buffer = undefined;
    if (!trace.isTick) {
      const durationNanos = (endNanos - trace.startNanos) as Nanoseconds;
      this.#sink.operationEnded(trace.operationId, durationNanos, endFlags(trace, trace.failed));
    }
    this.#sink.traceClosed(trace, buffer);
    this.#pool.giveBack(buffer);
    this.timeRead(endNanos);
  }

  /** Calls the sink when it is due. Costs one comparison with a time that was read for something else. */
  timeRead(atNanos: Nanoseconds): void {
    if (atNanos >= this.#dueNanos) this.#callDue(atNanos);
  }

  /** An operation that `end` has ended as a success was none. */
  turnedOutFailed(trace: OpenTrace, position: number, operationId: number): void {
    if (position !== NO_POSITION) trace.buffer?.markFailed(position);
    this.#sink.operationFailed(operationId);
  }

  /** The same of the outermost function of a trace. */
  outermostTurnedOutFailed(trace: OpenTrace): void {
    if (trace.buffer !== undefined) trace.failed = true;
    else if (trace.isTick) this.#sink.tickFailed(trace.operationId, trace.symbol);
    else this.#sink.operationFailed(trace.operationId);
  }

  sequenceGap(missing: number): void {
    this.#sink.sequenceGap(missing);
  }

  #callDue(atNanos: Nanoseconds): void {
    // The work may itself call functions that are measured.
    this.#dueNanos = Infinity;
    this.#dueNanos = this.#sink.onDue(atNanos);
  }

  /** Inside a running tick the delivery belongs to that tick (e.g. a query result), so it says nothing about when this event arrived. */
  #stampOf(symbol: string | undefined, batch: number | undefined): number {
    const waitingNanos = this.events.take(symbol, batch);
    if (!Number.isNaN(waitingNanos)) return waitingNanos;
    return activeTickContext() === undefined ? deliveredNanos(this.#turn) : NaN;
  }

  #openTrace(isTick: boolean, operationId: number, symbol: string | undefined, since?: Nanoseconds): TickContext {
    const parent = withoutClosedTicks(activeContext());
    const buffer = this.#openTraces < OPEN_TICK_TREES ? this.#pool.take() : this.#bufferWithoutTree();
    const startNanos = since ?? now();
    const trace = new OpenTrace(++this.#tracesStarted, isTick, operationId, symbol, startNanos, buffer, parent);
    buffer.start(operationId, -1, startNanos);
    this.#openTraces++;
    return new TickContext(parent, trace, ROOT);
  }

  #bufferWithoutTree(): TickBuffer {
    this.losses.add('ticks_beyond_trees');
    return new TickBuffer(1, 1);
  }
}

function endFlags({ isTick, closed }: OpenTrace, failed: boolean): number {
  const place = isTick ? (closed ? FLAG_LATE : 0) : FLAG_OUTSIDE_TICK;
  return failed ? place | FLAG_FAILED : place;
}
