// Contexts of ticks: what is set on them stays, and a tick that is closed is nobody's parent.

import { createContextKey, ROOT_CONTEXT, trace as api } from '@opentelemetry/api';
import { OpenTrace } from '../../../src/capture/recorder/open-trace.js';
import { TickBuffer } from '../../../src/capture/recorder/tick-buffer.js';
import { TickContext, tickContextOf, withoutClosedTicks } from '../../../src/capture/recorder/tick-context.js';

const ORDER = createContextKey('order');
const VENUE = createContextKey('venue');

function openTick(number: number): OpenTrace {
  return new OpenTrace(number, true, 0, undefined, 0, new TickBuffer(8, 8), ROOT_CONTEXT);
}

function close(tick: OpenTrace): void {
  tick.buffer = undefined;
}

it('keeps the values that were set in a closed tick, and nothing of the tick', () => {
  const tick = openTick(1);
  const outside = ROOT_CONTEXT.setValue(VENUE, 'X');
  const inTick = new TickContext(outside, tick, 0);
  const set = inTick.setValue(ORDER, 1).setValue(VENUE, 'Y').setValue(ORDER, 2);
  const withSpan = api.setSpan(
    set,
    api.getSpan(inTick) ?? api.wrapSpanContext({ traceId: '', spanId: '', traceFlags: 0 }),
  );
  expect(withoutClosedTicks(withSpan)).toBe(withSpan);
  close(tick);
  const kept = withoutClosedTicks(withSpan);
  expect([kept.getValue(ORDER), kept.getValue(VENUE)]).toEqual([2, 'Y']);
  expect(tickContextOf(kept)).toBeUndefined();
  expect(api.getSpan(kept)).toBeUndefined();
  expect(withoutClosedTicks(inTick)).toBe(outside);
});

it('answers after 100,000 contexts that were each made in the one before, of ticks and of values', () => {
  let context = ROOT_CONTEXT;
  for (let number = 1; number <= 100_000; number++) {
    const tick = openTick(number);
    context = new TickContext(context, tick, 0).setValue(ORDER, number);
    close(tick);
    if (number % 2 === 0) context = context.setValue(ORDER, -number).setValue(VENUE, 'X');
  }
  expect([context.getValue(ORDER), context.getValue(VENUE)]).toEqual([-100_000, 'X']);
  expect(context.getValue(createContextKey('never set'))).toBeUndefined();
  for (let time = 0; time < 100_000; time++) context = context.setValue(ORDER, time);
  expect(context.getValue(VENUE)).toBe('X');
});
