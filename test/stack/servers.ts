// The native servers for the tests of a file, and what their public APIs answer.

export type ServerName = 'collector' | 'jaeger' | 'prometheus' | 'alertmanager';

export interface Stack {
  readonly collectorUrl: string;
  readonly jaegerUrl: string;
  readonly prometheusUrl: string;
  readonly alertmanagerUrl: string;
}

export interface RunningStack extends Stack {
  /** What the servers store is below it. */
  readonly folder: string;
  /** Ends a server with SIGKILL. Resolves when it is gone. */
  kill(name: ServerName): Promise<void>;
  /** Starts it again, with what it had stored. Resolves when it is ready. */
  start(name: ServerName): Promise<void>;
}

/**
 * One stack for the tests of a file. Its `beforeAll` fails where the servers are not installed, and says what to run.
 *
 * @param options as `startStack` takes them
 */
export function runningStack(options: { readonly pace?: number; readonly traceFiles?: boolean } = {}): RunningStack {
  const { startStack } = require('../../scripts/stack/servers.js') as {
    startStack(given: object): Promise<RunningStack & { stop(): Promise<void> }>;
  };
  let stack: Awaited<ReturnType<typeof startStack>> | undefined;
  beforeAll(async () => {
    stack = await startStack(options);
  }, 120_000);
  afterAll(() => stack?.stop(), 60_000);
  const started = (): RunningStack => {
    if (stack === undefined) throw new Error('the stack did not start');
    return stack;
  };
  return {
    get folder() {
      return started().folder;
    },
    get collectorUrl() {
      return started().collectorUrl;
    },
    get jaegerUrl() {
      return started().jaegerUrl;
    },
    get prometheusUrl() {
      return started().prometheusUrl;
    },
    get alertmanagerUrl() {
      return started().alertmanagerUrl;
    },
    kill: (name) => started().kill(name),
    start: (name) => started().start(name),
  };
}

/** A span as `/api/traces` has it; times in whole microseconds, cut off and not rounded. */
export interface JaegerSpan {
  readonly spanID: string;
  readonly operationName: string;
  readonly references: readonly { readonly refType: string; readonly traceID: string; readonly spanID: string }[];
  readonly startTime: number;
  readonly duration: number;
  readonly tags: readonly { readonly key: string; readonly value: unknown }[];
}

/** @returns the spans of a trace; none where Jaeger does not know it (yet) */
export async function spansInJaeger({ jaegerUrl }: Stack, traceId: string): Promise<readonly JaegerSpan[]> {
  const answer = await fetch(`${jaegerUrl}/api/traces/${traceId}`);
  if (answer.status === 404) return [];
  if (!answer.ok) throw new Error(`Jaeger answered ${answer.status}: ${await answer.text()}`);
  const { data } = (await answer.json()) as { data: readonly JaegerTrace[] };
  return data.flatMap(({ spans }) => spans);
}

export interface JaegerTrace {
  readonly traceID: string;
  readonly spans: readonly JaegerSpan[];
  readonly processes: Readonly<
    Record<string, { readonly tags: readonly { readonly key: string; readonly value: unknown }[] }>
  >;
}

/** @param search the query string of a search, as Jaeger's page has it */
export async function tracesInJaeger({ jaegerUrl }: Stack, search: string): Promise<readonly JaegerTrace[]> {
  const answer = await fetch(`${jaegerUrl}/api/traces${search}`);
  if (!answer.ok) throw new Error(`Jaeger answered ${answer.status}: ${await answer.text()}`);
  const { data } = (await answer.json()) as { data: readonly JaegerTrace[] };
  return data;
}

/** [rule for the bounds, lower, upper, count], the numbers as text. */
type PrometheusBucket = readonly [number, string, string, string];

interface PrometheusSample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
  readonly histogram?: readonly [number, { count: string; sum: string; buckets?: readonly PrometheusBucket[] }];
}

async function query({ prometheusUrl }: Stack, promql: string): Promise<PrometheusSample | undefined> {
  const answer = await fetch(`${prometheusUrl}/api/v1/query?${new URLSearchParams({ query: promql }).toString()}`);
  if (!answer.ok) throw new Error(`Prometheus answered ${answer.status}: ${await answer.text()}`);
  const { data } = (await answer.json()) as { data: { result: readonly PrometheusSample[] } };
  if (data.result.length > 1) throw new Error(`${promql} has ${data.result.length} results: take a sum`);
  return data.result[0];
}

/** @returns the one value of a query; `undefined` where there is none (yet) */
export async function valueInPrometheus(stack: Stack, promql: string): Promise<number | undefined> {
  const sample = await query(stack, promql);
  return sample?.value === undefined ? undefined : Number(sample.value[1]);
}

/** A tick that a point names. */
export interface StoredExemplar {
  readonly traceId: string;
  readonly spanId: string;
  readonly value: number;
}

/** @returns those of the last ten minutes */
export async function exemplarsInPrometheus(
  { prometheusUrl }: Stack,
  promql: string,
): Promise<readonly StoredExemplar[]> {
  const now = Date.now() / 1_000;
  const search = new URLSearchParams({ query: promql, start: `${now - 600}`, end: `${now + 60}` }).toString();
  const answer = await fetch(`${prometheusUrl}/api/v1/query_exemplars?${search}`);
  if (!answer.ok) throw new Error(`Prometheus answered ${answer.status}: ${await answer.text()}`);
  const { data } = (await answer.json()) as {
    data: readonly { exemplars: readonly { labels: Record<string, string>; value: string }[] }[];
  };
  return data.flatMap(({ exemplars }) =>
    exemplars.map(({ labels, value }) => ({
      traceId: labels['trace_id'] ?? '',
      spanId: labels['span_id'] ?? '',
      value: Number(value),
    })),
  );
}

export interface NativeHistogram {
  readonly count: number;
  readonly sum: number;
  readonly buckets: readonly { readonly lower: number; readonly upper: number; readonly count: number }[];
}

/** @returns the one native histogram of a query; `undefined` where there is none (yet) */
export async function histogramInPrometheus(stack: Stack, promql: string): Promise<NativeHistogram | undefined> {
  const sample = await query(stack, promql);
  if (sample?.histogram === undefined) return undefined;
  const [, { count, sum, buckets = [] }] = sample.histogram;
  return {
    count: Number(count),
    sum: Number(sum),
    buckets: buckets.map(([, lower, upper, inBucket]) => ({
      lower: Number(lower),
      upper: Number(upper),
      count: Number(inBucket),
    })),
  };
}
