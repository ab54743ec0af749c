// Starts the OpenTelemetry SDK around the recorder: resource, context manager, propagators and exporters.

import { type LoggerProvider, SeverityNumber } from '@opentelemetry/api';
import type { MetricProducer, PushMetricExporter } from '@opentelemetry/sdk-metrics';
import { NodeSDK } from '@opentelemetry/sdk-node';
import type { Resource } from '@opentelemetry/resources';
import type { Environment } from '../config/environment.js';
import type { Losses } from '../model/losses.js';
import type { KeptTick } from '../model/record/record-segment.js';
import type { TraceDetails } from '../model/trace-details.js';
import { metricReaders, sendsLogs, spanExporters } from './exporters.js';
import type { GlobalApi } from './global-api.js';
import { INSTRUMENTATION_SCOPE } from './instrumentation-scope.js';
import type { ExportMode } from '../config/limits.js';
import {
  exportersOf,
  hasLogLevel,
  isForExportThread,
  otlpTargetOf,
  positiveNumber,
  refusals,
  type Signal,
} from './otel-environment.js';
import { hostAndPort } from './otlp/failure-reason.js';
import { headerProblems } from './otlp/header-problems.js';
import { leaveArgumentsOut } from './process-resource.js';
import { CountedMetricExporter } from './metrics/counted-metric-exporter.js';
import { NotSent } from './not-sent.js';
import { hearing, sayingOnce } from './startup-warnings.js';
import { isMainThread } from '../this-thread.js';
import type { SpanDestination } from './traces/span-destination.js';
import { SpanSlices, type SpanSlicesOptions } from './traces/span-slices.js';
import { ProgramSpanProcessor, type ProgramSpanIntake } from './traces/program-span-processor.js';
import type { LateSpan } from './traces/tick-spans.js';
import { ExportThread, type ExportThreadOptions } from './worker/export-thread.js';
import { threadMetricExporter } from './worker/thread-metric-exporter.js';

/** Spans that may wait to be sent. The SDK's default of 2,048 is 34 ticks of 60 spans. */
const MAX_QUEUE_SIZE = 8_192;
/** The SDK's default of 5,000 would lose more when a program is killed. */
const DELAY_MILLIS = 200;
/** Ticks are looked for so often where no delay is given: looking for few of them costs as much as for many. */
const READ_MILLIS = 1_000;
const EXPORT_TIMEOUT_MILLIS = 30_000;
/** The SDK's default. They are serialised in slices. */
const SPANS_PER_REQUEST = 512;

export interface NodeSdkOptions {
  readonly environment: Environment;
  readonly globalApi: GlobalApi;
  readonly exportMode: ExportMode;
  /** Puts the program's spans into ticks. */
  readonly intake: ProgramSpanIntake;
  /** @param delta whether the reader wants delta temporality */
  readonly makeProducer: (delta: boolean) => MetricProducer;
  readonly warn: (message: string) => void;
  readonly losses: Losses;
  /** How long a program that ends by `process.exit` waits for an export thread. */
  readonly exitMillis: number;
}

