// What the running process has measured since its last write: takes it from the recorder, hands it to the writer.

import { notSeenText } from '../model/rules.js';
import { CumulativeTotals } from '../aggregate/running-totals.js';
import { EventAge } from '../aggregate/event-age.js';
import type { SegmentAccumulator } from '../aggregate/segment-accumulator.js';
import type { TickAnalysis } from '../aggregate/tick-analysis.js';
import { keptTickOf } from '../capture/keep/kept-tick.js';
import type { KeepPolicy } from '../capture/keep/keep-policy.js';
import { traceDetailsOf } from '../capture/keep/trace-details.js';
import { lateEndOf } from './late-spans.js';
import { THREAD_STARTED_NANOS, now, unixMillis } from '../capture/recorder/clock.js';
import type { OpenTrace } from '../capture/recorder/open-trace.js';
import type { RecorderSink } from '../capture/recorder/recorder.js';
import type { LoopStretches } from '../capture/runtime/loop-stretches.js';
import { asTickscopeWork } from '../capture/runtime/tickscope-work.js';
import type { TickCounts } from '../capture/runtime/sampler.js';
import type { MetricSource } from '../export/metrics/metric-producer.js';
import type { Telemetry } from '../export/node-sdk.js';
import type { RecordWriter } from '../record-file/record-writer.js';
import { LiveRuntime } from './live-runtime.js';
import type { IndicatorInputs } from '../model/indicator.js';
import type { MetricTotals } from '../aggregate/metric-totals.js';
import type { Losses } from '../model/losses.js';
import type { NameTable } from '../model/name-table.js';
import type {
  InstrumentedRow,
  KeptReason,
  KeptTick,
  NotSeenRow,
  ProcessInfo,
  RuntimeSample,
} from '../model/record/record-segment.js';
import type { SegmentInParts } from '../model/record/segment-parts.js';
import { WARMUP_NANOS, WARMUP_TICKS } from '../model/targets.js';
import { FLAG_FAILED, type TickTrace } from '../model/tick-trace.js';
import type { Bytes, Nanoseconds } from '../model/units.js';
import { startImmediate, startInterval, startTimeout } from '../primordials.js';

/** Rows added to the sums of the whole run at once: cold, 90 rows took 0.9 ms. */
const ROWS_PER_SLICE = 16;
/** What could not be seen is told once each, up to this many. */
const NOT_SEEN_ROWS = 256;

export interface RunningSegmentParts {
  readonly accumulator: SegmentAccumulator;
  /** The one that the accumulator uses: after a tick is added it holds that tick's times. */
  readonly analysis: TickAnalysis;
  readonly names: NameTable;
  readonly process: ProcessInfo;
  readonly keepPolicy: KeepPolicy;
  readonly stretches: LoopStretches | undefined;
}

