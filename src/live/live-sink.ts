// Takes what the recorder records into the running segment.

import type { RunningSegment } from '../aggregate/running-segment.js';
import { now } from '../capture/recorder/clock.js';
import type { OpenTrace } from '../capture/recorder/open-trace.js';
import type { RecorderSink } from '../capture/recorder/recorder.js';
import type { LoopStretches } from '../capture/runtime/loop-stretches.js';
import type { Losses } from '../model/losses.js';
import { durationOf, type TickTrace } from '../model/tick-trace.js';
import type { Nanoseconds } from '../model/units.js';
import type { LiveKeptTicks } from './kept-ticks.js';
import type { LiveRuntime } from './live-runtime.js';
import type { SegmentCuts } from './segment-cuts.js';
import type { TimedWork } from './timed-work.js';

export interface LiveSinkParts {
  readonly running: RunningSegment;
  readonly runtime: LiveRuntime;
  readonly keptTicks: LiveKeptTicks;
  readonly cuts: SegmentCuts;
  readonly stretches: LoopStretches | undefined;
  readonly timedWork: TimedWork;
}

export class LiveSink implements RecorderSink {
  readonly losses: Losses;
  readonly #running: RunningSegment;
  readonly #runtime: LiveRuntime;
  readonly #keptTicks: LiveKeptTicks;
  readonly #cuts: SegmentCuts;
  readonly #stretches: LoopStretches | undefined;
  readonly #timedWork: TimedWork;

  constructor({ running, runtime, keptTicks, cuts, stretches, timedWork }: LiveSinkParts) {
    this.losses = running.losses;
    this.#running = running;
    this.#runtime = runtime;
    this.#keptTicks = keptTicks;
    this.#cuts = cuts;
    this.#stretches = stretches;
    this.#timedWork = timedWork;
  }

  tickStarted(operationId: number): void {
    this.#running.tickStarted();
    this.#runtime.tickStarting(operationId);
  }

  tickReturned(atNanos: Nanoseconds): void {
    this.#runtime.tickReturned(atNanos);
  }

  operationEnded(operationId: number, durationNanos: Nanoseconds, flags: number): void {
    this.#running.operationEnded(operationId, durationNanos, flags);
  }

  operationFailed(operationId: number): void {
    this.#running.operationFailed(operationId);
  }

  tickFailed(operationId: number, symbol: string | undefined): void {
    this.#running.accumulator.tickFailed(operationId, symbol);
  }

  traceClosed(trace: OpenTrace, buffer: TickTrace): void {
    if (!trace.isTick) return this.#running.accumulator.outermostClosed(buffer);
    const closedAt = now();
    this.#stretches?.lookFrom(trace);
    const times = this.#running.tickClosed(buffer, trace.symbol);
    this.#running.eventHandled(trace, durationOf(buffer));
    const kept = this.#keptTicks.add(trace, buffer, times);
    this.#runtime.tickClosed(trace, buffer, kept);
    this.#running.accumulator.ledger.closingCost((now() - closedAt) as Nanoseconds);
    if (this.#running.hasWarmupTicks) this.#cuts.endWarmup();
  }

  eventsReceived(count: number): void {
    this.#running.accumulator.arrivals.received += count;
  }

  eventsHandled(count: number): void {
    const { arrivals } = this.#running.accumulator;
    arrivals.handled += count;
    arrivals.ticksFromReceived++;
  }

  sequenceGap(missing: number): void {
    const { arrivals } = this.#running.accumulator;
    arrivals.sequenceGaps++;
    arrivals.sequenceMissing += missing;
  }

  spanCost(nanos: Nanoseconds): void {
    this.#running.accumulator.ledger.spanCost(nanos);
  }

  onDue(atNanos: Nanoseconds): number {
    const dueNanos = this.#timedWork.proceed(atNanos);
    this.#runtime.tickscopeWorked(atNanos);
    return dueNanos;
  }
}
