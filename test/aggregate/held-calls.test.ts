// How much of a statement was the event loop's, and how long it usually takes.

import { HeldCalls } from '../../src/aggregate/held-calls.js';
import type { OperationKind } from '../../src/model/operation.js';

const KINDS: readonly OperationKind[] = ['query', 'external', 'database', 'indicator'];

/** A loop that was held for so long before each call's end. */
function callsHeldFor(held: { nanos: number }): HeldCalls {
  const heldNanosOfCall = (fromNanos: number, usualNanos: number): number =>
    Math.max(0, Math.min(held.nanos, 10_000 - (fromNanos + usualNanos)));
  return new HeldCalls({ heldNanosOfCall }, (operationId) => KINDS[operationId] as OperationKind);
}

it('learns the usual time from the calls during which nobody held the loop', () => {
  const held = { nanos: 0 };
  const calls = callsHeldFor(held);
  expect(calls.usualNanos(0)).toBe(0);
  // 300 ± 30, and one in ten that takes twenty times as long.
  for (let call = 0; call < 500; call++) calls.ended(0, 0, call % 10 === 0 ? 6_000 : 300 + ((call * 7) % 61) - 30);
  expect(calls.usualNanos(0)).toBeGreaterThan(285);
  expect(calls.usualNanos(0)).toBeLessThan(330);
  const before = calls.usualNanos(0);
  held.nanos = 9_000;
  for (let call = 0; call < 500; call++) calls.ended(0, 0, 10_000);
  expect(calls.usualNanos(0)).toBe(before);
});

it('leaves a call its usual time, where the loop was held from before the answer was there', () => {
  const held = { nanos: 0 };
  const calls = callsHeldFor(held);
  held.nanos = 10_000;
  // Nothing is known yet: all of it.
  expect(calls.ended(0, 0, 10_000)).toBe(10_000);
  held.nanos = 0;
  expect(calls.ended(0, 0, 400)).toBe(0);
  held.nanos = 10_000;
  expect(calls.ended(0, 0, 10_000)).toBe(9_600);
  // It was held at the end only, when the answer had long been there.
  held.nanos = 2_000;
  expect(calls.ended(0, 0, 10_000)).toBe(2_000);
});

it('never says more than the call took, and nothing of what is done in the program itself', () => {
  const calls = callsHeldFor({ nanos: 10_000 });
  expect([0, 1, 2, 3].map((operationId) => calls.ended(operationId, 0, 700))).toEqual([700, 700, 0, 0]);
});
