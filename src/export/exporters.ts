// Exporters by the names and protocols of the OpenTelemetry environment.
//
// grpc, Prometheus and Zipkin are not in the bundled preload: their packages load when they are asked for.

import { OTLPMetricExporter as GrpcMetricExporter } from '@opentelemetry/exporter-metrics-otlp-grpc';
import { OTLPMetricExporter as JsonMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter as ProtobufMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { OTLPTraceExporter as GrpcTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as JsonTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { ZipkinExporter } from '@opentelemetry/exporter-zipkin';
import {
  ConsoleMetricExporter,
  type IMetricReader,
  type MetricProducer,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
} from '@opentelemetry/sdk-metrics';
import { ConsoleSpanExporter, type SpanExporter } from '@opentelemetry/sdk-trace';
import { checkEndpoint, type Environment, exportersOf, positiveNumber, type Protocol, protocolOf } from './otel-environment.js';

type Warn = (message: string) => void;

const TRACES: Readonly<Record<Protocol, () => SpanExporter>> = {
  'http/protobuf': () => new ProtobufTraceExporter(),
  'http/json': () => new JsonTraceExporter(),
  grpc: () => new GrpcTraceExporter(),
};

const METRICS: Readonly<Record<Protocol, () => PushMetricExporter>> = {
  'http/protobuf': () => new ProtobufMetricExporter(),
  'http/json': () => new JsonMetricExporter(),
  grpc: () => new GrpcMetricExporter(),
};

/** @param warn told of what cannot be made; the other exporters work */
export function spanExporters(environment: Environment, warn: Warn): SpanExporter[] {
  const makers: Readonly<Record<string, () => SpanExporter>> = {
    otlp: () => {
      const protocol = protocolOf(environment, 'TRACES', warn);
      checkEndpoint(environment, 'TRACES', protocol);
      return TRACES[protocol]();
    },
    console: () => new ConsoleSpanExporter(),
    zipkin: () => new ZipkinExporter(),
  };
  return makeAll(exportersOf(environment, 'TRACES'), makers, 'OTEL_TRACES_EXPORTER', warn);
}

/** @param makeProducer a producer of its own for each reader: one with deltas remembers what it has handed out */
export function metricReaders(
  environment: Environment,
  makeProducer: () => MetricProducer,
  warn: Warn,
): IMetricReader[] {
  const periodic = (exporter: PushMetricExporter): IMetricReader => {
    const exportIntervalMillis = positiveNumber(environment, 'OTEL_METRIC_EXPORT_INTERVAL', 60_000, warn);
    const timeout = positiveNumber(environment, 'OTEL_METRIC_EXPORT_TIMEOUT', 30_000, warn);
    // The reader refuses a timeout above its interval.
    const exportTimeoutMillis = Math.min(timeout, exportIntervalMillis);
    const metricProducers = [makeProducer()];
    return new PeriodicExportingMetricReader({ exporter, exportIntervalMillis, exportTimeoutMillis, metricProducers });
  };
  const makers: Readonly<Record<string, () => IMetricReader>> = {
    otlp: () => {
      const protocol = protocolOf(environment, 'METRICS', warn);
      checkEndpoint(environment, 'METRICS', protocol);
      return periodic(METRICS[protocol]());
    },
    console: () => periodic(new ConsoleMetricExporter()),
    prometheus: () =>
      new PrometheusExporter({
        host: environment['OTEL_EXPORTER_PROMETHEUS_HOST'] ?? 'localhost',
        port: positiveNumber(environment, 'OTEL_EXPORTER_PROMETHEUS_PORT', 9_464, warn),
        metricProducers: [makeProducer()],
      }),
  };
  return makeAll(exportersOf(environment, 'METRICS'), makers, 'OTEL_METRICS_EXPORTER', warn);
}

function makeAll<Made>(
  names: readonly string[],
  makers: Readonly<Record<string, () => Made>>,
  variable: string,
  warn: Warn,
): Made[] {
  return names.flatMap((name) => {
    const make = Object.hasOwn(makers, name) ? makers[name] : undefined;
    if (make === undefined) {
      warn(
        `${variable} ${JSON.stringify(name)} is not one of ${Object.keys(makers).join(', ')}, none. It is left out.`,
      );
      return [];
    }
    try {
      return [make()];
    } catch (error) {
      warn(`${variable} ${JSON.stringify(name)} could not be set up: ${error instanceof Error ? error.message : String(error)}. It is left out.`);
      return [];
    }
  });
}
