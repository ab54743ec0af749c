// Callbacks that a measured function passes on to a package, a timer or another function: the call ends when they are called.
//
// One wrapper for each function object, found again by whoever passes the same function. It can be called with `new`, and only
// has the name and the length of the function: copying all of a function's looks costs 10 to 36 µs.

import { type Context, context } from '@opentelemetry/api';
import type { AnyFunction } from '../rules/any-function.js';
import { printAs } from '../wrap/mimic.js';
import type { Entry } from './entry.js';

const { apply, construct, defineProperty } = Reflect;
const functionText = Function.prototype.toString;

/** A call that a callback ends, and the context that the callback runs in: a driver calls back from a socket of somebody else's. */
interface OpenCallback {
  readonly entry: Entry;
  readonly caller: Context;
}

interface WrappedCallback {
  readonly wrapper: AnyFunction;
  /** Oldest first. */
  readonly open: OpenCallback[];
}

const wrapped = new WeakMap<AnyFunction, WrappedCallback>();

/** @returns what to pass on instead of `callback`; a class comes back as it is, because somebody makes objects of it */
export function wrapCallback(entry: Entry, callback: AnyFunction, caller: Context): AnyFunction {
  let known = wrapped.get(callback);
  if (known === undefined) {
    if (functionText.call(callback).startsWith('class')) return callback;
    known = makeWrapper(callback);
    wrapped.set(callback, known);
  }
  if (known.open.every((open) => open.entry !== entry)) known.open.push({ entry, caller });
  return known.wrapper;
}

function makeWrapper(callback: AnyFunction): WrappedCallback {
  const open: OpenCallback[] = [];
  const wrapper: AnyFunction = function (this: unknown): unknown {
    // oxlint-disable-next-line prefer-rest-params -- A rest array is made at every call.
    const args = arguments as unknown as unknown[];
    if (new.target !== undefined) {
      return construct(callback, args, new.target === wrapper ? callback : new.target);
    }
    const ended = open.shift();
    if (ended === undefined) return apply(callback, this, args);
    ended.entry.endByCallback(args[0] instanceof Error);
    const scope = context.attach(ended.caller);
    try {
      return apply(callback, this, args);
    } finally {
      scope.dispose();
    }
  };
  defineProperty(wrapper, 'length', { value: callback.length, configurable: true });
  defineProperty(wrapper, 'name', { value: callback.name, configurable: true });
  printAs(wrapper, callback);
  wrapped.set(wrapper, { wrapper, open });
  return { wrapper, open };
}
