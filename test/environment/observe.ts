// Runs a program that has something for every variable, against a collector, and tells what came of it.

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ServerOptions } from 'node:https';
import { buildReport } from '../../src/analysis/build-report.js';
import { readSources } from '../../src/record-file/read-sources.js';
import type { StoredSegment } from '../../src/model/record/record-segment.js';
import type { Report } from '../../src/model/report/report.js';
import {
  type Answer,
  type CollectedLog,
  type CollectedMetric,
  type CollectedRequest,
  type CollectedSignal,
  type CollectedSpan,
  OtlpCollector,
} from '../support/otlp-collector.js';
import { fixture, type Outcome, REGISTER, run } from '../support/programs.js';

export const TICK = 'TradingBot.onTick';

export type Variables = Readonly<Record<string, string>>;

export interface ObserveOptions {
  readonly answer?: Answer;
  readonly tls?: ServerOptions;
}

export class Observed implements Outcome {
  readonly stdout!: string;
  readonly stderr!: string;
  readonly code!: number | null;
  readonly signal!: NodeJS.Signals | null;
  readonly received!: readonly CollectedRequest[];
  /** Of the record; absent where none was made. */
  readonly report?: Report;
  readonly segments!: readonly StoredSegment[];
  readonly millis!: number;

  constructor(parts: Outcome & Pick<Observed, 'received' | 'segments' | 'millis'> & { report?: Report }) {
    Object.assign(this, parts);
  }

  /** What the program printed of itself, last. */
  get printed(): { readonly carrier: Record<string, string>; readonly scraped?: string } {
    return JSON.parse(this.stdout.split('\n').find((line) => line.startsWith('{"carrier"')) ?? '') as never;
  }

  requests(signal: CollectedSignal): readonly CollectedRequest[] {
    return this.received.filter((request) => request.signal === signal);
  }

  get signals(): readonly string[] {
    return ['traces', 'metrics', 'logs'].filter((signal) => this.requests(signal as CollectedSignal).length > 0);
  }

  spans(name: string): readonly CollectedSpan[] {
    return this.received.flatMap(({ spans }) => spans).filter((span) => span.name === name);
  }

  get logs(): readonly CollectedLog[] {
    return this.received.flatMap(({ logs }) => logs);
  }

  /** Of the last collection. */
  metric(name: string): CollectedMetric | undefined {
    return this.requests('metrics')
      .at(-1)
      ?.metrics.find((metric) => metric.name === name);
  }
}

/** @param variables with `URL` in the place of the collector's address; without an endpoint everything goes there */
export async function observe(variables: Variables = {}, { answer, tls }: ObserveOptions = {}): Promise<Observed> {
  const collector = await OtlpCollector.start(answer, tls);
  try {
    const received = collector.received;
    return await observeWithout({ OTEL_EXPORTER_OTLP_ENDPOINT: 'URL', ...variables }, { url: collector.url, received });
  } finally {
    await collector.stop();
  }
}

/** The same without a collector of its own. */
export async function observeWithout(
  variables: Variables,
  { url = '', received = [] }: { readonly url?: string; readonly received?: readonly CollectedRequest[] } = {},
): Promise<Observed> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tickscope-test-'));
  try {
    const given = Object.entries(variables).map(([name, value]) => [name, value.replaceAll('URL', url)]);
    const environment = { TICKSCOPE_DIR: path.join(folder, 'runs'), ...Object.fromEntries(given) };
    const startedMillis = Date.now();
    const outcome = await run([process.execPath, '--require', REGISTER, fixture('environment/all-signals.js')], {
      environment,
    });
    const millis = Date.now() - startedMillis;
    const directory = environment.TICKSCOPE_DIR;
    const { segments, notes } = existsSync(directory) ? readSources([], { directory }) : { segments: [], notes: [] };
    const report = segments.length > 0 ? { report: buildReport(segments, notes) } : {};
    return new Observed({ ...outcome, ...report, segments, received, millis });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One run for several tests: variables of one kind are looked at together. */
export function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined;
  return () => (made ??= make());
}
