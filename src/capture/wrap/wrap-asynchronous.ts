// Records calls of a function that may end after it returns: by a promise or by a callback.

import { types } from 'node:util';
import { type Context, context } from '@opentelemetry/api';
import { NESTED_CALLS } from '../../model/limits.js';
import { now } from '../recorder/clock.js';
import { mimic, newTargetOf } from './mimic.js';
import type { AnyFunction } from '../rules/any-function.js';
import type { OpenCall, CallTracer } from './call-tracer.js';

const { apply, construct, defineProperty, deleteProperty, getPrototypeOf } = Reflect;
const PlainPromise = Promise;
const promisePrototype = Promise.prototype;
const then = promisePrototype.then;

/** After this many calls that ended when they returned, a call gets no context: making one costs 210 ns. */
const CALLS_UNTIL_SYNCHRONOUS = 16;

/** Recorded calls that are on the stack. */
let nested = 0;

/** @returns a wrapper of `original` that mimics it */
export function wrapAsynchronous(tracer: CallTracer, original: AnyFunction): AnyFunction {
  if (types.isAsyncFunction(original)) return wrapAsyncFunction(tracer, original);
  const takesCallback = lastParameterIsCallback(original);
  let synchronousResults = 0;

  const record = (call: OpenCall, self: unknown, args: unknown[]): unknown => {
    const callback = takesCallback ? args.at(-1) : undefined;
    const ending = new Ending(call);
    if (typeof callback === 'function') args[args.length - 1] = endsWith(ending, callback as AnyFunction);
    let result: unknown;
    let failed = true;
    try {
      result = runIn(call.context, original, self, args);
      failed = false;
    } finally {
      if (failed) ending.end(true);
    }
    if (types.isPromise(result)) {
      call.returned(now());
      synchronousResults = -Infinity;
      // A function with both forms settles its promise in both cases; a callback may never be called.
      ending.leaveToPromise();
      return settled(ending, result);
    }
    if (typeof callback === 'function') call.returned(now());
    else ending.end(false);
    // The call goes on until its callback runs, and other calls start meanwhile.
    synchronousResults = ending.hasEnded ? synchronousResults + 1 : -Infinity;
    return result;
  };
  const begin = (args: unknown[]): OpenCall | undefined =>
    tracer.start(args, synchronousResults < CALLS_UNTIL_SYNCHRONOUS);

  if ('prototype' in original) {
    const constructible: AnyFunction = function (...args) {
      if (new.target) return construct(original, args, newTargetOf(new.target as AnyFunction, constructible, original));
      const call = nested < NESTED_CALLS ? begin(args) : tooDeep(tracer);
      if (call === undefined) return apply(original, this, args);
      return record(call, this, args);
    };
    return mimic(constructible, original);
  }
  const { wrapper } = {
    wrapper(this: unknown, ...args: unknown[]): unknown {
      const call = nested < NESTED_CALLS ? begin(args) : tooDeep(tracer);
      if (call === undefined) return apply(original, this, args);
      return record(call, this, args);
    },
  };
  return mimic(wrapper, original);
}

/** The wrapper of an async function is async too: its `await` keeps the caller in an error's stack. */
function wrapAsyncFunction(tracer: CallTracer, original: AnyFunction): AnyFunction {
  const { wrapper } = {
    async wrapper(this: unknown, ...args: unknown[]): Promise<unknown> {
      const call = nested < NESTED_CALLS ? tracer.start(args, true) : tooDeep(tracer);
      if (call === undefined) return await apply(original, this, args);
      let failed = true;
      try {
        const promise = runIn(call.context, original, this, args);
        call.returned(now());
        const result = await promise;
        failed = false;
        return result;
      } finally {
        call.end(failed);
      }
    },
  };
  return mimic(wrapper, original);
}

/** Counts a call that runs unrecorded, because too many recorded ones are on the stack. */
function tooDeep({ losses }: CallTracer): undefined {
  losses.add('calls_too_deep');
}

/** Ends a call once, whether return, throw, promise or callback comes first. */
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

/** `attach` and not `with`, which would add frames to the stacks of the program's errors. */
function runIn(callContext: Context | undefined, original: AnyFunction, self: unknown, args: unknown[]): unknown {
  const scope = callContext === undefined ? undefined : context.attach(callContext);
  nested++;
  try {
    return apply(original, self, args);
  } finally {
    nested--;
    scope?.dispose();
  }
}

/**
 * A promise with the same outcome that ends the call first. A handler on the program's promise would mark its rejection as
 * handled, and a program that should crash would go on.
 */
export function settled(call: Pick<OpenCall, 'end'>, promise: Promise<unknown>): Promise<unknown> {
  if (getPrototypeOf(promise) === promisePrototype && Reflect.ownKeys(promise).length === 0) {
    return settledPlain(call, promise);
  }
  // A promise of a subclass or with added properties has to stay the same object.
  thenUnseen(
    promise,
    () => call.end(false),
    () => call.end(true),
  );
  return promise;
}

/** `then` makes a promise of the same class, and a subclass may count or reject that, so the class is hidden during the call. */
function thenUnseen(promise: Promise<unknown>, fulfilled: () => void, rejected: () => void): void {
  const isHidden =
    Object.isExtensible(promise) &&
    !Object.hasOwn(promise, 'constructor') &&
    defineProperty(promise, 'constructor', { value: PlainPromise, configurable: true });
  void apply(then, promise, [fulfilled, rejected]);
  if (isHidden) deleteProperty(promise, 'constructor');
}

async function settledPlain(call: Pick<OpenCall, 'end'>, promise: Promise<unknown>): Promise<unknown> {
  let failed = true;
  try {
    const result = await promise;
    failed = false;
    return result;
  } finally {
    call.end(failed);
  }
}

function endsWith(ending: Ending, callback: AnyFunction): AnyFunction {
  const caller = context.active();
  const { wrapper } = {
    wrapper(this: unknown, ...args: unknown[]): unknown {
      ending.endByCallback(args[0] instanceof Error);
      // A driver calls back in the context of whoever opened its socket; the callback's code belongs to this tick.
      return runIn(caller, callback, this, args);
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
