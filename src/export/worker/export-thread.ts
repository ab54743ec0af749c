// Sends spans and metrics from a worker thread of Tickscope's own: encoding and HTTP take 1 to 2 ms a request, and not of the program's thread.
//
// The program's thread posts kept ticks as they are, and what the metrics SDK has collected. How many spans may wait is decided here, so that
// a slow collector takes no memory there.

import type { MessagePort, Worker } from 'node:worker_threads';
import path from 'node:path';
import { ExportResultCode } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { KeptTick } from '../../model/record/record-segment.js';
import type { TraceDetails } from '../../model/trace-details.js';
import { guarded } from '../../guard.js';
import { asPiece, piece } from '../../measured-work.js';
import { atomics, startImmediate } from '../../primordials.js';
import { beforeProcessEvent } from '../../process-events.js';
import { debug } from '../../stderr.js';
import { nodeModule, ownThreads } from '../../this-thread.js';
import type { SendingOutcome, SentSignal, UnsentCause } from '../not-sent.js';
import { noAnswerFrom } from '../otlp/failure-reason.js';
import type { ToldResult } from '../otlp/told-delegate.js';
import { type SpanDestination, spansInTime } from '../traces/span-destination.js';
import type { LateSpan } from '../traces/tick-spans.js';
import type {
  ExportThreadData,
  FromExportThread,
  LostSpans,
  PostedTick,
  SentMetrics,
  ToExportThread,
} from './messages.js';
import { type SpanData, spanData } from './span-data.js';

const SENDING = 'sending spans';

/** The preload, which tells the thread by its data. In the bundle it contains this file. */
const REGISTER_FILE = path.join(__dirname, 'register.js');
/** Variables of Node.js that are for the program: the preload and its flags, and where its coverage goes. */
const NOT_FOR_THREAD: ReadonlySet<string> = new Set(['NODE_OPTIONS', 'NODE_V8_COVERAGE']);
/** With Node's default for young objects the thread held 15 MB more. */
const HEAP_LIMITS = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 4 };

export interface ExportThreadOptions extends Pick<
  ExportThreadData['tickscopeExport'],
  'maxRequestSize' | 'delayMillis' | 'exportTimeoutMillis' | 'sendsTraces' | 'sendsMetrics'
> {
  readonly maxQueueSize: number;
  /** Host and port of the spans' collector. */
  readonly at: string;
  readonly outcomes: Readonly<Record<SentSignal, SendingOutcome>>;
  /** How long a program that ends by `process.exit` waits for the spans that are on their way. */
  readonly exitMillis: number;
  readonly warn: (message: string) => void;
}

export class ExportThread implements SpanDestination {
  readonly #options: ExportThreadOptions;
  readonly #port: MessagePort;
  readonly #flushes = new Int32Array(new SharedArrayBuffer(4));
  #ticks: PostedTick[] = [];
  #late: LateSpan[] = [];
  #ended: SpanData[] = [];
  /** Spans that were not posted. */
  #waiting = 0;
  /** Spans that were posted, and have no result. */
  #posted = 0;
  #isScheduled = false;
  #hasEnded = false;
  /** A flush has not come back: the program has waited for it. */
  #isFlushing = false;
  #resource: Resource | undefined;
  #isReady = false;
  #lastId = 0;
  /** Who waits for a flush, or for the result of an export of metrics, by its number. */
  readonly #answers = new Map<number, (sent: SentMetrics) => void>();

