// Starts the OpenTelemetry SDK around the recorder: resource, context manager, propagators and exporters.

import type { MetricProducer } from '@opentelemetry/sdk-metrics';
import { NodeSDK } from '@opentelemetry/sdk-node';
import type { Resource } from '@opentelemetry/resources';
import type { Environment } from '../config/environment.js';
import type { Losses } from '../model/losses.js';
import type { KeptTick } from '../model/record/record-segment.js';
import type { TraceDetails } from '../model/trace-details.js';
import type { Nanoseconds } from '../model/units.js';
import { metricReaders, sendsLogs, spanExporters } from './exporters.js';
import type { GlobalApi } from './global-api.js';
import { hasLogLevel, positiveNumber, refusals } from './otel-environment.js';
import { leaveArgumentsOut } from './process-resource.js';
import { hearing, sayingOnce } from './startup-warnings.js';
import { SpanSlices, SPANS_PER_SLICE } from './traces/span-slices.js';
import { ProgramSpanProcessor, type ProgramSpanIntake } from './traces/program-span-processor.js';
import { type LateSpan, lateSpan, spansOfTick } from './traces/tick-spans.js';

/** Spans that may wait to be sent. The SDK's default of 2,048 is 34 ticks of 60 spans. */
const MAX_QUEUE_SIZE = 8_192;
/** The SDK's default of 5,000 would lose more when a program is killed, and save little: two ticks of 60 spans fill a slice. */
const DELAY_MILLIS = 200;
/** Ticks are looked for so often where no delay is given: looking for few of them costs as much as for many. */
const READ_MILLIS = 1_000;
const EXPORT_TIMEOUT_MILLIS = 30_000;

export interface NodeSdkOptions {
  readonly environment: Environment;
  readonly globalApi: GlobalApi;
  readonly now: () => Nanoseconds;
  /** Puts the program's spans into ticks. */
  readonly intake: ProgramSpanIntake;
  /** @param delta whether the reader wants delta temporality */
  readonly makeProducer: (delta: boolean) => MetricProducer;
  readonly warn: (message: string) => void;
  readonly losses: Losses;
  readonly exportCost: (nanos: Nanoseconds) => void;
}

/** Sends spans and metrics out of the process. */
export interface Telemetry {
  /** Whether there is a span exporter: otherwise a kept tick is not copied for it. */
  readonly sendsTraces: boolean;
  /** How often the ticks are looked for that have to be sent. */
  readonly readMillis: number;
  sendTick(tick: KeptTick, details: TraceDetails): void;
  sendLate(late: LateSpan): void;
  /** Whether `flush` has something to send before the program ends. */
  readonly pending: boolean;
  /** Sends the waiting spans and a last collection of metrics. Never rejects. */
  flush(): Promise<void>;
  /** Called when the program ends at once: the waiting spans count as losses. */
  abandon(): void;
}

/** Private fields of NodeSDK: the merged resource, and the logger provider that it makes. It has no public access to them. */
interface NodeSdkParts {
  readonly _resource: Resource;
  readonly _loggerProvider?: { forceFlush(): Promise<void> };
}

export function startNodeSdk(options: NodeSdkOptions): Telemetry {
  const { environment, globalApi } = options;
  const warn = sayingOnce(options.warn);
  for (const refusal of refusals(environment)) warn(refusal);
  leaveArgumentsOut();
  const slices = hearing(warn, () => spanExporters(environment, warn)).map(
    (exporter) =>
      new SpanSlices({
        exporter,
        now: options.now,
        maxQueueSize: positiveNumber(environment, 'OTEL_BSP_MAX_QUEUE_SIZE', MAX_QUEUE_SIZE, warn),
        maxSliceSize: Math.min(
          SPANS_PER_SLICE,
          positiveNumber(environment, 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE', SPANS_PER_SLICE, warn),
        ),
        delayMillis: positiveNumber(environment, 'OTEL_BSP_SCHEDULE_DELAY', DELAY_MILLIS, warn),
        exportTimeoutMillis: positiveNumber(environment, 'OTEL_BSP_EXPORT_TIMEOUT', EXPORT_TIMEOUT_MILLIS, warn),
        cost: options.exportCost,
        losses: options.losses,
        failed: warn,
      }),
  );
  const readers = hearing(warn, () => metricReaders(environment, options.makeProducer, warn));
  const withLogs = sendsLogs(environment, warn);
  const sends = slices.length > 0 || readers.length > 0 || withLogs;
  // Empty lists, not absent ones: without them the SDK would send to localhost:4318 by default.
  const start = (): NodeSDK => {
    const started = new NodeSDK({
      contextManager: globalApi.contextManager,
      spanProcessors: [new ProgramSpanProcessor(options.intake, slices)],
      metricReaders: readers,
      ...(!withLogs && { logRecordProcessors: [] }),
      // It reads files, by promises: nobody asks for the resource where nothing is sent.
      ...(!sends && { autoDetectResources: false }),
    });
    globalApi.register(() => started.start());
    return started;
  };
  const sdk = hasLogLevel(environment, warn) ? start() : hearing(warn, start);
  const { _resource: resource, _loggerProvider: loggerProvider } = sdk as unknown as NodeSdkParts;
  const flushed = [...slices, ...readers, ...(withLogs && loggerProvider !== undefined ? [loggerProvider] : [])];

  return {
    sendsTraces: slices.length > 0,
    readMillis: positiveNumber(environment, 'OTEL_BSP_SCHEDULE_DELAY', READ_MILLIS, () => {}),
    sendTick(tick, details) {
      const inTime = tick.operations.reduce((sum, { late }) => sum + (late === true ? 0 : 1), 0);
      const count = inTime + details.programSpansElsewhere.length;
      for (const each of slices) each.add({ count, spans: spansOfTick(tick, details, resource) });
    },
    sendLate(late) {
      for (const each of slices) each.add({ count: 1, spans: [lateSpan(late, resource)].values() });
    },
    get pending() {
      return readers.length > 0 || withLogs || slices.some(({ unsent }) => unsent > 0);
    },
    async flush() {
      await Promise.allSettled(flushed.map((each) => each.forceFlush()));
    },
    abandon() {
      for (const each of slices) each.abandon();
    },
  };
}
