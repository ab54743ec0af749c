// Packages by which a program measures itself: metrics, traces, profiles. Those that are loaded are named.

import type { PackageFile } from './program-files.js';

/** `@opentelemetry/api` alone measures nothing: many packages load it in case somebody does. */
const TELEMETRY =
  /^(?:@(?:appsignal|datadog|honeycombio|instana|pyroscope|sentry|splunk)\/|@elastic\/opentelemetry|@opentelemetry\/(?:auto|sdk)-|@google-cloud\/(?:profiler|trace)|(?:node-)?statsd|(?:appmetrics|applicationinsights|aws-embedded-metrics|aws-xray-sdk-core|dd-trace|elastic-apm-node|hot-shots|lynx|measured-core|newrelic|pprof|prom-client|skywalking-backend-js|v8-profiler-next)$)/;

export class TelemetryPackages {
  readonly #process: { telemetry?: readonly string[] };

  /** @param ofProcess that gets their names, with the first package of any kind: a bundle loads none, and may have them in itself */
  constructor(ofProcess: { telemetry?: readonly string[] }) {
    this.#process = ofProcess;
  }

  /** Called for every package file that is loaded. */
  loaded({ packageName }: PackageFile): void {
    const names = (this.#process.telemetry ??= []);
    if (TELEMETRY.test(packageName) && !names.includes(packageName)) this.#process.telemetry = [...names, packageName];
  }
}
