// Sends spans: serialised in slices of at most 64, when the loop is free, and sent in requests of up to 512, several at a time where the
// collector is slow.
//
// Serialising 512 spans at once holds the loop for 2-4 ms, which is more than a tick's whole budget. A request costs 1 ms of the program's
// thread, so few of them are made: one leaves when it is full, or when its first span has waited for long enough and no other is on its
// way. The stock batch processor also drops 72 % of 1,000 ticks that end in one turn. Here a tick waits as one entry and becomes spans when
// its slice is serialised.

import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { ExportResultCode, suppressTracing } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { KeptTick } from '../../model/record/record-segment.js';
import type { TraceDetails } from '../../model/trace-details.js';
import { guarded } from '../../guard.js';
import { piece } from '../../measured-work.js';
import { startImmediate, startTimeout, stopTimeout } from '../../primordials.js';
import { debug } from '../../stderr.js';
import type { SendingOutcome } from '../not-sent.js';
import { noAnswerFrom } from '../otlp/failure-reason.js';
import type { ToldResult } from '../otlp/told-delegate.js';
import { type SliceExporter, SPANS_PER_SLICE } from './slice-exporter.js';
import { type SpanDestination, spansInTime } from './span-destination.js';
import { type LateSpan, lateSpan, spansOfTick } from './tick-spans.js';
import { type LazySpans, WaitingSpans } from './waiting-spans.js';

const SENDING = 'sending spans';
/** A collector that takes a second for a request then takes 4,096 spans a second. */
const REQUESTS_AT_ONCE = 8;

export interface SpanSlicesOptions {
  readonly exporter: SliceExporter;
  /** Of the spans of ticks: known when the SDK has started. */
  readonly resource: () => Resource;
  /** Spans that may wait, those on their way included. Beyond it whole ticks are left out. */
  readonly maxQueueSize: number;
  readonly maxRequestSize: number;
  /** How long a request waits to fill. */
  readonly delayMillis: number;
  /** An export without a result after this time counts as failed. */
  readonly exportTimeoutMillis: number;
  /** Called with the number of spans that have a result: sent, or lost. */
  readonly answered?: (count: number) => void;
  readonly outcome: SendingOutcome;
}

/** A request that fills. */
interface NextRequest {
  readonly parts: unknown[];
  count: number;
}

