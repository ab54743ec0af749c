// OpenTelemetry's OTLP exporters, put together from their public parts: with their variables, their protocols and their retries, and
// besides with requests that are serialised in slices, and outcomes that are told.

import { OTLPMetricExporterBase } from '@opentelemetry/exporter-metrics-otlp-http';
import { convertLegacyHttpOptions, createOtlpHttpExportDelegate } from '@opentelemetry/otlp-exporter-base/node-http';
import { convertLegacyOtlpGrpcOptions, createOtlpGrpcExportDelegate } from '@opentelemetry/otlp-grpc-exporter-base';
import {
  type IExporterMetricsHelper,
  type ISerializer,
  JsonMetricsSerializer,
  JsonTraceSerializer,
  MetricsExporterMetricsHelper,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { OtlpTarget } from '../otel-environment.js';
import type { SliceExporter } from '../traces/slice-exporter.js';
import { hearingAgents } from './attempts.js';
import { hostAndPort } from './failure-reason.js';
import { sendableHeaders } from './header-problems.js';
import { joinParts } from './request-parts.js';
import { type Delegate, toldDelegate } from './told-delegate.js';
import { writeExemplars } from './write-exemplars.js';

type MetricOptions = ConstructorParameters<typeof OTLPMetricExporterBase>[1];

interface SerialisedSpans {
  readonly bytes: Uint8Array;
  readonly count: number;
}

interface SignalParts<Request> {
  readonly signal: 'TRACES' | 'METRICS';
  readonly path: string;
  readonly grpc: readonly [name: string, path: string];
  readonly serializer: ISerializer<Request, object>;
  readonly helper: IExporterMetricsHelper<Request>;
  /** As OpenTelemetry's own metrics name it. */
  readonly component: string;
}

const GRPC = '/opentelemetry.proto.collector';

/** @param failing called with the reason of each failing attempt */
export function makeOtlpSpanExporter(
  target: OtlpTarget,
  failing: (reason: string) => void,
): SliceExporter<SerialisedSpans> {
  const isJson = target.protocol === 'http/json';
  const ofSpans: ISerializer<ReadableSpan[], object> = isJson ? JsonTraceSerializer : ProtobufTraceSerializer;
  const delegate = otlpDelegate<readonly SerialisedSpans[]>(target, failing, {
    signal: 'TRACES',
    path: 'v1/traces',
    grpc: ['TraceExportService', `${GRPC}.trace.v1.TraceService/Export`],
    component: 'span_exporter',
    helper: { name: 'span', countItems: (parts) => parts.reduce((sum, { count }) => sum + count, 0) },
    serializer: {
      serializeRequest: (parts) =>
        joinParts(
          parts.map(({ bytes }) => bytes),
          isJson ? 'json' : 'protobuf',
        ),
      deserializeResponse: (bytes) => ProtobufTraceSerializer.deserializeResponse(bytes),
    },
  });
  return {
    at: hostAndPort(target.address),
    serialise: (spans) => ({ bytes: ofSpans.serializeRequest(spans) ?? new Uint8Array(), count: spans.length }),
    send: (parts, done) => delegate.export(parts, done),
    forceFlush: () => delegate.forceFlush(),
    shutdown: () => delegate.shutdown(),
  };
}

/** The results of its exports are `ToldResult`s. */
export function makeOtlpMetricExporter(
  target: OtlpTarget,
  options: MetricOptions,
  failing: (reason: string) => void,
): PushMetricExporter {
  const isJson = target.protocol === 'http/json';
  const serializer = isJson ? JsonMetricsSerializer : ProtobufMetricsSerializer;
  const delegate = otlpDelegate(target, failing, {
    signal: 'METRICS',
    path: 'v1/metrics',
    grpc: ['MetricsExportService', `${GRPC}.metrics.v1.MetricsService/Export`],
    component: 'metric_exporter',
    helper: MetricsExporterMetricsHelper,
    serializer: {
      serializeRequest(metrics) {
        const bytes = serializer.serializeRequest(metrics);
        return bytes && writeExemplars(bytes, metrics, isJson ? 'json' : 'protobuf');
      },
      deserializeResponse: (bytes) => ProtobufMetricsSerializer.deserializeResponse(bytes),
    },
  });
  return new OTLPMetricExporterBase(delegate, options);
}

function otlpDelegate<Request>(
  { protocol, address }: OtlpTarget,
  failing: (reason: string) => void,
  { signal, path, grpc, component, helper, serializer }: SignalParts<Request>,
): Delegate<Request> {
  const at = hostAndPort(address);
  return toldDelegate<Request>({
    serializer,
    at,
    failing,
    make(listening, failed) {
      if (protocol === 'grpc') {
        const options = convertLegacyOtlpGrpcOptions({}, signal);
        return createOtlpGrpcExportDelegate(options, listening, `otlp_grpc_${component}`, helper, undefined, ...grpc);
      }
      const type = protocol === 'http/json' ? 'application/json' : 'application/x-protobuf';
      const options = convertLegacyHttpOptions({}, signal, path, { 'Content-Type': type });
      const agentFactory = hearingAgents(options.agentFactory, at, failed);
      const headers = async (): Promise<Record<string, string>> => sendableHeaders(await options.headers());
      const given = { ...options, headers, agentFactory };
      return createOtlpHttpExportDelegate(given, listening, `otlp_http_${component}`, helper, undefined);
    },
  });
}
