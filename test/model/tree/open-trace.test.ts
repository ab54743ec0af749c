// A trace while it is open and when it has closed: its names, its ids, and that nothing stays of the one before.

import { FLAG_FAILED, FLAG_LATE, NO_PARENT, ROOT } from '../../../src/model/tick-trace.js';
import { HeldSpans, OpenTrace } from '../../../src/model/tree/open-trace.js';
import { NO_POSITION, TickBuffer } from '../../../src/model/tree/tick-buffer.js';

const TICK = 7;
const LOAD = 3;
const NAMED = 8;

let ids: number;
let trace: OpenTrace;
let buffer: TickBuffer;

/** Each id has a number of its own. */
const newId = (digits: number): string => String(++ids).padStart(digits, '0');

function open(isTick = true): void {
  buffer = new TickBuffer();
  buffer.start(TICK, NO_PARENT, 0);
  buffer.start(LOAD, ROOT, 10);
  trace.open(1, isTick, TICK, 70, buffer);
}

beforeEach(() => {
  ids = 0;
  trace = new OpenTrace(newId);
  open();
});

it('gives an operation its final name, and the tick its own', () => {
  trace.rename(1, NAMED);
  trace.rename(NO_POSITION, 99);
  expect([trace.operationId, ...buffer.operationIds.subarray(0, 2)]).toEqual([TICK, TICK, NAMED]);
  trace.rename(ROOT, 9);
  expect([trace.operationId, ...buffer.operationIds.subarray(0, 2)]).toEqual([9, 9, NAMED]);
  trace.buffer = undefined;
  trace.rename(ROOT, 99);
  expect(trace.operationId).toBe(9);
});

it('fails where the program says so, as a whole or one operation of it', () => {
  trace.markFailed(1);
  expect([trace.failed, buffer.flags[1]]).toEqual([false, FLAG_LATE | FLAG_FAILED]);
  trace.markFailed(ROOT);
  expect(trace.failed).toBe(true);
  trace.buffer = undefined;
  trace.markFailed(1);
});

it.each([
  ['an open tick', true, false, false, true],
  ['a closed tick', true, true, false, false],
  ['a closed tick that was kept', true, true, true, true],
  ['a tree outside ticks', false, false, true, false],
])('may leave as spans: %s', (_what, isTick, closes, left, expected) => {
  open(isTick);
  trace.left = left;
  if (closes) trace.buffer = undefined;
  expect(trace.mayLeave).toBe(expected);
});

it('has one trace id and one id a span, made when they are asked for', () => {
  expect(ids).toBe(0);
  const { traceId } = trace;
  const root = trace.spanIdOf(ROOT);
  expect([traceId.length, root.length]).toEqual([32, 16]);
  expect([trace.traceId, trace.spanIdOf(ROOT)]).toEqual([traceId, root]);
  expect(trace.spanIdOf(1)).not.toBe(root);
  trace.adoptSpanId(2, 'of the program');
  expect(trace.spanIdOf(2)).toBe('of the program');
});

it('is in the trace of the span that it began in', () => {
  trace.parentSpan = { traceId: 'theirs', spanId: 's', traceFlags: 1, isRemote: true };
  expect(trace.traceId).toBe('theirs');
});

it('keeps nothing of the trace before when it opens again', () => {
  const first = new OpenTrace(newId);
  first.open(2, true, LOAD, 71, buffer);
  const fresh = Object.entries(first);
  const traceId = trace.traceId;
  const rootId = trace.spanIdOf(ROOT);
  Object.assign(trace, {
    pending: 3,
    symbol: 'BTC',
    failed: true,
    returnedNanos: 5,
    stampedNanos: 6,
    earliestNanos: 7,
    eventUnixMillis: 8,
    parentSpan: { traceId: 'theirs', spanId: 's', traceFlags: 1, isRemote: true },
    notes: {},
    heldSpans: new HeldSpans(),
    left: true,
    lateEnd: () => {},
  });
  trace.open(2, true, LOAD, 71, buffer);
  expect(Object.entries(trace)).toEqual(fresh);
  expect(trace.traceId).not.toBe(traceId);
  expect(trace.spanIdOf(ROOT)).not.toBe(rootId);
});

it('holds 128 spans of the program that have no place in it', () => {
  const held = new HeldSpans();
  const taken = Array.from({ length: 130 }, () => held.addUnplaced({}));
  expect(taken.filter(Boolean)).toHaveLength(128);
  expect(held.unplaced).toHaveLength(128);
});