export class SpanSlices implements SpanDestination {
  readonly #options: SpanSlicesOptions;
  readonly #requestSize: number;
  readonly #waiting = new WaitingSpans((count, error) => {
    this.#lose(count, error);
    this.#options.answered?.(count);
  });
  #next: NextRequest = { parts: [], count: 0 };
  #isScheduled = false;
  #delay: NodeJS.Timeout | undefined;
  /** The first span has waited for long enough. */
  #isDue = false;
  /** The resource has attributes that are read from files. */
  #isResourcePending = false;
  #requests = 0;
  #inFlight = 0;
  #isFailing = false;
  #drained: (() => void)[] = [];

  constructor(options: SpanSlicesOptions) {
    this.#options = options;
    const { exporter, maxRequestSize, maxQueueSize } = options;
    this.#requestSize = Math.max(1, Math.min(maxRequestSize, maxQueueSize, exporter.spansPerRequest ?? Infinity));
  }

  get unsent(): number {
    return this.#waiting.count + this.#next.count + this.#inFlight;
  }

  addTick(tick: KeptTick, details: TraceDetails): void {
    const spans = spansOfTick(tick, details, this.#options.resource());
    this.add({ count: spansInTime(tick, details), spans, isTick: true });
  }

  addLate(late: LateSpan): void {
    this.add({ count: 1, spans: [lateSpan(late, this.#options.resource())].values() });
  }

  add(spans: LazySpans): void {
    const { count } = spans;
    if (this.unsent + count > this.#options.maxQueueSize) {
      this.#options.outcome.lost('spans_beyond_queue', count);
      return;
    }
    this.#waiting.add(spans);
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
    await this.#options.exporter.forceFlush();
  }

  async shutdown(): Promise<void> {
    await this.forceFlush();
    await this.#options.exporter.shutdown();
  }

  abandon(): void {
    const { exporter, outcome } = this.#options;
    const silence = noAnswerFrom(exporter.at);
    // Of a flush that was given up nothing has come back.
    const isSilent = this.#requests > 0 && this.#drained.length > 0;
    outcome.abandoned('spans_not_sent_at_exit', this.#inFlight, silence);
    outcome.abandoned('spans_not_sent_at_exit', this.unsent - this.#inFlight, isSilent ? silence : undefined);
    this.#waiting.clear();
    this.#next = { parts: [], count: 0 };
    this.#requests = this.#inFlight = 0;
  }

  /** Whether what waits leaves now, full or not. */
  get #leavesNow(): boolean {
    return this.#isDue || this.#drained.length > 0;
  }

  #schedule(): void {
    if (this.#isScheduled || this.#isResourcePending) return;
    if (!this.#canSerialise && !this.#canSend) return this.#scheduleLater();
    this.#isScheduled = true;
    const step = piece('exporting', SENDING, () => {
      this.#isScheduled = false;
      this.#step();
    });
    startImmediate(step);
  }

  /** What does not fill a request waits, from its first span on. In a program that ends before, the flush sends it. */
  #scheduleLater(): void {
    if (this.#delay !== undefined || this.#waiting.count + this.#next.count === 0) return;
    const isDue = piece('exporting', SENDING, () => {
      this.#delay = undefined;
      this.#isDue = true;
      this.#schedule();
    });
    this.#delay = startTimeout(isDue, this.#options.delayMillis).unref();
  }

  get #sliceSize(): number {
    return Math.min(SPANS_PER_SLICE, this.#requestSize - this.#next.count);
  }

  /** A tick travels in one request, where one has room for it. @param taken spans that are not counted yet */
  readonly #fits = (tick: number, taken: number): boolean => {
    const count = this.#next.count + taken;
    return count === 0 || tick > this.#requestSize || count + tick <= this.#requestSize;
  };

  get #isFull(): boolean {
    return this.#next.count >= this.#requestSize || !this.#fits(this.#waiting.nextTick, 0);
  }

  get #canSerialise(): boolean {
    const size = this.#sliceSize;
    return !this.#isFull && size > 0 && this.#waiting.count > 0 && (this.#waiting.count >= size || this.#leavesNow);
  }

  get #requestsAtOnce(): number {
    return this.#isFailing ? 1 : REQUESTS_AT_ONCE;
  }

  get #canSend(): boolean {
    const { count } = this.#next;
    if (count === 0) return false;
    const isFull = this.#isFull;
    if (!isFull && !(this.#leavesNow && this.#waiting.count === 0)) return false;
    return this.#requests < (isFull || this.#drained.length > 0 ? this.#requestsAtOnce : 1);
  }

  #step(): void {
    if (this.#canSend) this.#send();
    else if (this.#canSerialise) this.#serialise();
    this.#settle();
  }

  #settle(): void {
    if (this.#waiting.count + this.#next.count === 0) this.#isDue = false;
    if (this.unsent === 0) for (const resolve of this.#drained.splice(0)) resolve();
    this.#schedule();
  }

  #serialise(): void {
    const slice = this.#waiting.take(this.#sliceSize, this.#fits);
    const [first] = slice;
    if (first === undefined) return;
    this.#next.count += slice.length;
    const { asyncAttributesPending, waitForAsyncAttributes } = first.resource ?? {};
    if (asyncAttributesPending !== true) return this.#addPart(slice);
    // The host's id is read from a file: without it the first ticks would seem to come from another host.
    this.#isResourcePending = true;
    const add = piece('exporting', SENDING, () => {
      this.#isResourcePending = false;
      this.#addPart(slice);
      this.#settle();
    });
    void waitForAsyncAttributes?.call(first.resource).then(add, add);
  }

  #addPart(slice: ReadableSpan[]): void {
    try {
      this.#next.parts.push(this.#options.exporter.serialise(slice));
    } catch (error) {
      this.#next.count = Math.max(0, this.#next.count - slice.length);
      this.#lose(slice.length, error);
      this.#options.answered?.(slice.length);
    }
  }

  #send(): void {
    const { parts, count } = this.#next;
    const { exporter, exportTimeoutMillis } = this.#options;
    this.#next = { parts: [], count: 0 };
    this.#requests++;
    this.#inFlight += count;
    let isAnswered = false;
    const answer = piece('exporting', SENDING, (result: ToldResult): void => {
      if (isAnswered) return;
      isAnswered = true;
      stopTimeout(timer);
      this.#answered(count, result);
    });
    const giveUp = guarded(SENDING, () => {
      answer({ code: ExportResultCode.FAILED, error: new Error(`no answer within ${exportTimeoutMillis} ms`) });
    });
    const timer = startTimeout(giveUp, exportTimeoutMillis).unref();
    try {
      // Outside the tick that scheduled it, and with tracing suppressed for the exporter's requests.
      context.with(suppressTracing(ROOT_CONTEXT), () => exporter.send(parts, answer));
    } catch (error) {
      answer({ code: ExportResultCode.FAILED, error: error instanceof Error ? error : new Error(String(error)) });
    }
  }

  #answered(count: number, { code, error, rejected = 0, rejection }: ToldResult): void {
    // Of an exit nothing is on its way any more: it was counted.
    if (this.#requests === 0) return;
    this.#requests--;
    this.#inFlight -= count;
    this.#isFailing = code !== ExportResultCode.SUCCESS;
    if (this.#isFailing) this.#lose(count, error);
    else {
      this.#options.outcome.taken();
      this.#reject(Math.min(rejected, count), rejection);
    }
    this.#options.answered?.(count);
    this.#settle();
  }

  #reject(count: number, reason: string | undefined): void {
    if (count > 0) this.#options.outcome.lost('spans_rejected', count, reason);
  }

  #lose(count: number, error: unknown): void {
    debug('traces could not be sent', error);
    const reason = error instanceof Error ? error.message : String(error);
    this.#options.outcome.failing(reason);
    this.#options.outcome.lost('spans_not_exported', count, reason);
  }
}
