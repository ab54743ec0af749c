// Which calls belong to one that is recorded already.

import { ReentryGuard } from '../../../src/capture/wrap/reentry-guard.js';
import { LATE_OPERATIONS } from '../../../src/model/limits.js';
import { RecordedLog } from '../recorder/recorded-log.js';

describe('ReentryGuard', () => {
  it('holds what runs in the scope of an asynchronous operation of its own, and nothing else', () => {
    const log = new RecordedLog();
    const { active } = log.recorder;
    const guard = new ReentryGuard();
    const isHeld = (): boolean => guard.holds(active.get());
    const tick = log.asyncTick(7);
    const [own, other] = log.inside(tick, () => [log.asyncOperation(3), log.asyncOperation(4)] as const);
    expect([log.inside(own, isHeld), guard.hasAsynchronous]).toEqual([false, false]);
    guard.hold(own.scope);
    expect(guard.hasAsynchronous).toBe(true);
    expect([log.inside(own, isHeld), log.inside(other, isHeld), log.inside(tick, isHeld), isHeld()]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    // Another guard does not have it.
    expect(new ReentryGuard().holds(own.scope)).toBe(false);
    guard.release(own.scope);
    expect([log.inside(own, isHeld), guard.hasAsynchronous]).toEqual([false, false]);
  });

  it('forgets the oldest where too many never end', () => {
    const guard = new ReentryGuard();
    for (let scope = 1; scope <= LATE_OPERATIONS + 1; scope++) guard.hold(scope);
    expect([guard.holds(1), guard.holds(2), guard.holds(LATE_OPERATIONS + 1)]).toEqual([false, true, true]);
  });
});
