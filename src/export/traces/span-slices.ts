// Sends spans in slices: at most 64 at once, when the loop is free, one request at a time, and as few requests as possible.
//
// Serialising 512 spans at once holds the loop for 2-4 ms, which is more than a tick's whole budget. The stock batch processor
// also drops 72 % of 1,000 ticks that end in one turn. Here a tick waits as one entry and becomes spans when it is sent.

import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { type ExportResult, ExportResultCode, suppressTracing } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { Losses } from '../../model/losses.js';
import type { KeptTick } from '../../model/record/record-segment.js';
import type { TraceDetails } from '../../model/trace-details.js';
import { guarded } from '../../guard.js';
import { piece } from '../../measured-work.js';
import { startImmediate, startTimeout, stopTimeout } from '../../primordials.js';
import { debug } from '../../stderr.js';
import { type SpanDestination, spansInTime } from './span-destination.js';
import { type LateSpan, lateSpan, spansOfTick } from './tick-spans.js';

const SENDING = 'sending spans';

export const SPANS_PER_SLICE = 64;

export interface SpanSlicesOptions {
  readonly exporter: SpanExporter;
  /** Of the spans of ticks: known when the SDK has started. */
  readonly resource: () => Resource;
  /** Spans that may wait. Beyond it whole ticks are left out. */
  readonly maxQueueSize: number;
  readonly maxSliceSize: number;
  /**
   * How long a slice waits to fill. Each request costs about 1 ms of the program's thread, most of it in the system's write.
   */
  readonly delayMillis: number;
  /** An export without a result after this time counts as failed. */
  readonly exportTimeoutMillis: number;
  /** Called with the number of spans that have a result: sent, or lost. */
  readonly answered?: (count: number) => void;
  readonly losses: Losses;
  /** Called with the first failure, as one line. */
  readonly failed: (message: string) => void;
}

/** Spans that are made lazily, when they are sent. */
export interface WaitingSpans {
  readonly count: number;
  readonly spans: Iterator<ReadableSpan>;
}

export class SpanSlices implements SpanDestination {
  readonly #options: SpanSlicesOptions;
  #waiting: WaitingSpans[] = [];
  #waitingCount = 0;
  #scheduled = false;
  #delay: NodeJS.Timeout | undefined;
  #inFlight = 0;
  #said = false;
  #drained: (() => void)[] = [];

  constructor(options: SpanSlicesOptions) {
    this.#options = options;
  }

  get unsent(): number {
    return this.#waitingCount + this.#inFlight;
  }

  addTick(tick: KeptTick, details: TraceDetails): void {
    this.add({ count: spansInTime(tick, details), spans: spansOfTick(tick, details, this.#options.resource()) });
  }

  addLate(late: LateSpan): void {
    this.add({ count: 1, spans: [lateSpan(late, this.#options.resource())].values() });
  }

  add(entry: WaitingSpans): void {
    if (this.#waitingCount + entry.count > this.#options.maxQueueSize) {
      this.#options.losses.add('spans_beyond_queue', entry.count);
      return;
    }
    this.#waiting.push(entry);
    this.#waitingCount += entry.count;
    this.#schedule();
  }

  addEnded(span: ReadableSpan): void {
    this.add({ count: 1, spans: [span].values() });
  }

  async forceFlush(): Promise<void> {
    if (this.unsent > 0) {
      const drained = new Promise<void>((resolve) => this.#drained.push(resolve));
      this.#schedule();
      await drained;
    }
    await this.#options.exporter.forceFlush?.();
  }

  async shutdown(): Promise<void> {
    await this.forceFlush();
    await this.#options.exporter.shutdown();
  }

  abandon(): void {
    if (this.unsent > 0) this.#options.losses.add('spans_not_sent_at_exit', this.unsent);
    this.#waiting = [];
    this.#waitingCount = 0;
    this.#inFlight = 0;
  }

  #schedule(): void {
    if (this.#scheduled || this.#inFlight > 0) return;
    if (this.#waitingCount < this.#options.maxSliceSize && this.#drained.length === 0) return this.#scheduleLater();
    this.#scheduled = true;
    const send = piece('exporting', SENDING, () => {
      this.#scheduled = false;
      this.#send();
    });
    startImmediate(send);
  }

  /** Sends the spans that still wait after the delay. In a program that ends before, the flush sends them. */
  #scheduleLater(): void {
    if (this.#waitingCount === 0 || this.#delay !== undefined) return;
    const send = piece('exporting', SENDING, () => {
      this.#delay = undefined;
      if (!this.#scheduled && this.#inFlight === 0) this.#send();
    });
    this.#delay = startTimeout(send, this.#options.delayMillis).unref();
  }

  #send(): void {
    const slice = this.#nextSlice();
    if (slice.length === 0) {
      for (const resolve of this.#drained.splice(0)) resolve();
      return;
    }
    this.#inFlight = slice.length;
    let answered = false;
    const answer = piece('exporting', SENDING, (result: ExportResult): void => {
      if (answered) return;
      answered = true;
      stopTimeout(timer);
      this.#inFlight = 0;
      if (result.code !== ExportResultCode.SUCCESS) this.#fail(result.error, slice.length);
      this.#options.answered?.(slice.length);
      this.#schedule();
    });
    const { exportTimeoutMillis } = this.#options;
    const giveUp = guarded(SENDING, () => {
      answer({ code: ExportResultCode.FAILED, error: new Error(`no answer within ${exportTimeoutMillis} ms`) });
    });
    const timer = startTimeout(giveUp, exportTimeoutMillis);
    const send = piece('exporting', SENDING, () => {
      try {
        // Outside the tick that scheduled it, and with tracing suppressed for the exporter's requests.
        context.with(suppressTracing(ROOT_CONTEXT), () => this.#options.exporter.export(slice, answer));
      } catch (error) {
        answer({ code: ExportResultCode.FAILED, error: error instanceof Error ? error : new Error(String(error)) });
      }
    });
    const { asyncAttributesPending, waitForAsyncAttributes } = slice[0]?.resource ?? {};
    // The host's id is read from a file: without it the first ticks would seem to come from another host.
    if (asyncAttributesPending === true) void waitForAsyncAttributes?.call(slice[0]?.resource).then(send, send);
    else send();
  }

  #nextSlice(): ReadableSpan[] {
    const slice: ReadableSpan[] = [];
    while (slice.length < this.#options.maxSliceSize) {
      const [entry] = this.#waiting;
      if (entry === undefined) break;
      const { done, value } = entry.spans.next();
      if (done === true) this.#waiting.shift();
      else slice.push(value);
    }
    this.#waitingCount = this.#waiting.length === 0 ? 0 : Math.max(0, this.#waitingCount - slice.length);
    return slice;
  }

  #fail(error: Error | undefined, count: number): void {
    this.#options.losses.add('spans_not_exported', count);
    debug('traces could not be sent', error);
    if (this.#said) return;
    this.#said = true;
    const reason = error?.message.trim() ?? 'the exporter gave no reason';
    this.#options.failed(
      `traces could not be sent: ${reason}. Check OTEL_EXPORTER_OTLP_ENDPOINT and whether a collector listens there; ` +
        'the program runs on, and the report shows what was lost.',
    );
  }
}
