// A small OTLP collector inside the test: takes http/json and http/protobuf on a free port and keeps what it got.

import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { decode, type Field, type Message } from './protobuf.js';

type CollectedAttributes = readonly { readonly key: string; readonly value: Record<string, unknown> }[];

interface CollectedEvent {
  readonly timeUnixNano: string;
  readonly name: string;
  readonly attributes?: CollectedAttributes;
}

export interface CollectedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes?: CollectedAttributes;
  readonly events?: readonly CollectedEvent[];
  readonly links?: readonly { readonly attributes?: CollectedAttributes }[];
  readonly status?: { readonly code?: number };
}

export interface CollectedPoint {
  readonly attributes?: CollectedAttributes;
  readonly count: string;
  readonly sum: number;
  readonly scale: number;
  readonly zeroCount?: string;
  readonly positive?: { readonly offset?: number; readonly bucketCounts?: readonly string[] };
  readonly exemplars?: readonly CollectedExemplar[];
}

interface CollectedExemplar {
  readonly timeUnixNano: string;
  readonly asDouble: number;
  readonly spanId: string;
  readonly traceId: string;
  readonly filteredAttributes: CollectedAttributes;
}

export interface CollectedMetric {
  readonly name: string;
  readonly unit?: string;
  readonly histogram?: object;
  /** Over http/json only. */
  readonly sum?: { readonly dataPoints: readonly { readonly asInt?: number }[] };
  readonly exponentialHistogram?: {
    readonly aggregationTemporality?: number;
    readonly dataPoints: readonly CollectedPoint[];
  };
}

export interface CollectedLog {
  readonly body?: { readonly stringValue?: string };
  readonly attributes?: CollectedAttributes;
}

const nested = (name: string, of: () => Message, repeated?: true): Field => ({
  name,
  wire: 'message',
  message: of,
  ...(repeated && { repeated }),
});
const ANY_VALUE: Message = {
  1: { name: 'stringValue', wire: 'string' },
  2: { name: 'boolValue', wire: 'bool' },
  3: { name: 'intValue', wire: 'uint' },
  4: { name: 'doubleValue', wire: 'double' },
};
const KEY_VALUE: Message = { 1: { name: 'key', wire: 'string' }, 2: nested('value', () => ANY_VALUE) };
const RESOURCE: Message = { 1: nested('attributes', () => KEY_VALUE, true) };
const EVENT: Message = {
  1: { name: 'timeUnixNano', wire: 'fixed64' },
  2: { name: 'name', wire: 'string' },
  3: nested('attributes', () => KEY_VALUE, true),
};
const SPAN: Message = {
  1: { name: 'traceId', wire: 'hex' },
  2: { name: 'spanId', wire: 'hex' },
  4: { name: 'parentSpanId', wire: 'hex' },
  5: { name: 'name', wire: 'string' },
  6: { name: 'kind', wire: 'uint' },
  7: { name: 'startTimeUnixNano', wire: 'fixed64' },
  8: { name: 'endTimeUnixNano', wire: 'fixed64' },
  9: nested('attributes', () => KEY_VALUE, true),
  11: nested('events', () => EVENT, true),
  13: nested('links', () => ({ 4: nested('attributes', () => KEY_VALUE, true) }), true),
  15: nested('status', () => ({ 3: { name: 'code', wire: 'uint' } })),
};
const RESOURCE_FIELD = nested('resource', () => RESOURCE);
const SCOPE_FIELD = nested('scope', () => ({
  1: { name: 'name', wire: 'string' },
  2: { name: 'version', wire: 'string' },
}));
const TRACES: Message = {
  1: nested(
    'resourceSpans',
    () => ({
      1: RESOURCE_FIELD,
      2: nested('scopeSpans', () => ({ 1: SCOPE_FIELD, 2: nested('spans', () => SPAN, true) }), true),
    }),
    true,
  ),
};
const BUCKETS: Message = { 1: { name: 'offset', wire: 'sint' }, 2: { name: 'bucketCounts', wire: 'packed-uint' } };
const POINT: Message = {
  1: nested('attributes', () => KEY_VALUE, true),
  4: { name: 'count', wire: 'fixed64' },
  5: { name: 'sum', wire: 'double' },
  6: { name: 'scale', wire: 'sint' },
  7: { name: 'zeroCount', wire: 'fixed64' },
  8: nested('positive', () => BUCKETS),
  11: nested('exemplars', () => EXEMPLAR, true),
};
const EXEMPLAR: Message = {
  2: { name: 'timeUnixNano', wire: 'fixed64' },
  3: { name: 'asDouble', wire: 'double' },
  4: { name: 'spanId', wire: 'hex' },
  5: { name: 'traceId', wire: 'hex' },
  7: nested('filteredAttributes', () => KEY_VALUE, true),
};
const METRIC: Message = {
  1: { name: 'name', wire: 'string' },
  3: { name: 'unit', wire: 'string' },
  9: nested('histogram', () => ({})),
  10: nested('exponentialHistogram', () => ({
    1: nested('dataPoints', () => POINT, true),
    2: { name: 'aggregationTemporality', wire: 'uint' },
  })),
};
/** A request for metrics. */
export const METRICS_MESSAGE: Message = {
  1: nested(
    'resourceMetrics',
    () => ({
      1: RESOURCE_FIELD,
      2: nested('scopeMetrics', () => ({ 1: SCOPE_FIELD, 2: nested('metrics', () => METRIC, true) }), true),
    }),
    true,
  ),
};

