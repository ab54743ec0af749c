// Records calls of a function that is known to return when its work is done.

import { context } from '@opentelemetry/api';
import { now } from '../recorder/clock.js';
import { NO_POSITION } from '../recorder/tick-buffer.js';
import type { Recorder } from '../recorder/recorder.js';
import { activeTickContext, type TickContext } from '../recorder/tick-context.js';
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
 */
export function recordSynchronous(
  recorder: Recorder,
  operation: Operation,
  guard: ReentryGuard,
  original: AnyFunction,
  self: unknown,
  args: unknown[],
  results?: PromiseResults,
): unknown {
  const active = activeTickContext();
  if (active === undefined) return recordOutermost(recorder, operation, guard, original, self, args, results);
  return recordInside(active, recorder, operation, guard, original, self, args, results);
}

function recordInside(
  active: TickContext,
  recorder: Recorder,
  operation: Operation,
  guard: ReentryGuard,
  original: AnyFunction,
  self: unknown,
  args: unknown[],
  results?: PromiseResults,
): unknown {
  const { trace, top } = active;
  const { id, input } = operation;
  // try and finally without catch: a rethrow would move the place that Node prints for an uncaught error.
  let failed = true;
  let promise: object | undefined;
  let result: unknown;
  guard.inside = true;
  operation.calls++;
  const isKnown = input !== undefined && input.before(self, args, trace.isTick ? trace.number : 0);
  const isLookedAt = results?.enter() === true;
  const startNanos = now();
  const position = recorder.start(trace, id, top, startNanos);
  if (position !== NO_POSITION) active.top = position;
  try {
    result = apply(original, self, args);
    failed = false;
    promise = results?.leave(isLookedAt, result);
  } finally {
    if (failed) results?.abandon(isLookedAt);
    if (promise === undefined) recorder.end(trace, position, id, startNanos, failed);
    active.top = top;
    guard.inside = false;
  }
  if (isKnown) input.after(result);
  if (promise !== undefined) {
    results?.watch(
      promise,
      (rejected) => recorder.end(trace, position, id, startNanos, rejected),
      () => recorder.turnedOutFailed(trace, position, id),
    );
  }
  return result;
}

function recordOutermost(
  recorder: Recorder,
  operation: Operation,
  guard: ReentryGuard,
  original: AnyFunction,
  self: unknown,
  args: unknown[],
  results?: PromiseResults,
): unknown {
  const { id, input } = operation;
  let failed = true;
  let promise: object | undefined;
  let result: unknown;
  guard.inside = true;
  operation.calls++;
  const isKnown = input !== undefined && input.before(self, args, 0);
  const isLookedAt = results?.enter() === true;
  const outermost = recorder.startOutermost(id);
  const scope = context.attach(outermost);
  try {
    result = apply(original, self, args);
    failed = false;
    promise = results?.leave(isLookedAt, result);
  } finally {
    if (failed) results?.abandon(isLookedAt);
    scope.dispose();
    guard.inside = false;
    if (promise === undefined) recorder.settle(outermost.trace, failed);
  }
  if (isKnown) input.after(result);
  if (promise !== undefined) {
    outermost.trace.returnedNanos = now();
    results?.watch(
      promise,
      (rejected) => recorder.settle(outermost.trace, rejected),
      () => recorder.outermostTurnedOutFailed(outermost.trace),
    );
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
  if ('prototype' in original) {
    // Functions with a prototype can be called with `new`, and then have to stay constructors.
    const constructible: AnyFunction = function (...args): unknown {
      if (new.target) {
        const given = newTargetOf(new.target, constructible, original);
        if (isHeld(guard)) return construct(original, args, given);
        const make = (): unknown => construct(original, args, given);
        return recordSynchronous(recorder, operation, guard, make, undefined, args);
      }
      if (isHeld(guard)) return apply(original, this, args);
      return recordSynchronous(recorder, operation, guard, original, this, args, results);
    };
    return mimic(constructible, original);
  }
  const { wrapper } = {
    wrapper(this: unknown, ...args: unknown[]): unknown {
      if (isHeld(guard)) return apply(original, this, args);
      return recordSynchronous(recorder, operation, guard, original, this, args, results);
    },
  };
  return mimic(wrapper, original);
}

function isHeld(guard: ReentryGuard): boolean {
  return guard.inside || (guard.hasAsynchronous && guard.holds(activeTickContext()));
}
