// Exporters by the names and protocols of the OpenTelemetry environment.
//
// grpc, Prometheus and Zipkin are not in the bundled preload: their packages load when they are asked for.

import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { ZipkinExporter } from '@opentelemetry/exporter-zipkin';
import {
  AggregationType,
  ConsoleMetricExporter,
  type IMetricReader,
  InstrumentType,
  type MetricProducer,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
} from '@opentelemetry/sdk-metrics';
import { ConsoleSpanExporter } from '@opentelemetry/sdk-trace';
import { type Environment, variableText } from '../config/environment.js';
import { exportersOf, type OtlpTarget, positiveNumber, type Signal, usableTargetOf } from './otel-environment.js';
import { makeOtlpMetricExporter, makeOtlpSpanExporter } from './otlp/otlp-exporters.js';
import { plainSliceExporter, type SliceExporter } from './traces/slice-exporter.js';
import { debug } from '../stderr.js';

type Warn = (message: string) => void;
type Failing = (reason: string) => void;

type MetricOptions = Parameters<typeof makeOtlpMetricExporter>[1];

/**
 * @param names of OpenTelemetry, such as `otlp`
 * @param warn told of what cannot be made; the other exporters work
 * @param failing called with the reason of each failing attempt
 */
export function spanExporters(
  environment: Environment,
  names: readonly string[],
  warn: Warn,
  failing: Failing,
): SliceExporter[] {
  const makers: Readonly<Record<string, () => SliceExporter>> = {
    otlp: () => makeOtlpSpanExporter(targetOf(environment, 'TRACES', warn), failing),
    console: () => plainSliceExporter(new ConsoleSpanExporter()),
    zipkin: () => plainSliceExporter(new ZipkinExporter()),
  };
  return makeAll(names, makers, 'OTEL_TRACES_EXPORTER', warn);
}

/** The `PushMetricExporter` of the export thread. @returns `undefined` where it cannot be made */
export function otlpMetricExporter(
  environment: Environment,
  warn: Warn,
  failing: Failing,
): PushMetricExporter | undefined {
  const otlp = (): PushMetricExporter => otlpMetrics(environment, warn, failing);
  return makeAll(['otlp'], { otlp }, 'OTEL_METRICS_EXPORTER', warn)[0];
}

function otlpMetrics(environment: Environment, warn: Warn, failing: Failing): PushMetricExporter {
  return makeOtlpMetricExporter(targetOf(environment, 'METRICS', warn), histogramOptions(environment, warn), failing);
}

/**
 * @param failing called with the reason of each failing attempt of an exporter for OTLP
 * @param makeProducer makes a producer for each reader, told whether it wants deltas: one with deltas remembers what it has
 * handed out
 * @param byOtlp the exporter that takes the place of that for OTLP: it may hand over to another thread
 */
export function metricReaders(
  environment: Environment,
  makeProducer: (delta: boolean) => MetricProducer,
  warn: Warn,
  failing: Failing,
  byOtlp: (exporter: PushMetricExporter) => PushMetricExporter,
): IMetricReader[] {
  const periodic = (exporter: PushMetricExporter, delta: boolean): IMetricReader => {
    const exportIntervalMillis = positiveNumber(environment, 'OTEL_METRIC_EXPORT_INTERVAL', 60_000, warn);
    const timeout = positiveNumber(environment, 'OTEL_METRIC_EXPORT_TIMEOUT', 30_000, warn);
    // The reader refuses a timeout above its interval.
    const exportTimeoutMillis = Math.min(timeout, exportIntervalMillis);
    const metricProducers = [makeProducer(delta)];
    return new PeriodicExportingMetricReader({ exporter, exportIntervalMillis, exportTimeoutMillis, metricProducers });
  };
  const makers: Readonly<Record<string, () => IMetricReader>> = {
    otlp: () => {
      const delta = environment['OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE']?.toLowerCase() === 'delta';
      return periodic(byOtlp(otlpMetrics(environment, warn, failing)), delta);
    },
    console: () => periodic(new ConsoleMetricExporter(), false),
    prometheus: () =>
      new PrometheusExporter({
        host: variableText(environment, 'OTEL_EXPORTER_PROMETHEUS_HOST') ?? 'localhost',
        port: positiveNumber(environment, 'OTEL_EXPORTER_PROMETHEUS_PORT', 9_464, warn),
        metricProducers: [makeProducer(false)],
      }),
  };
  return makeAll(exportersOf(environment, 'METRICS'), makers, 'OTEL_METRICS_EXPORTER', warn);
}

/**
 * Whether log records are sent. NodeSDK makes these exporters itself, and would send to localhost where an endpoint cannot be
 * read.
 */
export function sendsLogs(environment: Environment, warn: Warn): boolean {
  const names = exportersOf(environment, 'LOGS');
  try {
    usableTargetOf(environment, 'LOGS', warn);
    return names.length > 0;
  } catch (error) {
    debug('logs could not be set up', error);
    warn(`logs could not be set up: ${textOfError(error)}. They are left out.`);
    return false;
  }
}

/** @throws Error where the endpoint is no address */
function targetOf(environment: Environment, signal: Signal, warn: Warn): OtlpTarget {
  const target = usableTargetOf(environment, signal, warn);
  if (target === undefined) throw new Error(`nothing of ${signal.toLowerCase()} is sent by OTLP`);
  return target;
}

/** Of the program's histograms; the exporters do not read this variable. */
function histogramOptions(environment: Environment, warn: Warn): MetricOptions {
  const name = 'OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION';
  const text = variableText(environment, name)?.toLowerCase() ?? 'explicit_bucket_histogram';
  if (text === 'base2_exponential_bucket_histogram') {
    return {
      aggregationPreference: (type) => ({
        type: type === InstrumentType.HISTOGRAM ? AggregationType.EXPONENTIAL_HISTOGRAM : AggregationType.DEFAULT,
      }),
    };
  }
  if (text !== 'explicit_bucket_histogram') {
    warn(
      `${name} ${JSON.stringify(text)} is not one of explicit_bucket_histogram, base2_exponential_bucket_histogram. ` +
        'explicit_bucket_histogram is used.',
    );
  }
  return {};
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
      debug(`${variable} ${JSON.stringify(name)} could not be set up`, error);
      warn(`${variable} ${JSON.stringify(name)} could not be set up: ${textOfError(error)}. It is left out.`);
      return [];
    }
  });
}

function textOfError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
