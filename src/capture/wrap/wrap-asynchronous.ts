// Records calls of a function that may end after it returns: by a promise or by a callback.

import { types } from 'node:util';
import { NestedCalls } from './nested-calls.js';
import type { ActiveScope, CallerScope } from '../recorder/active-scope.js';
import { mimic, newTargetOf } from './mimic.js';
import type { AnyFunction } from '../rules/any-function.js';
import type { CallTracer, OpenCall } from './call-tracer.js';
import { EnteredCall } from './entered-call.js';
import { PromiseResults, type ReturnedPromises } from './returned-promises.js';

const { apply, construct } = Reflect;

/** After this many calls that ended when they returned, a call gets no context: making one costs 240 ns. */
export const CALLS_UNTIL_SYNCHRONOUS = 16;

/** Recorded calls that are on the stack. */
const nested = new NestedCalls();

/**
 * @param mayTakeCallback whether its last argument, where that is a function, is called back
 * @returns a wrapper of `original` with its looks, which returns whatever `original` returned, the very promise too
 */
export function wrapAsynchronous(
  active: ActiveScope,
  tracer: CallTracer,
  original: AnyFunction,
  promises: ReturnedPromises,
  mayTakeCallback: boolean = lastParameterIsCallback(original),
): AnyFunction {
  const isAsync = types.isAsyncFunction(original);
  const takesCallback = !isAsync && mayTakeCallback;
  const results = new PromiseResults(promises, isAsync);
  let synchronousResults = isAsync ? -Infinity : 0;

  const record = (call: OpenCall, caller: CallerScope, self: unknown, args: unknown[]): unknown => {
    const callback = takesCallback ? args.at(-1) : undefined;
    const ending = new Ending(call);
    if (typeof callback === 'function')
      args[args.length - 1] = endsWith(active, caller, ending, callback as AnyFunction);
    const isLookedAt = results.enter();
    let result: unknown;
    let failed = true;
    try {
      result = runIn(active, call, original, self, args);
      failed = false;
    } finally {
      if (failed) {
        results.abandon(isLookedAt);
        ending.end(true);
      }
    }
    const promise = results.leave(isLookedAt, result);
    if (promise !== undefined) {
      call.returned();
      synchronousResults = -Infinity;
      // A function with both forms settles its promise in both cases; a callback may never be called.
      ending.leaveToPromise();
      results.watch(promise, {
        end: (rejected) => ending.end(rejected),
        turnedOutFailed: () => call.turnedOutFailed?.(),
      });
      return result;
    }
    if (typeof callback === 'function') call.returned();
    else ending.end(results.hasFailed(result, () => call.turnedOutFailed?.()));
    // Until it is called back the call goes on, and others start beside it.
    synchronousResults = ending.hasEnded ? synchronousResults + 1 : -Infinity;
    return result;
  };
  const start = (self: unknown, args: unknown[]): OpenCall | undefined => {
    const needsContext = synchronousResults < CALLS_UNTIL_SYNCHRONOUS || tracer.leavesWork === true;
    if (!nested.areTooMany) return tracer.start(args, needsContext, self, takesCallback);
    tracer.losses.add('calls_too_deep');
    return undefined;
  };

  if ('prototype' in original) {
    const constructible: AnyFunction = function (...args) {
      if (new.target) return construct(original, args, newTargetOf(new.target as AnyFunction, constructible, original));
      const { caller } = active;
      const call = start(this, args);
      if (call === undefined) return apply(original, this, args);
      return record(call, caller, this, args);
    };
    return mimic(constructible, original);
  }
  const { wrapper } = {
    wrapper(this: unknown, ...args: unknown[]): unknown {
      const { caller } = active;
      const call = start(this, args);
      if (call === undefined) return apply(original, this, args);
      return record(call, caller, this, args);
    },
  };
  return mimic(wrapper, original);
}

/** The end of a call, whichever of return, throw, promise and callback brings it: once. */
export class Ending {
  readonly #call: OpenCall;
  #ended = false;
  #callbackEnds = true;

  constructor(call: OpenCall) {
    this.#call = call;
  }

  get hasEnded(): boolean {
    return this.#ended;
  }

  end(failed: boolean): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#call.end(failed);
  }

  endByCallback(failed: boolean): void {
    if (this.#callbackEnds) this.end(failed);
  }

  leaveToPromise(): void {
    this.#callbackEnds = false;
  }
}

/** Entered by hand: a function that runs another one in a scope would add frames to the stacks of the program's errors. */
function runIn(active: ActiveScope, call: OpenCall, original: AnyFunction, self: unknown, args: unknown[]): unknown {
  const entered = new EnteredCall(active, call);
  const around = nested.enter();
  try {
    return apply(original, self, args);
  } finally {
    nested.leave(around);
    entered.leave();
    call.left?.();
  }
}

function endsWith(active: ActiveScope, caller: CallerScope, ending: Ending, callback: AnyFunction): AnyFunction {
  const { wrapper } = {
    wrapper(this: unknown, ...args: unknown[]): unknown {
      ending.endByCallback(args[0] instanceof Error);
      // A driver calls back in the context of whoever opened its socket; the callback's code belongs to this tick.
      return active.callIn(caller, callback, this, args);
    },
  };
  return mimic(wrapper, callback);
}

const CALLBACK_PARAMETER = /[(,]\s*(?:done|cb|callback|next)\s*\)/;

/** By the parameter's name, read once from the source: any function can be an argument, and one that is never called would hold the tick open. */
export function lastParameterIsCallback(original: AnyFunction): boolean {
  if (original.length === 0) return false;
  const text = Function.prototype.toString.call(original);
  return CALLBACK_PARAMETER.test(text.slice(0, text.indexOf('{') + 1 || text.length));
}
