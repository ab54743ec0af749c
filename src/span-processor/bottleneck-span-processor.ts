// The public span processor: ranks the bottlenecks of a program from the spans of its own NodeSDK, 2.x or 3.x, without the preload.

import { BoundedNames } from '../aggregate/bounded-names.js';
import { buildReport } from '../analysis/build-report.js';
import { CumulativeTotals } from '../aggregate/running-totals.js';
import { SegmentAccumulator } from '../aggregate/segment-accumulator.js';
import { TickAnalysis } from '../aggregate/tick-analysis.js';
import { KeepPolicy } from '../capture/keep/keep-policy.js';
import { keptTickOf } from '../capture/keep/kept-tick.js';
import type { SdkSpan, StartedSpan } from '../capture/otel/sdk-span.js';
import { SpanIntake, type SpanSink } from '../capture/otel/span-intake.js';
import type { SpanTick } from '../capture/otel/span-tick.js';
import { now, unixMillis } from '../capture/recorder/clock.js';
import type { TickBuffer } from '../capture/recorder/tick-buffer.js';
import { describeProcess } from '../capture/runtime/describe-process.js';
import { type MetricSource, TickscopeMetricProducer } from '../export/metrics/metric-producer.js';
import { CUMULATIVE, DELTA } from '../export/metrics/sdk-values.js';
import type { MetricTotals } from '../aggregate/metric-totals.js';
import type { Losses } from '../model/losses.js';
import { NameTable } from '../model/name-table.js';
import type { ProcessInfo, StoredSegment } from '../model/record/record-segment.js';
import type { Report } from '../model/report/report.js';
import { TICK_TARGET_NANOS, WARMUP_NANOS, WARMUP_TICKS } from '../model/targets.js';
import { ROOT } from '../model/tick-trace.js';
import type { Nanoseconds } from '../model/units.js';
import { debug } from '../stderr.js';

export interface BottleneckSpanProcessorOptions {
  /**
   * Whether a span that starts outside any tick is one. The tick is that span and its descendants; what is in no tick is passed
   * over. Absent: each local root is a tick, that is, a span whose parent is in another process or not known.
   */
  isTick?(span: SdkSpan): boolean;
  /**
   * Rewrites start, end, duration and event times of the exported spans of a tick, so that children lie inside their parents and
   * siblings are in order. The processor has to stand first in `spanProcessors`.
   */
  readonly correctTimes?: boolean;
}

/** Fits `metricProducers` of the metrics SDK 2.x and 3.x; their types of an attribute's value exclude each other. */
export interface AnyMetricProducer {
  // oxlint-disable-next-line typescript/no-explicit-any
  collect(): Promise<any>;
}

/** Fits `spanProcessors` of NodeSDK and of tracer providers. Never throws: what fails is counted in the report's losses. */
export class BottleneckSpanProcessor {
  readonly #intake: SpanIntake;
  readonly #record = new SpanProcessorRecord();
  #stopped = false;

