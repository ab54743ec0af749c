// Records calls of a function that is known to return when its work is done.

import { context } from '@opentelemetry/api';
import { now } from '../recorder/clock.js';
import { NO_POSITION } from '../recorder/record-storage.js';
import type { Recorder } from '../recorder/recorder.js';
import { activeTickContext } from '../recorder/tick-context.js';
import { type AnyFunction, keepFace } from './keep-face.js';
import type { Operation } from './operation.js';

const { apply, construct } = Reflect;

/** Shared by functions that call each other: only the outermost call is recorded. */
export interface ReentryGuard {
  inside: boolean;
}

/** Runs `call` as `operation`, under the running tick or as a tree of its own. Whatever `call` throws passes through. */
export function recordSynchronous<Result>(
  recorder: Recorder,
  operation: Operation,
  guard: ReentryGuard,
  call: () => Result,
): Result {
  const active = activeTickContext();
  // try and finally without catch: a rethrow would move the place that Node prints for an uncaught error.
  let failed = true;
  guard.inside = true;
  operation.calls++;
  if (active === undefined) {
    const outermost = recorder.beginOutermost(operation.id);
    const scope = context.attach(outermost);
    try {
      const result = call();
      failed = false;
      return result;
    } finally {
      scope.dispose();
      guard.inside = false;
      recorder.settle(outermost.trace, failed);
    }
  }
  const { trace, top } = active;
  const startNanos = now();
  const position = recorder.begin(trace, operation.id, top, startNanos);
  if (position !== NO_POSITION) active.top = position;
  try {
    const result = call();
    failed = false;
    return result;
  } finally {
    recorder.end(trace, position, operation.id, startNanos, failed);
    active.top = top;
    guard.inside = false;
  }
}

/** @returns a stand-in for `original` with its face; inside a guarded call it only passes on */
export function wrapSynchronous(
  recorder: Recorder,
  operation: Operation,
  guard: ReentryGuard,
  original: AnyFunction,
): AnyFunction {
  if ('prototype' in original) {
    // Functions with a prototype can be called with `new`, and then have to stay constructors.
    const constructible: AnyFunction = function (...args) {
      const call = new.target
        ? (): unknown => construct(original, args, new.target === constructible ? original : new.target)
        : (): unknown => apply(original, this, args);
      return guard.inside ? call() : recordSynchronous(recorder, operation, guard, call);
    };
    return keepFace(constructible, original);
  }
  const { wrapper } = {
    wrapper(this: unknown, ...args: unknown[]): unknown {
      if (guard.inside) return apply(original, this, args);
      return recordSynchronous(recorder, operation, guard, () => apply(original, this, args));
    },
  };
  return keepFace(wrapper, original);
}
