// Which calls belong to one that is recorded already.

import { Recorder } from '../../../src/capture/recorder/recorder.js';
import { TickContext } from '../../../src/capture/recorder/tick-context.js';
import { ReentryGuard } from '../../../src/capture/wrap/reentry-guard.js';
import type { Nanoseconds } from '../../../src/model/units.js';
import { RecordedCalls } from '../recorder/recorded-calls.js';

describe('ReentryGuard', () => {
  it('holds what runs in the context of an asynchronous operation of its own, and nothing else', () => {
    const recorder = new Recorder(new RecordedCalls());
    const tick = recorder.startTick(7, undefined);
    const inOperation = (id: number): TickContext =>
      new TickContext(tick, tick.trace, recorder.start(tick.trace, id, 0, 0 as Nanoseconds));
    const guard = new ReentryGuard();
    const inside = inOperation(3);
    expect(guard.holds(inside)).toBe(false);
    expect(guard.hasAsynchronous).toBe(false);
    guard.addAsynchronous(3);
    expect(guard.hasAsynchronous).toBe(true);
    expect(guard.holds(inside)).toBe(true);
    expect(guard.holds(inOperation(4))).toBe(false);
    expect(guard.holds(tick)).toBe(false);
    expect(guard.holds(undefined)).toBe(false);
    // Another guard does not have it.
    expect(new ReentryGuard().holds(inside)).toBe(false);
    recorder.settle(tick.trace, false);
    expect(guard.holds(inside)).toBe(false);
  });
});
