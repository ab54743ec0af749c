// What the running process has measured since its last write: takes it from the recorder, hands it to the writer.

import type { SegmentAccumulator } from './analysis/segment-accumulator.js';
import { keptTickOf } from './capture/keep/kept-tick.js';
import type { KeepPolicy } from './capture/keep/keep-policy.js';
import { now, unixMillis } from './capture/recorder/clock.js';
import type { OpenTrace } from './capture/recorder/open-trace.js';
import type { RecorderSink } from './capture/recorder/recorder.js';
import type { EventLoopSegments } from './capture/runtime/event-loop-segments.js';
import type { TickCounts } from './capture/runtime/sampler.js';
import type { RecordWriter } from './export/record-writer.js';
import type { NameTable } from './model/name-table.js';
import type { InstrumentedRow, NotSeenRow, ProcessRecord, RuntimeSample } from './model/record-segment.js';
import type { SegmentInParts } from './model/segment-lines.js';
import { WARMUP_NANOS, WARMUP_TICKS } from './model/targets.js';
import type { TickTrace } from './model/tick-trace.js';
import type { Bytes, Nanoseconds } from './model/units.js';

/** What could not be seen is told once each, up to this many. */
const NOT_SEEN_ROWS = 256;
// Captured at preload: fake timers of a simulation would never fire.
const startInterval = setInterval;
const startTimeout = setTimeout;

export class LiveRecord implements RecorderSink {
  readonly #names: NameTable;
  readonly #process: ProcessRecord;
  readonly #keepPolicy: KeepPolicy;
  readonly #segments: EventLoopSegments | undefined;
  #accumulator: SegmentAccumulator;
  #fromNanos: Nanoseconds = 0 as Nanoseconds;
  #warmingUp = true;
  #begun = 0;
  #ended = 0;
  #takeInstrumented: () => InstrumentedRow[] = () => [];
  #toldRefused = 0;
  #toldNotSeen = new Set<string>();
  #notSeen: NotSeenRow[] = [];
  #writer: RecordWriter | undefined;

  constructor(
    accumulator: SegmentAccumulator,
    names: NameTable,
    process: ProcessRecord,
    keepPolicy: KeepPolicy,
    segments: EventLoopSegments | undefined,
  ) {
    this.#accumulator = accumulator;
    this.#names = names;
    this.#process = process;
    this.#keepPolicy = keepPolicy;
    this.#segments = segments;
  }

  get tickCounts(): TickCounts {
    return { begun: this.#begun, ended: this.#ended };
  }

  /** Says where the list of what was instrumented comes from. */
  describeCoverage(takeInstrumented: () => InstrumentedRow[]): void {
    this.#takeInstrumented = takeInstrumented;
  }

  notSeen(what: string, why: string): void {
    const key = `${what}: ${why}`;
    if (this.#toldNotSeen.has(key) || this.#toldNotSeen.size >= NOT_SEEN_ROWS) return;
    this.#toldNotSeen.add(key);
    this.#notSeen.push({ what, why });
  }

  tickBegun(): void {
    this.#begun++;
    this.#accumulator.tickBegun();
  }

  operationEnded(
    operationId: number,
    durationNanos: Nanoseconds,
    failed: boolean,
    late: boolean,
    outsideTick: boolean,
  ): void {
    this.#accumulator.operationEnded(operationId, durationNanos, failed, late, outsideTick);
    const { strategy } = this.#names.entry(operationId);
    if (strategy !== undefined) this.#accumulator.strategyCall(strategy, durationNanos, failed);
  }

  traceClosed(trace: OpenTrace, storage: TickTrace): void {
    if (!trace.isTick) return this.#accumulator.outermostClosed(storage);
    const closedAt = now();
    this.#ended++;
    this.#segments?.lookFrom(trace);
    this.#accumulator.tickClosed(storage, trace.symbol);
    const durationNanos = ((storage.endNanos[0] as number) - trace.startNanos) as Nanoseconds;
    const reason = this.#keepPolicy.reasonToKeep(durationNanos, trace.failed);
    if (reason !== undefined && this.#accumulator.hasRoomFor(durationNanos)) {
      this.#accumulator.keep(keptTickOf(trace, storage, this.#names, this.#process.id, reason));
    }
    this.#accumulator.closingCost((now() - closedAt) as Nanoseconds);
    if (this.#warmingUp && this.#ended >= WARMUP_TICKS) this.#endWarmup();
  }

  spanCost(nanos: Nanoseconds): void {
    this.#accumulator.spanCost(nanos);
  }

  loss(cause: string): void {
    this.#accumulator.loss(cause, 1);
  }

  sample(sample: RuntimeSample): void {
    this.#accumulator.sample(sample);
  }

  writingCost(nanos: Nanoseconds, bytes: Bytes): void {
    this.#accumulator.writingCost(nanos, bytes);
  }

  startWriting(writer: RecordWriter, intervalMillis: number): void {
    this.#writer = writer;
    startTimeout(() => this.#warmingUp && this.#endWarmup(), WARMUP_NANOS / 1e6).unref();
    startInterval(() => writer.write(this.#cut()), intervalMillis).unref();
  }

  /** Writes what is left, synchronously. */
  finish(writer: RecordWriter): void {
    writer.finish(this.#cut());
  }

  /** Warm-up gets a segment of its own: the targets leave it out. */
  #endWarmup(): void {
    const segment = this.#cut();
    this.#warmingUp = false;
    this.#writer?.write(segment);
  }

  /** Everything since the last cut, as a segment whose rows are made when they are written. */
  #cut(): SegmentInParts {
    const accumulator = this.#accumulator;
    const toNanos = now();
    const refused = this.#names.refused - this.#toldRefused;
    if (refused > 0) accumulator.loss('calls of names beyond 4,288: counted together', refused);
    this.#toldRefused += refused;
    this.#accumulator = accumulator.next();
    const segment: SegmentInParts = {
      ...accumulator.toParts({
        fromUnixMillis: unixMillis(this.#fromNanos),
        toUnixMillis: unixMillis(toNanos),
        processes: [this.#process],
        instrumented: this.#takeInstrumented(),
        notSeen: this.#notSeen,
      }),
      warmup: this.#warmingUp,
    };
    this.#fromNanos = toNanos;
    this.#notSeen = [];
    return segment;
  }
}
