// The export thread: makes spans of the ticks that it is posted, and sends them and the metrics by the exporters of the environment.

import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { TraceDetails } from '../../model/trace-details.js';
import { atomics } from '../../primordials.js';
import { otlpMetricExporter, spanExporters } from '../exporters.js';
import type { SendingOutcome, SentSignal } from '../not-sent.js';
import { isFailure } from '../otlp/failure-reason.js';
import type { ToldResult } from '../otlp/told-delegate.js';
import { hearing, sayingOnce } from '../startup-warnings.js';
import { spansInTime } from '../traces/span-destination.js';
import { SpanSlices } from '../traces/span-slices.js';
import type {
  ExportThreadData,
  FromExportThread,
  LostSpans,
  PostedMetrics,
  PostedSpans,
  SentMetrics,
  ToExportThread,
} from './messages.js';
import { type SpanData, spanOfData } from './span-data.js';

export function serveExports({ tickscopeExport: given }: ExportThreadData): void {
  const server = new ExportServer(given);
  given.port.on('message', (message: ToExportThread) => server.take(message));
}

class ExportServer {
  readonly #given: ExportThreadData['tickscopeExport'];
  readonly #slices: SpanSlices | undefined;
  readonly #metrics: PushMetricExporter | undefined;
  /** Of the spans that are settled next. */
  readonly #lost: LostSpans[] = [];
  #resource: Resource = resourceFromAttributes({});

  constructor(given: ExportThreadData['tickscopeExport']) {
    this.#given = given;
    const warn = sayingOnce((message) => this.#post({ say: message }));
    const environment = process.env;
    const traces = this.#outcomeOf('traces');
    const [exporter] = given.sendsTraces
      ? hearing(warn, () => spanExporters(environment, ['otlp'], warn, traces.failing))
      : [];
    this.#metrics = given.sendsMetrics
      ? hearing(warn, () => otlpMetricExporter(environment, warn, this.#outcomeOf('metrics').failing))
      : undefined;
    this.#slices =
      exporter &&
      new SpanSlices({
        exporter,
        resource: () => this.#resource,
        // The program's thread posts no more than may wait.
        maxQueueSize: Infinity,
        maxRequestSize: given.maxRequestSize,
        delayMillis: given.delayMillis,
        exportTimeoutMillis: given.exportTimeoutMillis,
        outcome: traces,
        answered: (settled) => this.#settle(settled),
      });
  }

  take(message: ToExportThread): void {
    if ('spans' in message) this.#takeSpans(message.spans);
    else if ('metrics' in message) this.#takeMetrics(message.metrics);
    else if ('flush' in message) void this.#flush(message.flush);
    else this.#resource = resourceFromAttributes(message.resource);
  }

  #takeSpans({ ticks, late, ended }: PostedSpans): void {
    const slices = this.#slices;
    if (slices === undefined) {
      const count = ticks.reduce(
        (sum, [tick, details]) => sum + spansInTime(tick, details),
        late.length + ended.length,
      );
      this.#lost.push({ cause: 'spans_not_exported', count, reason: 'there is no exporter' });
      return this.#settle(count);
    }
    for (const [tick, details] of ticks) slices.addTick(tick, this.#withSpans(details));
    for (const each of late) slices.addLate(each);
    for (const each of ended) slices.addEnded(spanOfData(each, this.#resource));
  }

  #withSpans(details: TraceDetails): TraceDetails {
    const spanOf = (data: object): object => spanOfData(data as SpanData, this.#resource);
    return {
      ...details,
      programSpans: new Map([...details.programSpans].map(([position, data]) => [position, spanOf(data)])),
      programSpansElsewhere: details.programSpansElsewhere.map(spanOf),
    };
  }

  #takeMetrics({ id, attributes, scopeMetrics }: PostedMetrics): void {
    const resource = resourceFromAttributes(attributes);
    const done = (sent: SentMetrics): void => this.#post({ sentMetrics: id, ...sent });
    if (this.#metrics === undefined) return done({ error: 'there is no exporter' });
    this.#metrics.export({ resource, scopeMetrics }, (result: ToldResult) => {
      const { error, rejected, rejection } = result;
      if (isFailure(result)) return done({ error: error?.message ?? 'the exporter gave no reason' });
      done({ ...(rejected !== undefined && { rejected }), ...(rejection !== undefined && { rejection }) });
    });
  }

  #outcomeOf(signal: SentSignal): SendingOutcome {
    return {
      failing: (reason) => this.#post({ failing: signal, reason }),
      taken: () => this.#post({ taken: signal }),
      // Only the program's thread ends at once.
      abandoned: () => {},
      lost: (cause, count, reason) => this.#lost.push({ cause, count, ...(reason !== undefined && { reason }) }),
    };
  }

  async #flush(flushed: number): Promise<void> {
    await this.#slices?.forceFlush();
    this.#post({ flushed });
    atomics.add(this.#given.flushes, 0, 1);
    atomics.notify(this.#given.flushes, 0);
  }

  #settle(settled: number): void {
    this.#post({ settled, lost: this.#lost.splice(0) });
  }

  #post(message: FromExportThread): void {
    this.#given.port.postMessage(message);
  }
}
