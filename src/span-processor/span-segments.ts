// Takes what the span intake measures into the running segment, and keeps the segment of the warm-up apart.

import { BoundedNames } from '../aggregate/bounded-names.js';
import { KeepPolicy } from '../aggregate/keep-policy.js';
import { RunningSegment, type SegmentCoverage } from '../aggregate/running-segment.js';
import { SegmentAccumulator, wholeSegment } from '../aggregate/segment-accumulator.js';
import { TickAnalysis } from '../aggregate/tick-analysis.js';
import { keptTickOf } from '../aggregate/kept-tick.js';
import type { SpanSink } from '../capture/otel/span-intake.js';
import type { SpanTick } from '../capture/otel/span-tick.js';
import { now, unixMillis, unixNanos } from '../capture/recorder/clock.js';
import { describeProcess } from '../capture/runtime/describe-process.js';
import type { Losses } from '../model/losses.js';
import { NameTable } from '../model/name-table.js';
import type { ProcessInfo, StoredSegment } from '../model/record/record-segment.js';
import type { SegmentInParts } from '../model/record/segment-parts.js';
import { TICK_TARGET_NANOS } from '../model/targets.js';
import { durationOf, type TickTrace } from '../model/tick-trace.js';
import type { Nanoseconds } from '../model/units.js';

export class SpanSegments implements SpanSink {
  readonly names: NameTable = new NameTable();
  readonly running: RunningSegment;
  readonly losses: Losses;
  readonly #process: ProcessInfo = describeProcess();
  readonly #scopeNames = new BoundedNames();
  #spansByScope = new Map<string, number>();
  /** Absent until the warm-up has ended. */
  #warmup: StoredSegment | undefined;

  constructor() {
    this.running = new RunningSegment({
      // Without the stretches of the event loop all of an operation's time counts as synchronous, so none may wait.
      accumulator: new SegmentAccumulator(this.names, new TickAnalysis(() => false)),
      names: this.names,
      process: this.#process,
      keepPolicy: new KeepPolicy(TICK_TARGET_NANOS),
      startNanos: now(),
      unixMillis,
    });
    this.losses = this.running.losses;
  }

  tickStarted(): void {
    this.running.tickStarted();
  }

  spanTaken(scopeName: string): void {
    const name = this.#scopeNames.bounded(scopeName);
    this.#spansByScope.set(name, (this.#spansByScope.get(name) ?? 0) + 1);
  }

  operationEnded(operationId: number, durationNanos: Nanoseconds, flags: number): void {
    this.running.operationEnded(operationId, durationNanos, flags);
  }

  tickClosed(tick: SpanTick, buffer: TickTrace): void {
    const closedAt = now();
    if (this.running.hasWarmupTime(closedAt)) this.#endWarmup();
    this.running.tickClosed(buffer, tick.symbol);
    const { accumulator } = this.running;
    const reason = this.running.reasonToKeep(buffer);
    if (reason !== undefined && accumulator.hasRoomFor(durationOf(buffer))) {
      accumulator.keep(keptTickOf(tick, buffer, this.names, { process: this.#process.id, reason, unixNanos }));
    }
    const closingNanos = now() - closedAt;
    accumulator.ledger.worked('closing', closingNanos);
    accumulator.ledger.held(closingNanos);
    if (this.running.hasWarmupTicks) this.#endWarmup();
  }

  spanCost(nanos: Nanoseconds): void {
    this.running.accumulator.ledger.spanCost(nanos);
  }

  /** The warm-up and, after it, the rest. */
  all(): StoredSegment[] {
    const soFar = stored(this.running.soFar(now(), this.#coverage()));
    return this.#warmup === undefined ? [soFar] : [this.#warmup, soFar];
  }

  #endWarmup(): void {
    this.#warmup = stored(this.running.cut(now(), this.#coverage()));
    this.running.endWarmup();
    this.#spansByScope = new Map();
  }

  #coverage(): SegmentCoverage {
    const instrumented = [...this.#spansByScope].map(([name, count]) => ({ name, rule: 'span-scope' as const, count }));
    return { caches: [], externals: [], instrumented, notSeen: [], profiles: [], memory: [] };
  }
}

function stored(parts: SegmentInParts): StoredSegment {
  return { ...wholeSegment(parts), warmup: parts.warmup };
}
