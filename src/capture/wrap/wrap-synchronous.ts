// Records calls of a function that is known to return when its work is done.

import { ASYNC_END, CHECK_SHIFT, FAILED, SYNC_BEGIN, SYNC_END, SYNC_LEFT } from '../../model/log/log-layout.js';
import type { Recorder } from '../recorder/recorder.js';
import { now } from '../recorder/clock.js';
import { mimic, newTargetOf } from './mimic.js';
import type { AnyFunction } from '../rules/any-function.js';
import type { Operation } from './operation.js';
import type { ReentryGuard } from './reentry-guard.js';
import { PromiseResults, type ReturnedPromises } from './returned-promises.js';

const { apply, construct } = Reflect;

/**
 * Runs a call as `operation`, under the running tick or as a tree of its own. Whatever it throws passes through.
 *
 * @param results of a function that may return a promise after all, which ends the operation when it settles
 * @param beginKind `INNER_BEGIN` where it counts only inside an open tick
 */
export function recordSynchronous(
  recorder: Recorder,
  operation: Operation,
  guard: ReentryGuard,
  original: AnyFunction,
  self: unknown,
  args: unknown[],
  results?: PromiseResults,
  beginKind: number = SYNC_BEGIN,
): unknown {
  const { active } = recorder;
  const { id, input, sizes } = operation;
  const scope = active.get();
  const around = guard.enter();
  operation.calls++;
  if (operation.readCaller !== undefined && scope > 0) operation.calledInTick();
  const isKnown = input !== undefined && input.before(self, args, recorder.tickOf(scope));
  const size = sizes !== undefined && --sizes.left <= 0 ? sizes.look(self, args) : 0;
  const sized = sizes?.sized;
  const isLookedAt = results?.enter() === true;
  const fromNanos = size > 0 ? now() : 0;
  const begin = recorder.begin(beginKind | id, scope);
  const endScope = scope === 0 ? -begin : scope;
  const { light, lightStore } = active;
  if (scope === 0) active.enterLight(endScope);
  // try and finally without catch: a rethrow would move the place that Node prints for an uncaught error.
  let code = SYNC_END | FAILED;
  let promise: object | undefined;
  let result: unknown;
  let nanos = 0;
  try {
    result = apply(original, self, args);
    code = SYNC_END;
    if (size > 0) nanos = now() - fromNanos;
    promise = results?.leave(isLookedAt, result);
    if (promise !== undefined) code = SYNC_LEFT;
  } finally {
    recorder.end(code | id | (begin << CHECK_SHIFT), endScope);
    if (code === (SYNC_END | FAILED)) results?.abandon(isLookedAt);
    if (scope === 0) active.restoreLight(light, lightStore);
    guard.leave(around);
  }
  if (isKnown) input.after(result);
  if (sized !== undefined && nanos > 0 && promise === undefined) sizes?.took(sized, size, nanos);
  if (promise !== undefined) {
    const own = endScope > 0 ? begin : -begin;
    results?.watch(promise, {
      end: (failed) => recorder.end(failed ? ASYNC_END | FAILED | id : ASYNC_END | id, own),
      turnedOutFailed: () => recorder.turnedOutFailed(begin, id, false, undefined),
    });
  }
  return result;
}

/** @returns a wrapper that mimics `original`; inside a guarded call it only calls `original` */
export function wrapSynchronous(
  recorder: Recorder,
  operation: Operation,
  guard: ReentryGuard,
  original: AnyFunction,
  promises: ReturnedPromises,
): AnyFunction {
  const results = new PromiseResults(promises, false);
  const isHeld = (): boolean => guard.inside || (guard.hasAsynchronous && guard.holds(recorder.active.get()));
  if ('prototype' in original) {
    // Functions with a prototype can be called with `new`, and then have to stay constructors.
    const constructible: AnyFunction = function (...args): unknown {
      if (new.target) {
        const given = newTargetOf(new.target, constructible, original);
        if (isHeld()) return construct(original, args, given);
        const make = (): unknown => construct(original, args, given);
        return recordSynchronous(recorder, operation, guard, make, undefined, args);
      }
      if (isHeld()) return apply(original, this, args);
      return recordSynchronous(recorder, operation, guard, original, this, args, results);
    };
    return mimic(constructible, original);
  }
  const { wrapper } = {
    wrapper(this: unknown, ...args: unknown[]): unknown {
      if (isHeld()) return apply(original, this, args);
      return recordSynchronous(recorder, operation, guard, original, this, args, results);
    },
  };
  return mimic(wrapper, original);
}
