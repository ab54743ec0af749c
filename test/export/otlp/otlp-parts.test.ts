// What a request is made of, what its answer says, and what its failure is called.

import { performance } from 'node:perf_hooks';
import { ExportResultCode } from '@opentelemetry/core';
import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { readAnswer } from '../../../src/export/otlp/answer.js';
import { failureReason, hostAndPort } from '../../../src/export/otlp/failure-reason.js';
import { joinParts } from '../../../src/export/otlp/request-parts.js';
import { type Delegate, type ToldResult } from '../../../src/export/otlp/told-delegate.js';
import { readRequest } from '../../support/otlp-collector.js';

const resource = resourceFromAttributes({ 'service.name': 'bot' });
const span = (number: number): ReadableSpan =>
  ({
    name: `span ${number}`,
    kind: 0,
    spanContext: () => ({ traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 }),
    startTime: [1, 0],
    endTime: [1, 500],
    duration: [0, 500],
    status: { code: 0 },
    attributes: { text: ']},{"resourceSpans":[' },
    links: [],
    events: [],
    ended: true,
    resource,
    instrumentationScope: { name: 'test' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  }) as unknown as ReadableSpan;

describe.each([
  ['json', JsonTraceSerializer, 'application/json'],
  ['protobuf', ProtobufTraceSerializer, 'application/x-protobuf'],
] as const)('a request in %s', (encoding, serializer, type) => {
  it.each([1, 2, 5])('of %d slices has their spans in order', (slices) => {
    const numbers = Array.from({ length: slices * 3 }, (_, index) => index);
    const parts = Array.from({ length: slices }, (_, slice) =>
      serializer.serializeRequest(numbers.slice(slice * 3, slice * 3 + 3).map(span)),
    );
    const whole = Buffer.from(joinParts(parts as Uint8Array[], encoding));
    const { spans } = readRequest('/v1/traces', { 'content-type': type }, whole);
    expect(spans.map(({ name }) => name)).toEqual(numbers.map((number) => `span ${number}`));
  });
});

it.each<[what: string, answer: string | number[], rejected: number, message: string, isReadable: boolean]>([
  ['nothing', '', 0, '', true],
  ['an empty object', '{}', 0, '', true],
  ['a count as a text', '{"partialSuccess":{"rejectedSpans":"12","errorMessage":" too old\\n"}}', 12, 'too old', true],
  ['a count as a number', '{"partialSuccess":{"rejectedDataPoints":3}}', 3, '', true],
  ['the names of protobuf', '{"partial_success":{"rejected_spans":4,"error_message":"x"}}', 4, 'x', true],
  ['a warning', '{"partialSuccess":{"errorMessage":"deprecated"}}', 0, 'deprecated', true],
  ['nonsense for a count', '{"partialSuccess":{"rejectedSpans":-1}}', 0, '', true],
  ['protobuf', [0x0a, 5, 0x08, 0xac, 0x02, 0x12, 0], 300, '', true],
  ['a page', '<!doctype html>', 0, '', false],
  ['a cut object', '{"partialSuccess":', 0, '', false],
  ['cut protobuf', [0x0a, 50, 0x08], 0, '', false],
])('an answer of %s', (_what, answer, rejected, message, isReadable) => {
  const read = readAnswer(Buffer.from(answer as string), (bytes) => ProtobufTraceSerializer.deserializeResponse(bytes));
  expect(read).toEqual({ rejected, message, isReadable });
});

it.each<[error: unknown, reason: string]>([
  [{ code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 10.0.0.1:4318' }, 'connection refused at a:1'],
  [{ code: 'EPIPE' }, 'connection reset by a:1'],
  [{ code: 'EAI_AGAIN' }, 'no such host, or no name server: a:1'],
  [{ code: 'CERT_HAS_EXPIRED' }, 'TLS failed (CERT_HAS_EXPIRED) with a:1'],
  [{ code: 'HPE_INVALID_CONSTANT' }, 'something that is no HTTP from a:1'],
  [{ code: 413, message: 'Payload Too Large' }, 'status 413 from a:1'],
  [
    { code: 14, message: '14 UNAVAILABLE: No connection. Last error: connect ECONNREFUSED 1.2.3.4:1' },
    'connection refused at a:1',
  ],
  [{ code: 4, message: '4 DEADLINE_EXCEEDED: Deadline exceeded' }, 'no answer from a:1'],
  [new Error('Request timed out'), 'no answer from a:1'],
  [new Error('something\n  else'), 'something else (a:1)'],
  [undefined, 'the exporter gave no reason (a:1)'],
])('%j', (error, reason) => {
  expect(failureReason(error, 'a:1')).toBe(reason);
});

it.each([
  ['http://user:s3cret@collector/v1/traces?key=s3cret', 'collector:80'],
  ['https://collector/v1', 'collector:443'],
  ['collector:4317', 'collector:4317'],
  ['http://[::1]:4318', '[::1]:4318'],
  ['not an address', ''],
])('of the address %s only host and port are named', (address, at) => {
  expect(hostAndPort(address)).toBe(at);
});

describe('a request without an answer', () => {
  const timers: (() => void)[] = [];
  let millis = 0;
  let done: (result: ToldResult) => void;
  const heard: string[] = [];
  let attemptFailed: (reason: string) => void;
  let delegate: Delegate<string>;

  beforeEach(async () => {
    timers.length = heard.length = millis = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => millis);
    jest.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void) => {
      timers.push(run);
      return { unref: () => ({}) };
    }) as never);
    await jest.isolateModulesAsync(async () => {
      const { toldDelegate } = await import('../../../src/export/otlp/told-delegate.js');
      delegate = toldDelegate<string>({
        serializer: { serializeRequest: () => new Uint8Array(), deserializeResponse: () => ({}) },
        at: 'a:1',
        failing: (reason) => void heard.push(reason),
        make(_serializer, failed) {
          attemptFailed = failed;
          const send = (_request: string, answer: (result: ToldResult) => void): void => void (done = answer);
          return { export: send, forceFlush: async () => {}, shutdown: async () => {}, setMetrics: () => {} };
        },
      });
    });
  });
  afterEach(() => jest.restoreAllMocks());

  it('is told of before the exporter gives it up', () => {
    delegate.export('spans', () => {});
    for (let step = 0; step < 3; step++) timers[step]?.();
    expect(heard).toEqual(['no answer from a:1']);
  });

  it('is not held against a collector while the program holds the loop', () => {
    delegate.export('spans', () => {});
    for (let step = 0; step < 10; step++) {
      millis += 900;
      timers[step]?.();
    }
    expect(heard).toEqual([]);
  });

  it('has the reason of its last attempt, and says no other', () => {
    let result: ToldResult | undefined;
    delegate.export('spans', (given) => (result = given));
    attemptFailed('status 503 from a:1');
    for (let step = 0; step < 3; step++) timers[step]?.();
    done({ code: ExportResultCode.FAILED, error: new Error('Export failed with retryable status') });
    expect([heard, result?.error?.message]).toEqual([['status 503 from a:1'], 'status 503 from a:1']);
  });
});
