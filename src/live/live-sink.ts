// Takes what the drain makes of the log into the running segment.

import type { CameEvent, DrainSink } from '../aggregate/drain/drain-sink.js';
import type { HeldCalls } from '../aggregate/held-calls.js';
import type { OrderAccumulator } from '../aggregate/order-accumulator.js';
import type { RunningSegment } from '../aggregate/running-segment.js';
import type { LoopStretches } from '../capture/runtime/loop-stretches.js';
import type { Losses } from '../model/losses.js';
import type { NameTable } from '../model/name-table.js';
import type { OrderName } from '../model/orders.js';
import type { OpenTrace } from '../model/tree/open-trace.js';
import type { TickBuffer } from '../model/tree/tick-buffer.js';
import type { Nanoseconds } from '../model/units.js';
import type { LiveKeptTicks } from './kept-ticks.js';
import type { LiveRuntime } from './live-runtime.js';
import type { SegmentCuts } from './segment-cuts.js';

export interface LiveSinkParts {
  readonly names: NameTable;
  readonly running: RunningSegment;
  readonly runtime: LiveRuntime;
  readonly keptTicks: LiveKeptTicks;
  readonly cuts: SegmentCuts;
  readonly stretches: LoopStretches | undefined;
  readonly heldCalls: HeldCalls | undefined;
}

/** Multiples of it, without their whole parts, lie evenly between 0 and 1, however many there are. */
const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

export class LiveSink implements DrainSink {
  readonly losses: Losses;
  readonly #names: NameTable;
  readonly #running: RunningSegment;
  readonly #runtime: LiveRuntime;
  readonly #keptTicks: LiveKeptTicks;
  readonly #cuts: SegmentCuts;
  readonly #stretches: LoopStretches | undefined;
  readonly #heldCalls: HeldCalls | undefined;
  /** Where between two looks the event of the last tick is taken to have come, from 0 to 1. */
  #spread = 0;

  constructor({ names, running, runtime, keptTicks, cuts, stretches, heldCalls }: LiveSinkParts) {
    this.losses = running.losses;
    this.#names = names;
    this.#running = running;
    this.#runtime = runtime;
    this.#keptTicks = keptTicks;
    this.#cuts = cuts;
    this.#stretches = stretches;
    this.#heldCalls = heldCalls;
  }

  isStatement(operationId: number): boolean {
    return this.#names.entry(operationId).kind === 'query';
  }

  tickStarted(operationId: number, atNanos: Nanoseconds, traceNumber: number): void {
    this.#running.tickStarted();
    this.#runtime.tickStarted(operationId, atNanos, traceNumber);
  }

  tickReturned(atNanos: Nanoseconds): void {
    this.#runtime.tickReturned(atNanos);
  }

  operationEnded(operationId: number, durationNanos: Nanoseconds, flags: number, startNanos: number): void {
    this.#running.operationEnded(operationId, durationNanos, flags);
    const heldNanos = this.#heldCalls?.ended(operationId, startNanos, durationNanos) ?? 0;
    if (heldNanos > 0) this.#running.accumulator.heldInCall(operationId, heldNanos);
  }

  operationFailed(operationId: number): void {
    this.#running.operationFailed(operationId);
  }

  tickFailed(operationId: number, symbol: string | undefined): void {
    this.#running.accumulator.tickFailed(operationId, symbol);
  }

  traceClosed(trace: OpenTrace, buffer: TickBuffer): void {
    if (!trace.isTick) return this.#running.accumulator.outermostClosed(buffer);
    this.#stretches?.lookFrom(trace);
    const waitNanos = Math.max(0, trace.startNanos - this.#readyNanos(trace));
    const times = this.#running.tickClosed(buffer, trace.symbol, waitNanos);
    // Response time is by the clock, with Tickscope's work in it: a caller has waited for that too.
    const ageNanos = this.#running.eventHandled(trace, (trace.endNanos - trace.startNanos) as Nanoseconds);
    const kept = this.#keptTicks.add(trace, buffer, times, ageNanos);
    this.#runtime.tickClosed(trace, buffer, waitNanos, kept);
    if (this.#running.hasWarmupTicks) this.#cuts.endWarmup(trace.endNanos as Nanoseconds);
  }

  /**
   * When the event of a tick was there to be handled. It came between the look that had not found it and the callback that got it; when, nobody
   * knows. One of these times, spread evenly over the ticks by the golden ratio, makes sums and percentiles right where events come evenly:
   * the earliest made the waits twice as long as they were.
   */
  #readyNanos({ readySinceNanos, stampedNanos }: OpenTrace): number {
    this.#spread = (this.#spread + GOLDEN_RATIO) % 1;
    // Whole nanoseconds: sums of fractions depend on their order.
    return readySinceNanos + Math.round(this.#spread * Math.max(0, stampedNanos - readySinceNanos));
  }

  eventCame(event: CameEvent): void {
    this.#running.eventCame(event);
  }

  sequenceGap(missing: number): void {
    this.#running.sequenceGap(missing);
  }

  orderOf(name: OrderName): OrderAccumulator {
    return this.#running.orderOf(name);
  }
}