const LOG: Message = { 5: nested('body', () => ANY_VALUE), 6: nested('attributes', () => KEY_VALUE, true) };
const LOGS: Message = {
  1: nested(
    'resourceLogs',
    () => ({
      1: RESOURCE_FIELD,
      2: nested('scopeLogs', () => ({ 1: SCOPE_FIELD, 2: nested('logRecords', () => LOG, true) }), true),
    }),
    true,
  ),
};

interface CollectedResource {
  readonly resource?: Pick<CollectedSpan, 'attributes'>;
}

interface CollectedScope {
  readonly name: string;
  readonly version?: string;
}

interface InScope {
  readonly scope?: CollectedScope;
}

interface TracesRequest {
  readonly resourceSpans?: readonly (CollectedResource & {
    readonly scopeSpans?: readonly (InScope & { readonly spans?: readonly CollectedSpan[] })[];
  })[];
}

interface MetricsRequest {
  readonly resourceMetrics?: readonly (CollectedResource & {
    readonly scopeMetrics?: readonly (InScope & { readonly metrics?: readonly CollectedMetric[] })[];
  })[];
}

interface LogsRequest {
  readonly resourceLogs?: readonly (CollectedResource & {
    readonly scopeLogs?: readonly (InScope & { readonly logRecords?: readonly CollectedLog[] })[];
  })[];
}

export const SIGNALS = ['traces', 'metrics', 'logs'] as const;
export type CollectedSignal = (typeof SIGNALS)[number];

export interface CollectedRequest {
  /** Of the three, whatever the path; `undefined` where it is none. */
  readonly signal: CollectedSignal | undefined;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly resource: Pick<CollectedSpan, 'attributes'>;
  readonly scopes: readonly CollectedScope[];
  readonly spans: readonly CollectedSpan[];
  readonly metrics: readonly CollectedMetric[];
  readonly logs: readonly CollectedLog[];
}

const TYPES: Readonly<Record<CollectedSignal, Message>> = { traces: TRACES, metrics: METRICS_MESSAGE, logs: LOGS };
/** In `/v1/traces` as in `/opentelemetry.proto.collector.trace.v1.TraceService/Export`. */
const IN_PATH: Readonly<Record<CollectedSignal, RegExp>> = { traces: /trace/i, metrics: /metric/i, logs: /log/i };

export function readRequest(path: string, headers: IncomingHttpHeaders, body: Buffer): CollectedRequest {
  const signal = SIGNALS.find((name) => IN_PATH[name].test(path));
  const bytes = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
  const isJson = headers['content-type'] === 'application/json';
  const message: unknown =
    signal === undefined ? {} : isJson ? JSON.parse(bytes.toString()) : decode(bytes, TYPES[signal]);
  const {
    resourceSpans = [],
    resourceMetrics = [],
    resourceLogs = [],
  } = message as TracesRequest & MetricsRequest & LogsRequest;
  return {
    signal,
    path,
    headers,
    resource: [...resourceSpans, ...resourceMetrics, ...resourceLogs][0]?.resource ?? {},
    scopes: [
      ...resourceSpans.flatMap(({ scopeSpans = [] }) => scopeSpans),
      ...resourceMetrics.flatMap(({ scopeMetrics = [] }) => scopeMetrics),
      ...resourceLogs.flatMap(({ scopeLogs = [] }) => scopeLogs),
    ].flatMap(({ scope }) => scope ?? []),
    spans: resourceSpans.flatMap(({ scopeSpans = [] }) => scopeSpans.flatMap(({ spans = [] }) => spans)),
    metrics: resourceMetrics.flatMap(({ scopeMetrics = [] }) => scopeMetrics.flatMap(({ metrics = [] }) => metrics)),
    logs: resourceLogs.flatMap(({ scopeLogs = [] }) => scopeLogs.flatMap(({ logRecords = [] }) => logRecords)),
  };
}

/** What the collector answers, in the place of 200. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export const accept: Answer = ({ headers }, response) => {
  const type = headers['content-type'] ?? 'application/json';
  response.writeHead(200, { 'content-type': type }).end(type === 'application/json' ? '{}' : '');
};

export class OtlpCollector {
  readonly spans: CollectedSpan[] = [];
  /** Of the last collection that came, since they are cumulative. */
  metrics: readonly CollectedMetric[] = [];
  /** Everything that came, in order. */
  readonly received: CollectedRequest[] = [];
  largestSlice = 0;
  readonly #server: Server;
  readonly #scheme: string;

  private constructor(server: Server, scheme: string) {
    this.#server = server;
    this.#scheme = scheme;
  }

  /** @param tls key and certificate; with them it is a server of https */
  static async start(answer: Answer = accept, tls?: ServerOptions): Promise<OtlpCollector> {
    const server = tls === undefined ? createServer() : createTlsServer(tls);
    const collector = new OtlpCollector(server, tls === undefined ? 'http' : 'https');
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        collector.#take(request, Buffer.concat(chunks));
        answer(request, response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return collector;
  }

  get url(): string {
    return `${this.#scheme}://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get requests(): number {
    return this.received.length;
  }

  #take({ url = '', headers }: IncomingMessage, body: Buffer): void {
    const request = readRequest(url, headers, body);
    this.received.push(request);
    this.largestSlice = Math.max(this.largestSlice, request.spans.length);
    this.spans.push(...request.spans);
    if (request.signal === 'metrics') this.metrics = request.metrics;
  }
}

/** @returns an attribute's value, whatever its type */
export function attribute({ attributes = [] }: Pick<CollectedSpan, 'attributes'>, key: string): unknown {
  const value = attributes.find((candidate) => candidate.key === key)?.value;
  const [plain] = Object.values(value ?? {});
  return typeof plain === 'string' && value !== undefined && 'intValue' in value ? Number(plain) : plain;
}