  constructor(options: BottleneckSpanProcessorOptions = {}) {
    const { isTick, correctTimes = false } = options;
    this.#intake = new SpanIntake(
      // Read live: a simulation that replaces `Date` replaces it for the SDK too.
      // oxlint-disable-next-line eslint/no-restricted-properties
      { now, unixMillis: () => Date.now() },
      this.#record.names,
      this.#record,
      { isTick: isTick === undefined ? undefined : (span) => isTick.call(options, span), correctTimes },
    );
  }

  onStart(span: StartedSpan, _parentContext?: unknown): void {
    if (this.#stopped) return;
    try {
      this.#intake.start(span);
    } catch (error) {
      debug('onStart failed', error);
      this.#record.failed('onStart', error);
    }
  }

  onEnd(span: SdkSpan): void {
    if (this.#stopped) return;
    try {
      this.#intake.end(span);
    } catch (error) {
      debug('onEnd failed', error);
      this.#record.failed('onEnd', error);
    }
  }

  /** Nothing waits here to be sent. */
  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  /** Takes no more spans; `report` goes on answering. */
  shutdown(): Promise<void> {
    if (!this.#stopped) this.#intake.dropAll('ticks_open_at_shutdown');
    this.#stopped = true;
    return Promise.resolve();
  }

  /** What was seen so far: `buildReport` of `segments()`. */
  report(): Report {
    return buildReport(this.segments(), this.#record.notes);
  }

  /**
   * The sums since the processor was made as metrics, for `metricProducers` of a metric reader.
   * @param temporality as the reader's exporter wants them; with `delta` every reader needs a producer of its own
   */
  metricProducer(temporality: 'cumulative' | 'delta' = 'cumulative'): AnyMetricProducer {
    return new TickscopeMetricProducer(this.#record, { temporality: temporality === 'delta' ? DELTA : CUMULATIVE });
  }

  /** The sums since the processor was made, as record segments: the warm-up and, after it, the rest. Those of several add up. */
  segments(): StoredSegment[] {
    return this.#record.segments();
  }
}

/** What was measured since the processor was made. */
class SpanProcessorRecord implements SpanSink, MetricSource {
  readonly names = new NameTable();
  readonly notes: string[] = [];
  readonly losses: Losses = { add: (id, count) => this.#accumulator.losses.add(id, count) };
  readonly #process: ProcessInfo = describeProcess();
  readonly #keepPolicy = new KeepPolicy(TICK_TARGET_NANOS);
  readonly #scopeNames = new BoundedNames();
  readonly #startedNanos: Nanoseconds = now();
  /** Of the warm-up, once it has ended. */
  readonly #totals = new CumulativeTotals();
  #warmup: StoredSegment | undefined;
  #fromNanos: Nanoseconds = this.#startedNanos;
  // No `mayWait`: without segments of the event loop no waiting is told apart.
  #accumulator = new SegmentAccumulator(this.names, new TickAnalysis(() => false));
  #spansByScope = new Map<string, number>();
  #ended = 0;

  tickStarted(): void {
    this.#accumulator.tickStarted();
  }

  spanTaken(scopeName: string): void {
    const name = this.#scopeNames.bounded(scopeName);
    this.#spansByScope.set(name, (this.#spansByScope.get(name) ?? 0) + 1);
  }

  operationEnded(operationId: number, durationNanos: Nanoseconds, flags: number): void {
    this.#accumulator.operationEnded(operationId, durationNanos, flags);
  }

  tickClosed(tick: SpanTick, buffer: TickBuffer): void {
    const closedAt = now();
    if (this.#warmup === undefined && closedAt - this.#startedNanos >= WARMUP_NANOS) this.#endWarmup();
    this.#ended++;
    this.#accumulator.tickClosed(buffer, tick.symbol);
    const durationNanos = ((buffer.endNanos[ROOT] as number) - tick.startNanos) as Nanoseconds;
    const reason = this.#keepPolicy.reasonToKeep(durationNanos, tick.failed);
    if (reason !== undefined) this.#totals.tickKept(reason);
    if (reason !== undefined && this.#accumulator.hasRoomFor(durationNanos)) {
      this.#accumulator.keep(keptTickOf(tick, buffer, this.names, this.#process.id, reason));
    }
    this.#accumulator.ledger.closingCost((now() - closedAt) as Nanoseconds);
    if (this.#warmup === undefined && this.#ended >= WARMUP_TICKS) this.#endWarmup();
  }

  spanCost(nanos: Nanoseconds): void {
    this.#accumulator.ledger.spanCost(nanos);
  }

  failed(where: 'onStart' | 'onEnd', error: unknown): void {
    this.losses.add(where === 'onStart' ? 'on_start_errors' : 'on_end_errors');
    if (this.notes.length === 0) this.notes.push(`The span processor failed in ${where}: ${textOf(error)}.`);
  }

  readMetrics<Result>(take: (totals: MetricTotals) => Result): Result {
    const startNanos = now();
    try {
      return take(this.#totals.read(this.#accumulator.sums, unixMillis(this.#startedNanos), unixMillis(startNanos)));
    } finally {
      this.#accumulator.ledger.exportingCost((now() - startNanos) as Nanoseconds);
    }
  }

  segments(): StoredSegment[] {
    return [...(this.#warmup === undefined ? [] : [this.#warmup]), this.#segment()];
  }

  #endWarmup(): void {
    this.#warmup = this.#segment();
    this.#totals.absorb(this.#accumulator.sums);
    this.#accumulator = this.#accumulator.next();
    this.#spansByScope = new Map();
    this.#fromNanos = now();
  }

  #segment(): StoredSegment {
    const callsBeyond = this.names.takeCallsBeyond();
    if (callsBeyond > 0) this.losses.add('names_beyond_table', callsBeyond);
    const segment = this.#accumulator.toSegment({
      fromUnixMillis: unixMillis(this.#fromNanos),
      toUnixMillis: unixMillis(now()),
      processes: [this.#process],
      instrumented: [...this.#spansByScope].map(([name, count]) => ({ name, rule: 'span-scope' as const, count })),
      notSeen: [],
    });
    return { ...segment, warmup: this.#warmup === undefined };
  }
}

function textOf(error: unknown): string {
  try {
    return String(error);
  } catch {
    return 'an error without a text';
  }
}
