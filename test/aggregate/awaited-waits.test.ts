import * as fc from 'fast-check';
import { WaitsByAwait } from '../../src/aggregate/awaited-waits.js';
import type { TickTrace } from '../../src/model/tick-trace.js';
import { AwaitMarks, NO_AWAIT } from '../../src/model/tree/await-marks.js';
import { TickBuffer } from '../../src/model/tree/tick-buffer.js';
import { SEED } from './random-trace.js';

const BEGIN = 7;

/** A trace whose first operation came to awaits at these times. */
function traceWith(marks: readonly (readonly [nameId: number, atNanos: number, begin?: number])[]): TickTrace {
  const trace = new TickBuffer();
  trace.start(0, -1, 0);
  trace.begins[0] = BEGIN;
  trace.awaits = new AwaitMarks();
  for (const [nameId, at, begin = BEGIN] of marks) trace.awaits.add(begin, nameId, at);
  return trace;
}

function awaited(waits: WaitsByAwait): Record<number, number> {
  const found: Record<number, number> = {};
  waits.forEach((nameId, nanos) => (found[nameId] = (found[nameId] ?? 0) + nanos));
  return found;
}

const never = (): number => 0;

it('puts waiting down to the await that was pending', () => {
  const waits = new WaitsByAwait(never);
  const trace = traceWith([
    [1, 0],
    [2, 30],
    [9, 40, BEGIN + 1],
    [3, 60],
  ]);
  waits.add(trace, 0, 0, 100, 100);
  expect(awaited(waits)).toEqual({ 1: 30, 2: 30, 3: 40 });
  expect([waits.nanosOf(0), waits.nanosOf(1)]).toEqual([100, 0]);
  waits.clear();
  waits.add(trace, 0, 35, 50, 10);
  expect(awaited(waits)).toEqual({ 2: 10 });
});

it('adds waiting at one await up, and leaves out what has none', () => {
  const waits = new WaitsByAwait(never);
  const trace = traceWith([
    [1, 10],
    [NO_AWAIT, 20],
    [1, 30],
  ]);
  waits.add(trace, 0, 0, 40, 40);
  expect(awaited(waits)).toEqual({ 1: 20 });
  waits.clear();
  waits.add(traceWith([]), 0, 0, 40, 40);
  expect(awaited(waits)).toEqual({});
});

it('takes the last of those that came in one callback, and the time in which it can have been running off', () => {
  // 60 of the first part were work in the callback in which it began.
  const waits = new WaitsByAwait((from) => (from < 80 ? 60 : 0));
  waits.add(
    traceWith([
      [1, 0],
      [2, 0],
      [3, 80],
    ]),
    0,
    0,
    100,
    40,
  );
  expect(awaited(waits)).toEqual({ 2: 20, 3: 20 });
});

it('says nothing of what came after too many', () => {
  const waits = new WaitsByAwait(never);
  const trace = traceWith(Array.from({ length: 300 }, (_, at) => [at % 2, at] as const));
  waits.add(trace, 0, 0, 1_000, 1_000);
  expect(awaited(waits)).toEqual({ 0: 128, 1: 128 });
});

it('gives each nanosecond to one place or to none, whatever the marks', () => {
  const mark = fc.tuple(fc.constantFrom(1, 2, 3, NO_AWAIT), fc.nat(1_000), fc.constantFrom(BEGIN, BEGIN + 1));
  const gap = fc.tuple(
    fc.nat(1_000),
    fc.integer({ min: 1, max: 1_000 }),
    fc.nat(1_000),
    fc.double({ min: 0, max: 1, noNaN: true }),
  );
  fc.assert(
    fc.property(fc.array(mark, { maxLength: 40 }), gap, (marks, [from, length, nanos, work]) => {
      const waits = new WaitsByAwait((begin, end) => Math.round((end - begin) * work));
      waits.add(traceWith(marks.toSorted((left, right) => left[1] - right[1])), 0, from, from + length, nanos);
      const parts = Object.values(awaited(waits));
      const sum = parts.reduce((total, part) => total + part, 0);
      expect(parts.every((part) => Number.isInteger(part) && part > 0)).toBe(true);
      expect(sum).toBeLessThanOrEqual(nanos);
      expect(waits.nanosOf(0)).toBe(sum);
      const isPlaced =
        marks.some(([, at, begin]) => begin === BEGIN && at <= from) && !marks.some(([nameId]) => nameId === NO_AWAIT);
      expect(sum).toBeGreaterThanOrEqual(isPlaced && work < 0.5 ? nanos : 0);
    }),
    { seed: SEED, numRuns: 500 },
  );
});
