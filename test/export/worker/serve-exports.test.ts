// What the export thread answers to what it is posted, here in the thread of the tests.

import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { isExportThread, type ToExportThread } from '../../../src/export/worker/messages.js';
import { serveExports } from '../../../src/export/worker/serve-exports.js';
import { spanData, spanOfData } from '../../../src/export/worker/span-data.js';
import type { LateSpan } from '../../../src/export/traces/tick-spans.js';
import type { KeptTick } from '../../../src/model/record/record-segment.js';
import type { TraceDetails } from '../../../src/model/trace-details.js';
import type { Nanoseconds } from '../../../src/model/units.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const nanos = (value: number): Nanoseconds => value as Nanoseconds;

const programSpan = {
  name: 'GET',
  kind: SpanKind.CLIENT,
  spanContext: () => ({
    traceId: TRACE,
    spanId: 'b7ad6b7169203331',
    traceFlags: TraceFlags.SAMPLED,
    traceState: { serialize: () => 'desk=fx' },
  }),
  parentSpanContext: { traceId: TRACE, spanId: '00f067aa0ba902b7', traceFlags: TraceFlags.SAMPLED, isRemote: true },
  startTime: [1, 0],
  endTime: [1, 500],
  duration: [0, 500],
  status: { code: SpanStatusCode.UNSET },
  attributes: { 'db.system.name': 'redis' },
  links: [{ context: { traceId: TRACE, spanId: '00f067aa0ba902b7', traceFlags: TraceFlags.SAMPLED } }],
  events: [],
  ended: true,
  resource: resourceFromAttributes({}),
  instrumentationScope: { name: 'redis' },
  droppedAttributesCount: 0,
  droppedEventsCount: 0,
  droppedLinksCount: 0,
} as unknown as ReadableSpan;

const operation = { parent: 0, startNanos: nanos(0), durationNanos: nanos(1_000) } as const;
const tick: KeptTick = {
  traceId: TRACE,
  process: '1',
  name: 'Bot.onTick',
  reason: 'slow',
  startedAtUnixNanos: '1000000000',
  durationNanos: nanos(1_000),
  operations: [
    { kind: 'tick', name: 'Bot.onTick', ...operation },
    { kind: 'query', name: 'GET', ...operation },
  ],
};
const details: TraceDetails = {
  spanIds: ['00f067aa0ba902b7', 'b7ad6b7169203331'],
  attributes: [{}, {}],
  programAttributes: new Map(),
  events: new Map(),
  programSpans: new Map([[1, spanData(programSpan)]]),
  programSpansElsewhere: [],
  criticalPathNanos: [nanos(0), nanos(1_000)],
  selfNanos: [nanos(0), nanos(1_000)],
  waitNanos: [nanos(0), nanos(0)],
};
const late: LateSpan = {
  traceId: TRACE,
  spanId: 'aaaaaaaaaaaaaaaa',
  parentSpanId: '00f067aa0ba902b7',
  startedAtUnixNanos: 1_000_000_000n,
  operation: { kind: 'database', name: 'archive', ...operation },
  attributes: {},
};
const scopeMetrics = [{ scope: { name: 'tickscope' }, metrics: [] }];

type Done = (result: ExportResult) => void;

/** What the exporters were given, and what they answer; without an answer there are none. */
const mockSpans: ReadableSpan[] = [];
const mockMetrics: ResourceMetrics[] = [];
let mockResult: ExportResult | undefined;

jest.mock('../../../src/export/exporters.js', () => {
  const exporterTo = (take: (given: never) => void): object | undefined => {
    const send = (given: never, done: Done): void => {
      take(given);
      done(mockResult as ExportResult);
    };
    return (
      mockResult && { at: '', serialise: (slice: unknown) => slice, send, export: send, forceFlush: async () => {} }
    );
  };
  return {
    spanExporters: (_environment: unknown, _names: unknown, warn: (message: string) => void) => {
      if (mockResult === undefined) warn('no exporter');
      return [exporterTo((given: ReadableSpan[][]) => mockSpans.push(...given.flat()))];
    },
    otlpMetricExporter: () => exporterTo((given: ResourceMetrics) => mockMetrics.push(given)),
  };
});