  /** @throws where no thread can be started: Node's permissions may forbid it */
  constructor(options: ExportThreadOptions) {
    this.#options = options;
    const { MessageChannel, Worker: WorkerThread } = nodeModule('node:worker_threads');
    const { maxRequestSize, delayMillis, exportTimeoutMillis, sendsTraces, sendsMetrics } = options;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const data: ExportThreadData = {
      tickscopeExport: {
        ...{ maxRequestSize, delayMillis, exportTimeoutMillis, sendsTraces, sendsMetrics },
        port: port2,
        flushes: this.#flushes,
      },
    };
    const thread = new WorkerThread(REGISTER_FILE, {
      name: 'tickscope export',
      workerData: data,
      transferList: [port2],
      argv: [],
      execArgv: [],
      env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !NOT_FOR_THREAD.has(name))),
      resourceLimits: HEAP_LIMITS,
      stdout: true,
      stderr: true,
    });
    ownThreads.add(thread);
    // Listeners of `worker` on `process` hear of the program's own `Worker`s alone.
    beforeProcessEvent('worker', (started) => started === thread);
    this.#follow(thread);
    port1.on(
      'message',
      piece('exporting', SENDING, (message: FromExportThread) => this.#receive(message)),
    );
    port1.unref();
    thread.unref();
  }

  /** Called when the SDK has started. */
  useResource(resource: Resource): void {
    this.#resource = resource;
    const ready = guarded(SENDING, () => this.#ready());
    if (resource.asyncAttributesPending === true) void resource.waitForAsyncAttributes?.().then(ready, ready);
    else ready();
  }

  get sendsTraces(): boolean {
    return this.#options.sendsTraces;
  }

  get sendsMetrics(): boolean {
    return this.#options.sendsMetrics;
  }

  get unsent(): number {
    return this.#waiting + this.#posted;
  }

  addTick(tick: KeptTick, details: TraceDetails): void {
    if (!this.#hasRoomFor(spansInTime(tick, details))) return;
    const programSpans = new Map<number, SpanData>();
    for (const [position, span] of details.programSpans) programSpans.set(position, spanData(span as ReadableSpan));
    const programSpansElsewhere = details.programSpansElsewhere.map((span) => spanData(span as ReadableSpan));
    this.#ticks.push([tick, { ...details, programSpans, programSpansElsewhere }]);
    this.#schedule();
  }

  addLate(late: LateSpan): void {
    if (!this.#hasRoomFor(1)) return;
    this.#late.push(late);
    this.#schedule();
  }

  addEnded(span: ReadableSpan): void {
    if (!this.#hasRoomFor(1)) return;
    this.#ended.push(spanData(span));
    this.#schedule();
  }

  /** @param done called once */
  exportMetrics({ resource, scopeMetrics }: ResourceMetrics, done: (result: ToldResult) => void): void {
    const id = ++this.#lastId;
    this.#answers.set(id, ({ error, ...rejection }) =>
      done(
        error === undefined
          ? { code: ExportResultCode.SUCCESS, ...rejection }
          : { code: ExportResultCode.FAILED, error: new Error(error) },
      ),
    );
    const isPosted = this.#post({ metrics: { id, attributes: resource.attributes, scopeMetrics } });
    if (!isPosted) this.#answer(id, { error: 'the export thread does not take it' });
  }

  async forceFlush(): Promise<void> {
    if (this.unsent === 0 || this.#hasEnded) return;
    // Of the resource some attributes are read from files.
    await this.#resource?.waitForAsyncAttributes?.();
    this.#ready();
    const id = ++this.#lastId;
    const flushed = new Promise<void>((resolve) => this.#answers.set(id, () => resolve()));
    this.#isFlushing = true;
    if (!this.#post({ flush: id })) this.#answer(id);
    await flushed;
    this.#isFlushing = false;
  }

  async shutdown(): Promise<void> {
    await this.forceFlush();
  }

  /** Waits a moment for what is on its way, where the program has not: the thread goes on while this one is held. */
  abandon(): void {
    if (this.unsent === 0) return;
    this.#ready();
    const flushes = atomics.load(this.#flushes, 0);
    const mayWait = this.#posted > 0 && !this.#isFlushing && this.#post({ flush: 0 });
    if (mayWait) atomics.wait(this.#flushes, 0, flushes, this.#options.exitMillis);
    const { receiveMessageOnPort } = nodeModule('node:worker_threads');
    for (let next = receiveMessageOnPort(this.#port); next !== undefined; next = receiveMessageOnPort(this.#port)) {
      this.#receive(next.message as FromExportThread);
    }
    const silence = noAnswerFrom(this.#options.at);
    const { traces } = this.#options.outcomes;
    traces.abandoned('spans_not_sent_at_exit', this.#posted, silence);
    traces.abandoned('spans_not_sent_at_exit', this.#waiting, this.#isFlushing ? silence : undefined);
    this.#waiting = this.#posted = 0;
  }

  #hasRoomFor(count: number): boolean {
    const isTaken = !this.#hasEnded && this.unsent + count <= this.#options.maxQueueSize;
    if (isTaken) this.#waiting += count;
    else if (this.#hasEnded) this.#lose('spans_not_exported', count, 'the export thread is gone');
    else this.#lose('spans_beyond_queue', count);
    return isTaken;
  }

  #schedule(): void {
    if (this.#isScheduled || !this.#isReady) return;
    this.#isScheduled = true;
    startImmediate(
      piece('exporting', SENDING, () => {
        this.#isScheduled = false;
        this.#postSpans();
      }),
    ).unref();
  }

  #ready(): void {
    if (!this.#isReady && this.#resource !== undefined) {
      this.#isReady = true;
      this.#post({ resource: this.#resource.attributes });
    }
    this.#postSpans();
  }

  #postSpans(): void {
    if (this.#waiting === 0 || !this.#isReady || this.#hasEnded) return;
    const count = this.#waiting;
    const spans = { ticks: this.#ticks, late: this.#late, ended: this.#ended };
    [this.#ticks, this.#late, this.#ended] = [[], [], []];
    this.#waiting = 0;
    if (this.#post({ spans })) this.#posted += count;
    else this.#lose('spans_not_exported', count, 'they cannot be copied to the export thread');
  }

  /** @returns false where the message cannot be copied: nothing of it has been posted */
  #post(message: ToExportThread): boolean {
    if (this.#hasEnded) return false;
    return asPiece('exporting', () => {
      try {
        this.#port.postMessage(message);
        return true;
      } catch (error) {
        debug('what is to be sent cannot be copied to the export thread', error);
        return false;
      }
    });
  }

  #receive(message: FromExportThread): void {
    const { outcomes, warn } = this.#options;
    if ('settled' in message) this.#settled(message.settled, message.lost);
    else if ('failing' in message) outcomes[message.failing].failing(message.reason);
    else if ('taken' in message) outcomes[message.taken].taken();
    else if ('say' in message) warn(message.say);
    else if ('sentMetrics' in message) this.#answer(message.sentMetrics, message);
    else this.#answer(message.flushed);
  }

  #settled(count: number, lost: readonly LostSpans[]): void {
    this.#posted = Math.max(0, this.#posted - count);
    for (const each of lost) this.#lose(each.cause, each.count, each.reason);
  }

  #lose(cause: UnsentCause, count: number, reason?: string): void {
    this.#options.outcomes.traces.lost(cause, count, reason);
  }

  #answer(id: number, sent: SentMetrics = {}): void {
    const answer = this.#answers.get(id);
    this.#answers.delete(id);
    answer?.(sent);
  }

  #follow(thread: Worker): void {
    let reason = 'it has ended';
    const failed = piece('exporting', SENDING, (error: Error) => {
      debug('the export thread failed', error);
      reason = error.message;
    });
    const ended = piece('exporting', SENDING, () => {
      this.#hasEnded = true;
      this.#lose('spans_not_exported', this.unsent, `the export thread is gone: ${reason}`);
      this.#waiting = this.#posted = 0;
      for (const id of this.#answers.keys()) this.#answer(id, { error: `the export thread is gone: ${reason}` });
      this.#options.warn(
        `the export thread is gone: ${reason}. Nothing more is sent; the program runs on. Set TICKSCOPE_EXPORT=thread to send from the program's thread.`,
      );
    });
    thread.on('error', failed);
    thread.on('exit', ended);
  }
}