/** Something that happened, for people: with the name of the event, and its parts as attributes. */
interface LogEvent {
  readonly name: string;
  readonly isError: boolean;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Sends spans, metrics and log records out of the process. */
export interface Telemetry {
  /** Whether there is a span exporter: otherwise a kept tick is not copied for it. */
  readonly sendsTraces: boolean;
  /** How often the ticks are looked for that have to be sent. */
  readonly readMillis: number;
  sendTick(tick: KeptTick, details: TraceDetails): void;
  sendLate(late: LateSpan): void;
  /** Sends an event as a log record, where log records are sent. */
  log(event: LogEvent): void;
  /** Whether `flush` has something to send before the program ends. */
  readonly pending: boolean;
  /** Sends the waiting spans and a last collection of metrics. Never rejects. */
  flush(): Promise<void>;
  /** Whether something was taken, and nothing fails since. */
  readonly answers: boolean;
  /** Called when the program ends: what waits counts as lost, and what was lost is said. */
  abandon(): void;
}

/** Private fields of NodeSDK: the merged resource, and the logger provider that it makes. It has no public access to them. */
interface NodeSdkParts {
  readonly _resource: Resource;
  readonly _loggerProvider?: LoggerProvider & { forceFlush(): Promise<void> };
}

export function startNodeSdk(options: NodeSdkOptions): Telemetry {
  const { environment, globalApi } = options;
  const warn = sayingOnce(options.warn);
  const notSent = new NotSent(options.losses, options.warn);
  const outcomes = { traces: notSent.of('traces'), metrics: notSent.of('metrics') };
  for (const problem of [...refusals(environment), ...headerProblems(environment)]) warn(problem);
  leaveArgumentsOut();
  const limits = queueLimits(environment, warn);
  const thread =
    options.exportMode === 'worker' ? startExportThread(options, { ...limits, outcomes }, warn) : undefined;
  let resource: Resource | undefined;
  const names = exportersOf(environment, 'TRACES').filter((name) => name !== 'otlp' || thread?.sendsTraces !== true);
  const exporters = hearing(warn, () => spanExporters(environment, names, warn, outcomes.traces.failing));
  const slices: readonly SpanDestination[] = exporters.map(
    (exporter) =>
      new SpanSlices({
        ...limits,
        exporter,
        resource: () => resource as Resource,
        outcome: outcomes.traces,
      }),
  );
  const destinations = thread?.sendsTraces === true ? [...slices, thread] : slices;
  const metrics: CountedMetricExporter[] = [];
  const counted = (exporter: PushMetricExporter): PushMetricExporter => {
    const sending = thread?.sendsMetrics === true ? threadMetricExporter(thread, exporter) : exporter;
    metrics.push(new CountedMetricExporter(sending, outcomes.metrics, placeOf(environment, 'METRICS')));
    return metrics.at(-1) as PushMetricExporter;
  };
  const readers = hearing(warn, () =>
    metricReaders(environment, options.makeProducer, warn, outcomes.metrics.failing, counted),
  );
  const withLogs = sendsLogs(environment, warn);
  const sends = destinations.length > 0 || readers.length > 0 || withLogs;
  // Empty lists, not absent ones: without them the SDK would send to localhost:4318 by default.
  const start = (): NodeSDK => {
    const started = new NodeSDK({
      contextManager: globalApi.contextManager,
      spanProcessors: [new ProgramSpanProcessor(options.intake, destinations)],
      metricReaders: readers,
      ...(!withLogs && { logRecordProcessors: [] }),
      // It reads files, by promises: nobody asks for the resource where nothing is sent.
      ...(!sends && { autoDetectResources: false }),
    });
    globalApi.register(() => started.start());
    return started;
  };
  const sdk = hasLogLevel(environment, warn) ? start() : hearing(warn, start);
  const { _resource, _loggerProvider: loggerProvider } = sdk as unknown as NodeSdkParts;
  resource = _resource;
  thread?.useResource(resource);
  const flushed = [...destinations, ...readers, ...(withLogs && loggerProvider !== undefined ? [loggerProvider] : [])];

  return {
    sendsTraces: destinations.length > 0,
    readMillis: positiveNumber(environment, 'OTEL_BSP_SCHEDULE_DELAY', READ_MILLIS, () => {}),
    sendTick(tick, details) {
      for (const each of destinations) each.addTick(tick, details);
    },
    sendLate(late) {
      for (const each of destinations) each.addLate(late);
    },
    log({ name, isError, text, attributes }) {
      if (!withLogs || loggerProvider === undefined) return;
      const severity = isError
        ? { severityNumber: SeverityNumber.ERROR, severityText: 'ERROR' }
        : { severityNumber: SeverityNumber.INFO, severityText: 'INFO' };
      const { name: scope, version } = INSTRUMENTATION_SCOPE;
      loggerProvider.getLogger(scope, version).emit({ eventName: name, ...severity, body: text, attributes });
    },
    get pending() {
      return readers.length > 0 || withLogs || destinations.some(({ unsent }) => unsent > 0);
    },
    async flush() {
      await Promise.allSettled(flushed.map((each) => each.forceFlush()));
    },
    get answers() {
      return notSent.answers;
    },
    abandon() {
      for (const each of [...destinations, ...metrics]) each.abandon();
      notSent.sayTotals();
    },
  };
}

/** Host and port; empty where nothing is sent by OTLP. */
function placeOf(environment: Environment, signal: Signal): string {
  return hostAndPort(otlpTargetOf(environment, signal, () => {})?.address ?? '');
}

type QueueLimits = Pick<SpanSlicesOptions, 'maxQueueSize' | 'maxRequestSize' | 'delayMillis' | 'exportTimeoutMillis'>;

function queueLimits(environment: Environment, warn: (message: string) => void): QueueLimits {
  const limit = (name: string, otherwise: number): number => positiveNumber(environment, name, otherwise, warn);
  return {
    maxQueueSize: limit('OTEL_BSP_MAX_QUEUE_SIZE', MAX_QUEUE_SIZE),
    maxRequestSize: limit('OTEL_BSP_MAX_EXPORT_BATCH_SIZE', SPANS_PER_REQUEST),
    delayMillis: limit('OTEL_BSP_SCHEDULE_DELAY', DELAY_MILLIS),
    exportTimeoutMillis: limit('OTEL_BSP_EXPORT_TIMEOUT', EXPORT_TIMEOUT_MILLIS),
  };
}

/** @returns `undefined` where everything is sent from the program's thread */
function startExportThread(
  { environment, exitMillis }: NodeSdkOptions,
  limits: QueueLimits & Pick<ExportThreadOptions, 'outcomes'>,
  warn: (message: string) => void,
): ExportThread | undefined {
  const sendsTraces = isForExportThread(environment, 'TRACES');
  const sendsMetrics = isForExportThread(environment, 'METRICS');
  // What OpenTelemetry prints about itself it prints from the thread that the program's logger is in.
  if (!isMainThread || hasLogLevel(environment, () => {}) || !(sendsTraces || sendsMetrics)) return undefined;
  try {
    return new ExportThread({
      ...limits,
      ...{ sendsTraces, sendsMetrics, exitMillis, warn },
      at: placeOf(environment, 'TRACES'),
    });
  } catch (error) {
    warn(`TICKSCOPE_EXPORT "worker": no thread can be started: ${String(error)}. The program's thread sends.`);
    return undefined;
  }
}
