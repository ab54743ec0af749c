// What the spans of a kept tick say beside its tree: why it waited, what held it, how it failed.

import { SpanKind } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { spansOfTick } from '../../../src/export/traces/tick-spans.js';
import type { KeptOperation, KeptTick } from '../../../src/model/record/record-segment.js';
import { NO_PARENT } from '../../../src/model/tick-trace.js';
import type { TickCauses, TraceDetails } from '../../../src/model/trace-details.js';
import type { Nanoseconds } from '../../../src/model/units.js';

const nanos = (value: number): Nanoseconds => value as Nanoseconds;
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const BEGIN = 1_764_000_000_000_000_000n;

const operation = (kind: KeptOperation['kind'], name: string, more: Partial<KeptOperation> = {}): KeptOperation => ({
  ...{ kind, name, parent: 0, startNanos: nanos(0), durationNanos: nanos(1_000_000) },
  ...more,
});
const ROOT_OPERATION = operation('tick', 'onTick', { parent: NO_PARENT });

const CAUSES: TickCauses = { attributes: {}, events: [], links: [], pauses: [], isReceived: false };

function spansOf(operations: readonly KeptOperation[], details: Partial<TraceDetails> = {}): ReadableSpan[] {
  const tick: KeptTick = {
    ...{ traceId: TRACE, process: '1', name: 'onTick', reason: 'slow' },
    ...{ startedAtUnixNanos: BEGIN.toString(), durationNanos: operations[0]!.durationNanos, operations },
  };
  const zeros = operations.map(() => nanos(0));
  const all: TraceDetails = {
    spanIds: operations.map((_, position) => `00f067aa0ba902b${position}`),
    attributes: operations.map(() => ({})),
    ...{ programAttributes: new Map(), events: new Map(), programSpans: new Map(), programSpansElsewhere: [] },
    ...{ criticalPathNanos: zeros, selfNanos: zeros, waitNanos: zeros },
    ...details,
  };
  return [...spansOfTick(tick, all, resourceFromAttributes({}))];
}

function eventsOf({ events }: ReadableSpan): unknown[] {
  return events.map(({ name, time: [seconds, rest], attributes }) => [
    name,
    Number(BigInt(seconds) * 1_000_000_000n + BigInt(rest) - BEGIN),
    attributes,
  ]);
}

it('says on the tick, and on nothing else, why it began when it did', () => {
  const attributes = { 'tickscope.tick.wait': 0.25, 'tickscope.loop.owner.name': 'rebalance (bot.js:12)' };
  const [tick, child] = spansOf([ROOT_OPERATION, operation('internal', 'route')], {
    causes: { ...CAUSES, attributes },
  });
  expect(tick!.attributes).toMatchObject(attributes);
  expect(Object.keys(child!.attributes).filter((key) => key in attributes)).toEqual([]);
});

it('has stalls, collections and what the program wrote as events, in the order of their times', () => {
  const stall = {
    name: 'tickscope.loop.stall',
    atNanos: nanos(0),
    attributes: { 'tickscope.start_nanos': -20_000_000 },
  };
  const written = { name: 'decided', atNanos: nanos(300_000), attributes: {} };
  // Heard of after the tick: whoever made the details still adds them.
  const pauses = [{ kind: 'minor' as const, startNanos: nanos(500_000), durationNanos: nanos(80_000) }];
  const [tick, child] = spansOf([ROOT_OPERATION, operation('internal', 'route')], {
    causes: { ...CAUSES, events: [stall], pauses },
    events: new Map([[0, [written]]]),
  });
  expect(eventsOf(tick!)).toEqual([
    ['tickscope.loop.stall', 0, { 'tickscope.start_nanos': -20_000_000 }],
    ['decided', 300_000, {}],
    [
      'tickscope.gc.pause',
      500_000,
      { 'v8js.gc.type': 'minor', 'tickscope.start_nanos': 500_000, 'tickscope.duration_nanos': 80_000 },
    ],
  ]);
  expect(child!.events).toEqual([]);
});

it('is linked with the tick that held the event loop', () => {
  const link = { traceId: 'f'.repeat(32), spanId: 'e'.repeat(16), attributes: { 'tickscope.loop.held_nanos': 7 } };
  const [tick, child] = spansOf([ROOT_OPERATION, operation('internal', 'route')], {
    causes: { ...CAUSES, links: [link] },
  });
  expect(tick!.links).toEqual([
    { context: { traceId: link.traceId, spanId: link.spanId, traceFlags: 1 }, attributes: link.attributes },
  ]);
  expect(child!.links).toEqual([]);
});

it.each([
  ['received', true, undefined, SpanKind.CONSUMER],
  ['received with the context of another process', true, true, SpanKind.CONSUMER],
  ['received by a span around it', true, false, SpanKind.INTERNAL],
  ['not seen to come in', false, undefined, SpanKind.INTERNAL],
])('makes the tick of an event that was %s of its kind', (_, isReceived, isRemote, kind) => {
  const parent =
    isRemote === undefined ? {} : { parent: { traceId: TRACE, spanId: 'a'.repeat(16), traceFlags: 1, isRemote } };
  const [tick] = spansOf([ROOT_OPERATION], { causes: { ...CAUSES, isReceived }, ...parent });
  expect(tick!.kind).toBe(kind);
});

describe('a failed tick', () => {
  const failed = { failed: true as const };
  const failedRoot = { ...ROOT_OPERATION, ...failed };
  const typed = (position: number, type: string): Partial<TraceDetails> => ({
    programAttributes: new Map([[position, { 'error.type': type }]]),
  });

  it.each([
    ['whose error nobody saw', [failedRoot], {}, '_OTHER'],
    [
      'that failed with a call to the outside',
      [failedRoot, operation('internal', 'send', failed), operation('external', 'POST', { ...failed, parent: 1 })],
      typed(2, 'ECONNREFUSED'),
      'ECONNREFUSED',
    ],
    [
      'after a failure that was caught',
      [failedRoot, operation('internal', 'send'), operation('external', 'POST', { ...failed, parent: 1 })],
      typed(2, 'ECONNREFUSED'),
      '_OTHER',
    ],
  ])('%s has the type of its error, and an exception without a message', (_, operations, details, type) => {
    const [tick] = spansOf(operations, details);
    expect(tick!.attributes['error.type']).toBe(type);
    expect(eventsOf(tick!)).toEqual([['exception', 1_000_000, { 'exception.type': type }]]);
  });

  it('keeps the exception that the program wrote down itself', () => {
    const own = { name: 'exception', atNanos: nanos(10), attributes: { 'exception.type': 'RangeError' } };
    const [tick] = spansOf([failedRoot], { events: new Map([[0, [own]]]) });
    expect(eventsOf(tick!)).toEqual([['exception', 10, { 'exception.type': 'RangeError' }]]);
  });
});

it('names a statement by its summary, and what has none as the record does', () => {
  const attributes = [{}, { 'db.query.summary': 'SELECT trades' }, { 'db.query.summary': '' }];
  const operations = [
    ROOT_OPERATION,
    operation('query', 'SELECT * FROM trades WHERE id = $1'),
    operation('query', 'GET'),
  ];
  expect(spansOf(operations, { attributes }).map(({ name }) => name)).toEqual(['onTick', 'SELECT trades', 'GET']);
});
