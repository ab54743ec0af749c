// Packages by which a program measures itself: metrics, traces, profiles. Those that are loaded are named.

import type { PackageFile } from './program-files.js';

/** `@opentelemetry/api` alone measures nothing: many packages load it in case somebody does. */
const TELEMETRY = new Set([
  '@appsignal/nodejs',
  '@datadog/pprof',
  '@elastic/opentelemetry-node',
  '@google-cloud/profiler',
  '@google-cloud/trace-agent',
  '@grafana/faro-core',
  '@honeycombio/opentelemetry-node',
  '@instana/collector',
  '@opentelemetry/auto-instrumentations-node',
  '@opentelemetry/sdk-metrics',
  '@opentelemetry/sdk-node',
  '@opentelemetry/sdk-trace-base',
  '@pyroscope/nodejs',
  '@sentry/node',
  '@sentry/profiling-node',
  '@splunk/otel',
  'appmetrics',
  'applicationinsights',
  'aws-embedded-metrics',
  'aws-xray-sdk-core',
  'dd-trace',
  'elastic-apm-node',
  'hot-shots',
  'lynx',
  'measured-core',
  'newrelic',
  'node-statsd',
  'pprof',
  'prom-client',
  'skywalking-backend-js',
  'statsd-client',
  'v8-profiler-next',
]);

export class TelemetryPackages {
  readonly #process: { telemetry?: readonly string[] };

  /** @param ofProcess that gets their names, with the first package of any kind: a bundle loads none, and may have them in itself */
  constructor(ofProcess: { telemetry?: readonly string[] }) {
    this.#process = ofProcess;
  }

  /** Called for every package file that is loaded. */
  loaded({ packageName }: PackageFile): void {
    const names = (this.#process.telemetry ??= []);
    if (TELEMETRY.has(packageName) && !names.includes(packageName)) this.#process.telemetry = [...names, packageName];
  }
}