let ports: MessagePort[] = [];
beforeEach(() => {
  mockResult = { code: ExportResultCode.SUCCESS };
  mockSpans.length = mockMetrics.length = 0;
});
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** Posts messages, and resolves with what has come back when something is said that `isLast` holds of. */
function answersTo(messages: readonly ToExportThread[], isLast: (message: object) => boolean): Promise<object[]> {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  serveExports({
    tickscopeExport: {
      port: port2,
      flushes: new Int32Array(new SharedArrayBuffer(4)),
      maxRequestSize: 512,
      delayMillis: 10,
      exportTimeoutMillis: 10_000,
      sendsTraces: true,
      sendsMetrics: true,
    },
  });
  const said: object[] = [];
  for (const message of messages) port1.postMessage(message);
  return new Promise((resolve) => {
    port1.on('message', (message: object) => {
      said.push(message);
      if (isLast(message)) resolve(said);
    });
  });
}

const spans = { ticks: [[tick, details]] as const, late: [late], ended: [spanData(programSpan)] };
const isFlushed = (message: object): boolean => 'flushed' in message;

it('sends ticks, late spans and spans of the program, and tells of them before the flush', async () => {
  const said = await answersTo([{ resource: { 'service.name': 'bot' } }, { spans }, { flush: 4 }], isFlushed);
  expect(said).toEqual([{ taken: 'traces' }, { settled: 4, lost: [] }, { flushed: 4 }]);
  expect(mockSpans.map(({ name, parentSpanContext }) => [name, parentSpanContext?.spanId])).toEqual([
    ['Bot.onTick', undefined],
    ['GET', '00f067aa0ba902b7'],
    ['archive', '00f067aa0ba902b7'],
    ['GET', '00f067aa0ba902b7'],
  ]);
  expect(mockSpans.map(({ resource }) => resource.attributes['service.name'])).toEqual(Array(4).fill('bot'));
});

it('tells of spans that were refused', async () => {
  mockResult = { code: ExportResultCode.FAILED, error: new Error('refused') };
  const said = await answersTo([{ resource: {} }, { spans }, { flush: 1 }], isFlushed);
  expect(said).toEqual([
    { failing: 'traces', reason: 'refused' },
    { settled: 4, lost: [{ cause: 'spans_not_exported', count: 4, reason: 'refused' }] },
    { flushed: 1 },
  ]);
});

it('says why there is no exporter, and counts what it is posted as lost', async () => {
  mockResult = undefined;
  const said = await answersTo([{ resource: {} }, { spans }, { flush: 1 }], isFlushed);
  expect(said).toEqual([
    { say: 'no exporter' },
    { settled: 4, lost: [{ cause: 'spans_not_exported', count: 4, reason: 'there is no exporter' }] },
    { flushed: 1 },
  ]);
});

it.each<[string, ExportResult | undefined, string | undefined]>([
  ['were sent', { code: ExportResultCode.SUCCESS }, undefined],
  ['were refused', { code: ExportResultCode.FAILED, error: new Error('refused') }, 'refused'],
  ['were not, without a reason', { code: ExportResultCode.FAILED }, 'the exporter gave no reason'],
  ['have no exporter', undefined, 'there is no exporter'],
])('says that metrics %s', async (_what, result, error) => {
  mockResult = result;
  const metrics = { id: 9, attributes: { 'service.name': 'bot' }, scopeMetrics };
  const said = await answersTo([{ metrics }], (message) => 'sentMetrics' in message);
  expect(said.at(-1)).toEqual({ sentMetrics: 9, ...(error !== undefined && { error }) });
  expect(mockMetrics.map(({ resource }) => resource.attributes)).toEqual(
    result === undefined ? [] : [{ 'service.name': 'bot' }],
  );
});

it('makes a span again of its data, with its methods', () => {
  const made = spanOfData(structuredClone(spanData(programSpan)), programSpan.resource);
  expect(made.spanContext()).toMatchObject({ traceId: TRACE, spanId: 'b7ad6b7169203331' });
  expect(made.spanContext().traceState?.serialize()).toBe('desk=fx');
  expect(made).toMatchObject({ name: 'GET', parentSpanContext: { isRemote: true }, duration: [0, 500] });
});

it('is told by its data', () => {
  expect([undefined, null, 'data', {}, { tickscopeExport: {} }].map(isExportThread)).toEqual([
    ...[false, false, false, false, true],
  ]);
});
