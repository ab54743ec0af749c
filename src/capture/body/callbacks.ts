// Callbacks that a measured function passes on to a package, a timer or another function: the call ends when they are called.
//
// One wrapper for each function object, found again by whoever passes the same function. It can be called with `new`, and only
// has the name and the length of the function: copying all of a function's looks costs 10 to 36 µs.

import { type Context, context } from '@opentelemetry/api';
import { tickContextOf } from '../recorder/tick-context.js';
import type { AnyFunction } from '../rules/any-function.js';
import { printAs } from '../wrap/mimic.js';
import { passedInstead } from '../wrap/passed-callbacks.js';
import type { CallEntry, OpenCallback } from './entry.js';

const { apply, construct, defineProperty } = Reflect;
const functionText = Function.prototype.toString;

/** A function may be given to any number of calls that never call it back. */
const WAITING_CALLS = 1_000;

interface WrappedCallback {
  readonly wrapper: AnyFunction;
  /** Oldest first. */
  readonly open: OpenCallback[];
  /** The one for which the wrapper was handed out last: a call that begins now and is given the wrapper belongs to it. */
  handedOut: OpenCallback | undefined;
}

const wrapped = new WeakMap<AnyFunction, WrappedCallback>();

/** @returns what to pass on instead of `callback`; a class comes back as it is, because somebody makes objects of it, and the call ends when it returns */
export function wrapCallback(entry: CallEntry, callback: AnyFunction, caller: Context): AnyFunction {
  let known = wrapped.get(callback);
  if (known === undefined) {
    if (functionText.call(callback).startsWith('class')) {
      entry.awaitsCallback = false;
      return callback;
    }
    known = makeWrapper(callback);
    wrapped.set(callback, known);
  }
  known.handedOut = openCallbackOf(entry, caller, known.open);
  return known.wrapper;
}

/** The calls that handed `callback` on to a call that begins now; `undefined` where it comes as the program made it. */
export function handedOut(callback: AnyFunction): OpenCallback | undefined {
  const known = wrapped.get(callback);
  return known?.wrapper === callback ? known.handedOut : undefined;
}

function openCallbackOf(entry: CallEntry, caller: Context, open: OpenCallback[]): OpenCallback {
  const known = open.find(({ entries }) => entries.includes(entry));
  if (known !== undefined) return known;
  const outer = entry.callbackOf;
  if (outer !== undefined && open.includes(outer)) {
    outer.entries.push(entry);
    return outer;
  }
  const own: OpenCallback = { entries: [entry], caller };
  open.push(own);
  // The call that is left out stays an open one, as it is if it is never called back.
  if (open.length > WAITING_CALLS) open.shift();
  return own;
}

/**
 * Takes the one whose call the callback is: many calls may have been given the same function, and are called back in any order. Where
 * the context does not say it, the oldest.
 */
function takeCalled(open: OpenCallback[]): OpenCallback | undefined {
  if (open.length < 2) return open.pop();
  let position = 0;
  for (let around = tickContextOf(context.active()); around !== undefined; around = tickContextOf(around.parent)) {
    const own = around;
    const found = open.findIndex(({ entries }) => entries.some(({ call }) => call.context === own));
    if (found === -1) continue;
    position = found;
    break;
  }
  return open.splice(position, 1)[0];
}

function makeWrapper(callback: AnyFunction): WrappedCallback {
  const open: OpenCallback[] = [];
  const wrapper: AnyFunction = function (this: unknown): unknown {
    // oxlint-disable-next-line prefer-rest-params -- A rest array is made at every call.
    const args = arguments as unknown as unknown[];
    if (new.target !== undefined) {
      return construct(callback, args, new.target === wrapper ? callback : new.target);
    }
    const called = takeCalled(open);
    if (called === undefined) return apply(callback, this, args);
    if (made.handedOut === called) made.handedOut = undefined;
    const failed = args[0] instanceof Error;
    for (const entry of called.entries.toReversed()) entry.endByCallback(failed);
    const scope = context.attach(called.caller);
    try {
      return apply(callback, this, args);
    } finally {
      scope.dispose();
    }
  };
  defineProperty(wrapper, 'length', { value: callback.length, configurable: true });
  defineProperty(wrapper, 'name', { value: callback.name, configurable: true });
  printAs(wrapper, callback);
  passedInstead(wrapper, callback);
  const made: WrappedCallback = { wrapper, open, handedOut: undefined };
  wrapped.set(wrapper, made);
  return made;
}
