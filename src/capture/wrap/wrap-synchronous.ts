// Records calls of a function that is known to return when its work is done.

import { types } from 'node:util';
import { context } from '@opentelemetry/api';
import { now } from '../recorder/clock.js';
import { NO_POSITION } from '../recorder/tick-buffer.js';
import type { Recorder } from '../recorder/recorder.js';
import { activeTickContext, type TickContext } from '../recorder/tick-context.js';
import { mimic, newTargetOf } from './mimic.js';
import type { AnyFunction } from '../rules/any-function.js';
import type { Operation } from './operation.js';
import type { ReentryGuard } from './reentry-guard.js';
import { settled } from './wrap-asynchronous.js';

const { apply, construct } = Reflect;

/**
 * Runs a call as `operation`, under the running tick or as a tree of its own. Whatever it throws passes through; a promise
 * that it returns after all ends the operation when it settles.
 */
export function recordSynchronous(
  recorder: Recorder,
  operation: Operation,
  guard: ReentryGuard,
  original: AnyFunction,
  self: unknown,
  args: unknown[],
): unknown {
  const active = activeTickContext();
  if (active === undefined) return recordOutermost(recorder, operation, guard, original, self, args);
  return recordInside(active, recorder, operation, guard, original, self, args);
}

function recordInside(
  active: TickContext,
  recorder: Recorder,
  operation: Operation,
  guard: ReentryGuard,
  original: AnyFunction,
  self: unknown,
  args: unknown[],
): unknown {
  const { trace, top } = active;
  const { id, input } = operation;
  // try and finally without catch: a rethrow would move the place that Node prints for an uncaught error.
  let failed = true;
  let settles = false;
  let result: unknown;
  guard.inside = true;
  operation.calls++;
  const isKnown = input !== undefined && input.before(self, args, trace.isTick ? trace.number : 0);
  const startNanos = now();
  const position = recorder.start(trace, id, top, startNanos);
  if (position !== NO_POSITION) active.top = position;
  try {
    result = apply(original, self, args);
    failed = false;
    settles = typeof result === 'object' && types.isPromise(result);
  } finally {
    if (!settles) recorder.end(trace, position, id, startNanos, failed);
    active.top = top;
    guard.inside = false;
  }
  if (isKnown) input.after(result);
  if (!settles) return result;
  const end = (rejected: boolean): void => recorder.end(trace, position, id, startNanos, rejected);
  return settled({ end }, result as Promise<unknown>);
}

function recordOutermost(
  recorder: Recorder,
  operation: Operation,
  guard: ReentryGuard,
  original: AnyFunction,
  self: unknown,
  args: unknown[],
): unknown {
  const { id, input } = operation;
  let failed = true;
  let settles = false;
  let result: unknown;
  guard.inside = true;
  operation.calls++;
  const isKnown = input !== undefined && input.before(self, args, 0);
  const outermost = recorder.startOutermost(id);
  const scope = context.attach(outermost);
  try {
    result = apply(original, self, args);
    failed = false;
    settles = typeof result === 'object' && types.isPromise(result);
  } finally {
    scope.dispose();
    guard.inside = false;
    if (!settles) recorder.settle(outermost.trace, failed);
  }
  if (isKnown) input.after(result);
  if (!settles) return result;
  outermost.trace.returnedNanos = now();
  const end = (rejected: boolean): void => recorder.settle(outermost.trace, rejected);
  return settled({ end }, result as Promise<unknown>);
}

/** @returns a wrapper that mimics `original`; inside a guarded call it only calls `original` */
export function wrapSynchronous(
  recorder: Recorder,
  operation: Operation,
  guard: ReentryGuard,
  original: AnyFunction,
): AnyFunction {
  if ('prototype' in original) {
    // Functions with a prototype can be called with `new`, and then have to stay constructors.
    const constructible: AnyFunction = function (...args): unknown {
      if (new.target) {
        const given = newTargetOf(new.target, constructible, original);
        if (isHeld(guard)) return construct(original, args, given);
        return recordSynchronous(recorder, operation, guard, () => construct(original, args, given), undefined, args);
      }
      if (isHeld(guard)) return apply(original, this, args);
      return recordSynchronous(recorder, operation, guard, original, this, args);
    };
    return mimic(constructible, original);
  }
  const { wrapper } = {
    wrapper(this: unknown, ...args: unknown[]): unknown {
      if (isHeld(guard)) return apply(original, this, args);
      return recordSynchronous(recorder, operation, guard, original, this, args);
    },
  };
  return mimic(wrapper, original);
}

function isHeld(guard: ReentryGuard): boolean {
  return guard.inside || (guard.hasAsynchronous && guard.holds(activeTickContext()));
}
