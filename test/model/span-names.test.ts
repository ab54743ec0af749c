// What the attributes of a span say that it is.

import { SpanKind } from '@opentelemetry/api';
import type { SdkSpan } from '../../src/capture/otel/sdk-span.js';
import { SpanNames } from '../../src/model/span-names.js';

const POSTGRES = { 'db.system.name': 'postgresql' };

it.each([
  [
    'a statement',
    'query',
    'SELECT * FROM trades WHERE id = ?',
    SpanKind.CLIENT,
    'pg.query:SELECT bot',
    { ...POSTGRES, 'db.query.text': 'SELECT * FROM trades WHERE id = 17' },
  ],
  [
    'a statement of the old conventions',
    'query',
    'SELECT ?',
    SpanKind.CLIENT,
    'pg.query',
    { 'db.system': 'postgresql', 'db.statement': "SELECT 'secret'" },
  ],
  ['a database call without a text', 'query', 'SELECT bot', SpanKind.CLIENT, 'SELECT bot', POSTGRES],
  [
    'a command whose text is no SQL',
    'query',
    'redis-GET',
    SpanKind.CLIENT,
    'redis-GET',
    { 'db.system': 'redis', 'db.statement': 'GET user:17:secret' },
  ],
  ['waiting for a connection', 'wait', 'pool', SpanKind.CLIENT, 'pg-pool.connect', POSTGRES],
  ['opening a connection', 'external', 'pg.connect', SpanKind.CLIENT, 'pg.connect', POSTGRES],
  [
    'an HTTP request',
    'external',
    'GET api.exchange.test',
    SpanKind.CLIENT,
    'GET',
    { 'http.request.method': 'GET', 'server.address': 'api.exchange.test' },
  ],
  [
    'an HTTP request of the old conventions',
    'external',
    'HTTP GET api.exchange.test',
    SpanKind.CLIENT,
    'HTTP GET',
    { 'http.method': 'GET', 'net.peer.name': 'api.exchange.test' },
  ],
  [
    'a message that is sent',
    'external',
    'orders publish',
    SpanKind.PRODUCER,
    'orders publish',
    { 'messaging.system': 'kafka' },
  ],
  ['a call of another service', 'external', 'broker.order', SpanKind.CLIENT, 'broker.order', {}],
  ['anything else', 'internal', 'strategy', SpanKind.INTERNAL, 'strategy', {}],
  [
    'a request that is served',
    'internal',
    'GET /status',
    SpanKind.SERVER,
    'GET /status',
    { 'http.request.method': 'GET' },
  ],
  [
    'what it says itself',
    'indicator',
    'ema 20',
    SpanKind.INTERNAL,
    'ema',
    { 'tickscope.operation.kind': 'indicator', 'tickscope.operation.name': 'ema 20' },
  ],
  ['no tick by an attribute', 'internal', 'inner', SpanKind.INTERNAL, 'inner', { 'tickscope.operation.kind': 'tick' }],
])('%s', (_what, kind, name, spanKind, spanName, attributes) => {
  const span = { name: spanName, kind: spanKind, attributes } as Partial<SdkSpan> as SdkSpan;
  expect(new SpanNames().nameOf(span)).toEqual({ kind, name });
});

it('holds a name to 200 characters', () => {
  const span = { name: 'x'.repeat(1_000), kind: SpanKind.INTERNAL, attributes: {} } as Partial<SdkSpan> as SdkSpan;
  expect(new SpanNames().nameOf(span).name).toHaveLength(200);
});