export class RunningSegment implements RecorderSink, MetricSource {
  readonly #analysis: TickAnalysis;
  readonly #names: NameTable;
  readonly #process: ProcessInfo;
  readonly #keepPolicy: KeepPolicy;
  readonly #stretches: LoopStretches | undefined;
  #accumulator: SegmentAccumulator;
  readonly #totals = new CumulativeTotals();
  readonly #age = new EventAge();
  readonly runtime: LiveRuntime = new LiveRuntime(() => this.#accumulator, this.#totals);
  /** Those of the segment that is running. */
  readonly losses: Losses = { add: (id, count) => this.#accumulator.losses.add(id, count) };
  #fromNanos: Nanoseconds = THREAD_STARTED_NANOS;
  #warmingUp = true;
  #started = 0;
  #ended = 0;
  #takeInstrumented: () => InstrumentedRow[] = () => [];
  #takeInputs: () => readonly IndicatorInputs[] = () => [];
  #toldNotSeen = new Set<string>();
  #notSeen: NotSeenRow[] = [];
  #writer: RecordWriter | undefined;
  #telemetry: Telemetry | undefined;

  constructor({ accumulator, analysis, names, process, keepPolicy, stretches }: RunningSegmentParts) {
    this.#accumulator = accumulator;
    this.#analysis = analysis;
    this.#names = names;
    this.#process = process;
    this.#keepPolicy = keepPolicy;
    this.#stretches = stretches;
  }

  get tickCounts(): TickCounts {
    return { started: this.#started, ended: this.#ended };
  }

  /** Says where the list of what was instrumented comes from. */
  describeCoverage(takeInstrumented: () => InstrumentedRow[]): void {
    this.#takeInstrumented = takeInstrumented;
  }

  /** Says where the sums over the inputs of indicators come from, since they were last asked for. */
  describeInputs(takeInputs: () => readonly IndicatorInputs[]): void {
    this.#takeInputs = takeInputs;
  }

  notSeen(row: NotSeenRow): void {
    const key = `${notSeenText(row)}: ${row.why}`;
    if (this.#toldNotSeen.has(key) || this.#toldNotSeen.size >= NOT_SEEN_ROWS) return;
    this.#toldNotSeen.add(key);
    this.#notSeen.push(row);
  }

  tickStarted(operationId: number): void {
    this.#started++;
    this.#accumulator.tickStarted();
    this.runtime.tickStarting(operationId);
  }

  tickReturned(atNanos: Nanoseconds): void {
    this.runtime.tickReturned(atNanos);
  }

  operationEnded(operationId: number, durationNanos: Nanoseconds, flags: number): void {
    this.#accumulator.operationEnded(operationId, durationNanos, flags);
    const { strategy } = this.#names.entry(operationId);
    if (strategy !== undefined) this.#accumulator.strategyCall(strategy, durationNanos, (flags & FLAG_FAILED) !== 0);
  }

  traceClosed(trace: OpenTrace, buffer: TickTrace): void {
    if (!trace.isTick) return this.#accumulator.outermostClosed(buffer);
    const closedAt = now();
    this.#ended++;
    this.#stretches?.lookFrom(trace);
    this.#accumulator.tickClosed(buffer, trace.symbol);
    const durationNanos = ((buffer.endNanos[0] as number) - trace.startNanos) as Nanoseconds;
    this.#arrived(trace, durationNanos);
    const reason = this.#keepPolicy.reasonToKeep(durationNanos, trace.failed);
    const kept = reason && this.#keep(trace, buffer, durationNanos, reason);
    this.runtime.tickClosed(trace, buffer, kept);
    this.#accumulator.ledger.closingCost((now() - closedAt) as Nanoseconds);
    if (this.#warmingUp && this.#ended >= WARMUP_TICKS) this.#endWarmup();
  }

  eventsReceived(count: number): void {
    this.#accumulator.arrivals.received += count;
  }

  eventsHandled(count: number): void {
    this.#accumulator.arrivals.handled += count;
    this.#accumulator.arrivals.ticksFromReceived++;
  }

  sequenceGap(missing: number): void {
    this.#accumulator.arrivals.sequenceGaps++;
    this.#accumulator.arrivals.sequenceMissing += missing;
  }

  spanCost(nanos: Nanoseconds): void {
    this.#accumulator.ledger.spanCost(nanos);
  }

  sample(sample: RuntimeSample): void {
    this.#accumulator.sample(sample);
    this.#totals.sample(sample);
  }

  /** Everything since the process began. */
  readMetrics<Result>(take: (totals: MetricTotals) => Result): Result {
    const startNanos = now();
    try {
      return take(this.#totals.read(this.#accumulator.sums, unixMillis(THREAD_STARTED_NANOS), unixMillis(startNanos)));
    } finally {
      this.exportingCost((now() - startNanos) as Nanoseconds);
    }
  }

  writingCost(nanos: Nanoseconds, bytes: Bytes): void {
    this.#accumulator.ledger.writingCost(nanos, bytes);
  }

  exportingCost(nanos: Nanoseconds): void {
    this.#accumulator.ledger.exportingCost(nanos);
  }

  /** From now on kept ticks leave as spans too. */
  sendTo(telemetry: Telemetry): void {
    this.#telemetry = telemetry;
  }

  startWriting(writer: RecordWriter, intervalMillis: number): void {
    this.#writer = writer;
    startTimeout(() => this.#warmingUp && this.#endWarmup(), WARMUP_NANOS / 1e6).unref();
    startInterval(() => writer.write(this.#cut()), intervalMillis).unref();
  }

  /** Writes what is left, synchronously, as the last of the process. */
  finish(writer: RecordWriter): void {
    this.runtime.finish();
    writer.finish({ ...this.#cut(), final: true });
  }

  /** How long the tick's event waited and how old it was, where that is known. */
  #arrived({ startNanos, stampedNanos, earliestNanos, eventUnixMillis }: OpenTrace, durationNanos: Nanoseconds): void {
    const { arrivals } = this.#accumulator;
    const wait = (sinceNanos: number): Nanoseconds => Math.max(0, startNanos - sinceNanos) as Nanoseconds;
    if (!Number.isNaN(stampedNanos)) arrivals.waited('stamped', wait(stampedNanos), durationNanos);
    if (!Number.isNaN(earliestNanos)) arrivals.waited('bound', wait(earliestNanos), durationNanos);
    const age = this.#age.of(eventUnixMillis, unixMillis(startNanos + durationNanos));
    if (age !== undefined) arrivals.aged(age.ageNanos, age.fellNanos);
  }

  /** @returns the tree, where the record has room for it */
  #keep(trace: OpenTrace, buffer: TickTrace, durationNanos: Nanoseconds, reason: KeptReason): KeptTick | undefined {
    this.#totals.tickKept(reason);
    const inRecord = this.#accumulator.hasRoomFor(durationNanos);
    const telemetry = this.#telemetry?.sendsTraces === true ? this.#telemetry : undefined;
    if (!inRecord && telemetry === undefined) return undefined;
    const tick = keptTickOf(trace, buffer, this.#names, this.#process.id, reason);
    if (inRecord) this.#accumulator.keep(tick);
    if (telemetry !== undefined) this.#send(trace, buffer, tick, telemetry);
    return inRecord ? tick : undefined;
  }

  #send(trace: OpenTrace, buffer: TickTrace, tick: KeptTick, telemetry: Telemetry): void {
    const details = traceDetailsOf(trace, buffer, this.#names, this.#analysis);
    asTickscopeWork(() => telemetry.sendTick(tick, details));
    trace.left = true;
    trace.lateEnd = lateEndOf(tick, details, this.#names, telemetry);
  }

  #absorbSlice(): void {
    const startNanos = now();
    const isMore = this.#totals.absorbSlice(ROWS_PER_SLICE);
    this.writingCost((now() - startNanos) as Nanoseconds, 0 as Bytes);
    if (isMore) startImmediate(() => this.#absorbSlice()).unref();
  }

  /** Warm-up gets a segment of its own: the targets leave it out. */
  #endWarmup(): void {
    asTickscopeWork(() => {
      const segment = this.#cut();
      this.#warmingUp = false;
      this.#writer?.write(segment);
    });
  }

  /** Everything since the last cut, as a segment whose rows are made when they are written. */
  #cut(): SegmentInParts {
    const accumulator = this.#accumulator;
    const toNanos = now();
    for (const { operationId, row } of this.#takeInputs()) accumulator.inputsSeen(operationId, row);
    const callsBeyond = this.#names.takeCallsBeyond();
    if (callsBeyond > 0) accumulator.losses.add('names_beyond_table', callsBeyond);
    this.#accumulator = accumulator.next();
    this.#totals.absorb(accumulator.sums);
    startImmediate(() => this.#absorbSlice()).unref();
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
