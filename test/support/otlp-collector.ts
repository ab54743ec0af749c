// A small OTLP collector inside the test: takes http/json and http/protobuf on a free port and keeps what it got.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { decode, type Field, type Message } from './protobuf.js';

export interface CollectedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes?: readonly { readonly key: string; readonly value: Record<string, unknown> }[];
  readonly events?: readonly { readonly name: string }[];
  readonly status?: { readonly code?: number };
}

export interface CollectedPoint {
  readonly attributes?: CollectedSpan['attributes'];
  readonly count: string;
  readonly sum: number;
  readonly scale: number;
  readonly zeroCount?: string;
  readonly positive?: { readonly offset?: number; readonly bucketCounts?: readonly string[] };
}

export interface CollectedMetric {
  readonly name: string;
  readonly unit?: string;
  readonly exponentialHistogram?: { readonly dataPoints: readonly CollectedPoint[] };
}

const message = (name: string, of: () => Message, repeated?: true): Field => ({
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
const KEY_VALUE: Message = { 1: { name: 'key', wire: 'string' }, 2: message('value', () => ANY_VALUE) };
const SPAN: Message = {
  1: { name: 'traceId', wire: 'hex' },
  2: { name: 'spanId', wire: 'hex' },
  4: { name: 'parentSpanId', wire: 'hex' },
  5: { name: 'name', wire: 'string' },
  6: { name: 'kind', wire: 'uint' },
  7: { name: 'startTimeUnixNano', wire: 'fixed64' },
  8: { name: 'endTimeUnixNano', wire: 'fixed64' },
  9: message('attributes', () => KEY_VALUE, true),
  11: message('events', () => ({ 2: { name: 'name', wire: 'string' } }), true),
  15: message('status', () => ({ 3: { name: 'code', wire: 'uint' } })),
};
const TRACES: Message = {
  1: message(
    'resourceSpans',
    () => ({ 2: message('scopeSpans', () => ({ 2: message('spans', () => SPAN, true) }), true) }),
    true,
  ),
};
const BUCKETS: Message = { 1: { name: 'offset', wire: 'sint' }, 2: { name: 'bucketCounts', wire: 'packed-uint' } };
const POINT: Message = {
  1: message('attributes', () => KEY_VALUE, true),
  4: { name: 'count', wire: 'fixed64' },
  5: { name: 'sum', wire: 'double' },
  6: { name: 'scale', wire: 'sint' },
  7: { name: 'zeroCount', wire: 'fixed64' },
  8: message('positive', () => BUCKETS),
};
const METRIC: Message = {
  1: { name: 'name', wire: 'string' },
  3: { name: 'unit', wire: 'string' },
  10: message('exponentialHistogram', () => ({ 1: message('dataPoints', () => POINT, true) })),
};
const METRICS: Message = {
  1: message(
    'resourceMetrics',
    () => ({ 2: message('scopeMetrics', () => ({ 2: message('metrics', () => METRIC, true) }), true) }),
    true,
  ),
};

interface TracesRequest {
  readonly resourceSpans?: readonly {
    readonly scopeSpans?: readonly { readonly spans?: readonly CollectedSpan[] }[];
  }[];
}

interface MetricsRequest {
  readonly resourceMetrics?: readonly {
    readonly scopeMetrics?: readonly { readonly metrics?: readonly CollectedMetric[] }[];
  }[];
}

/** What the collector answers, in the place of 200. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const accept: Answer = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
};

export class OtlpCollector {
  readonly spans: CollectedSpan[] = [];
  /** Of the last collection that came, since they are cumulative. */
  metrics: readonly CollectedMetric[] = [];
  requests = 0;
  largestSlice = 0;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(answer: Answer = accept): Promise<OtlpCollector> {
    const server = createServer();
    const collector = new OtlpCollector(server);
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
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #take({ url, headers }: IncomingMessage, body: Buffer): void {
    this.requests++;
    const bytes = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    const isJson = headers['content-type'] === 'application/json';
    const read = (type: Message): unknown => (isJson ? JSON.parse(bytes.toString()) : decode(bytes, type));
    if (url === '/v1/traces') {
      const { resourceSpans = [] } = read(TRACES) as TracesRequest;
      const spans = resourceSpans.flatMap(({ scopeSpans = [] }) => scopeSpans.flatMap(({ spans: own = [] }) => own));
      this.largestSlice = Math.max(this.largestSlice, spans.length);
      this.spans.push(...spans);
    } else if (url === '/v1/metrics') {
      const { resourceMetrics = [] } = read(METRICS) as MetricsRequest;
      this.metrics = resourceMetrics.flatMap(({ scopeMetrics = [] }) =>
        scopeMetrics.flatMap(({ metrics = [] }) => metrics),
      );
    }
  }
}

/** @returns an attribute's value, whatever its type */
export function attribute({ attributes = [] }: Pick<CollectedSpan, 'attributes'>, key: string): unknown {
  const value = attributes.find((candidate) => candidate.key === key)?.value;
  const [plain] = Object.values(value ?? {});
  return typeof plain === 'string' && value !== undefined && 'intValue' in value ? Number(plain) : plain;
}
