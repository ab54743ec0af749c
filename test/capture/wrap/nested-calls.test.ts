// How deep measured calls are in each other, and what is void where `vm` stopped some.

import { beginEpoch, stack } from '../../../src/capture/recorder/stack-epoch.js';
import { NestedCalls } from '../../../src/capture/wrap/nested-calls.js';
import { ReentryGuard } from '../../../src/capture/wrap/reentry-guard.js';
import { NESTED_CALLS } from '../../../src/model/limits.js';

describe('nested calls', () => {
  it('are too many from the limit on', () => {
    const nested = new NestedCalls();
    for (let depth = 0; depth < NESTED_CALLS; depth++) {
      expect([nested.areTooMany, nested.enter()]).toEqual([false, depth]);
    }
    expect(nested.areTooMany).toBe(true);
    nested.leave(NESTED_CALLS - 1);
    expect([nested.areTooMany, nested.count]).toEqual([false, NESTED_CALLS - 1]);
  });

  it('are as many as before when a call is left inside of which others were stopped', () => {
    const nested = new NestedCalls();
    const around = nested.enter();
    nested.enter();
    nested.enter();
    nested.leave(around);
    expect(nested.count).toBe(0);
  });
});

describe('what was stopped', () => {
  it('is void when nothing of before can be on the stack', () => {
    const nested = new NestedCalls();
    const guard = new ReentryGuard();
    nested.enter();
    guard.enter();
    expect([nested.count, guard.inside]).toEqual([1, true]);
    const around = beginEpoch();
    expect([nested.count, guard.inside]).toEqual([0, false]);
    // A nested event loop was left.
    stack.epoch = around;
    expect(guard.inside).toBe(true);
  });
});
