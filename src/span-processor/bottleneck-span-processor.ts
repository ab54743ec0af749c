// The public span processor: ranks the bottlenecks of a program from the spans of its own NodeSDK, 2.x or 3.x, without the preload.

import { buildReport } from '../analysis/build-report.js';
import type { SdkSpan, StartedSpan } from '../capture/otel/sdk-span.js';
import { SpanIntake } from '../capture/otel/span-intake.js';
import { now } from '../capture/recorder/clock.js';
import { TickscopeMetricProducer } from '../export/metrics/metric-producer.js';
import { RunningMetrics } from '../export/metrics/running-metrics.js';
import { CUMULATIVE, DELTA } from '../export/metrics/sdk-values.js';
import type { StoredSegment } from '../model/record/record-segment.js';
import type { Report } from '../model/report/report.js';
import { SpanSegments } from './span-segments.js';
import { debug } from '../stderr.js';

export interface BottleneckSpanProcessorOptions {
  /**
   * Whether a span that starts outside any tick is a tick. The tick is that span and its descendants; spans in no tick are
   * ignored. Absent: each local root is a tick, that is, a span whose parent is in another process or not known.
   */
  isTick?(span: SdkSpan): boolean;
  /**
   * Rewrites start, end, duration and event times of the exported spans of a tick, so that children lie inside their parents and
   * siblings are in order. The processor has to come first in `spanProcessors`.
   */
  readonly correctTimes?: boolean;
}

/** Fits `metricProducers` of the metrics SDK 2.x and 3.x; their types of an attribute's value exclude each other. */
export interface AnyMetricProducer {
  // oxlint-disable-next-line typescript/no-explicit-any
  collect(): Promise<any>;
}

/** Fits `spanProcessors` of NodeSDK and of tracer providers. Never throws: failures are counted in the report's losses. */
export class BottleneckSpanProcessor {
  readonly #intake: SpanIntake;
  readonly #segments = new SpanSegments();
  readonly #notes: string[] = [];
  #stopped = false;

  constructor(options: BottleneckSpanProcessorOptions = {}) {
    const { isTick, correctTimes = false } = options;
    this.#intake = new SpanIntake(
      // Read through `Date` each time: a simulation that replaces `Date` replaces it for the SDK too.
      // oxlint-disable-next-line eslint/no-restricted-properties
      { now, unixMillis: () => Date.now() },
      this.#segments.names,
      this.#segments,
      { isTick: isTick === undefined ? undefined : (span) => isTick.call(options, span), correctTimes },
    );
  }

  onStart(span: StartedSpan, _parentContext?: unknown): void {
    if (this.#stopped) return;
    try {
      this.#intake.start(span);
    } catch (error) {
      debug('onStart failed', error);
      this.#onError('onStart', error);
    }
  }

  onEnd(span: SdkSpan): void {
    if (this.#stopped) return;
    try {
      this.#intake.end(span);
    } catch (error) {
      debug('onEnd failed', error);
      this.#onError('onEnd', error);
    }
  }

  /** Does nothing: the processor sends nothing. */
  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  /** Ignores spans from now on; `report` keeps working. */
  shutdown(): Promise<void> {
    if (!this.#stopped) this.#intake.dropAll('ticks_open_at_shutdown');
    this.#stopped = true;
    return Promise.resolve();
  }

  /** The report so far: `buildReport` of `segments()`. */
  report(): Report {
    return buildReport(this.segments(), this.#notes);
  }

  /**
   * The sums since the processor was made as metrics, for `metricProducers` of a metric reader.
   * @param temporality the one of the reader's exporter; with `delta` every reader needs a producer of its own
   */
  metricProducer(temporality: 'cumulative' | 'delta' = 'cumulative'): AnyMetricProducer {
    return new TickscopeMetricProducer(new RunningMetrics(this.#segments.running, now), {
      temporality: temporality === 'delta' ? DELTA : CUMULATIVE,
    });
  }

  /**
   * The sums since the processor was made, as record segments: the warm-up and, after it, the rest. Segments of several
   * processors add up.
   */
  segments(): StoredSegment[] {
    return this.#segments.all();
  }

  #onError(where: 'onStart' | 'onEnd', error: unknown): void {
    this.#segments.losses.add(where === 'onStart' ? 'on_start_errors' : 'on_end_errors');
    if (this.#notes.length === 0) this.#notes.push(`The span processor failed in ${where}: ${textOf(error)}.`);
  }
}

function textOf(error: unknown): string {
  try {
    return String(error);
  } catch {
    return 'an error without a text';
  }
}
