// Callbacks that a measured function passes on to a package, a timer or another function: the call ends when they are called.
//
// Each function object has one wrapper, which every call that passes the function on gets. It can be called with `new`, and only
// has the name and the length of the function: copying all of a function's looks costs 10 to 36 µs.

import type { CallerScope } from '../recorder/active-scope.js';
import type { Recorder } from '../recorder/recorder.js';
import type { AnyFunction } from '../rules/any-function.js';
import { hiddenField } from '../wrap/hidden-field.js';
import { callbackBehind, passedInstead } from '../wrap/passed-callbacks.js';
import type { CallEntry, OpenCallback } from './entry.js';

const { apply, construct, defineProperty } = Reflect;
const functionText = Function.prototype.toString;

/** A function may be given to any number of calls that never call it back. */
const WAITING_CALLS = 1_000;

type OnError = (what: string, error: unknown) => void;

interface WrappedCallback {
  readonly wrapper: AnyFunction;
  /** Oldest first. */
  readonly open: OpenCallback[];
  /** The one for which the wrapper was handed out last: a call that begins now and is given the wrapper belongs to it. */
  handedOut: OpenCallback | undefined;
}

const wrapped = hiddenField<WrappedCallback>();

/** @returns what to pass on instead of `callback`; a class comes back as it is, because somebody makes objects of it, and the call ends when it returns */
export function wrapCallback(
  entry: CallEntry,
  callback: AnyFunction,
  recorder: Recorder,
  onError: OnError,
): AnyFunction {
  let known = wrapped.get(callbackBehind(callback) ?? callback);
  if (known === undefined) {
    if ('prototype' in callback && functionText.call(callback).startsWith('class')) {
      entry.awaitsCallback = false;
      return callback;
    }
    known = makeWrapper(callback, recorder, onError);
    wrapped.set(callback, known);
  }
  known.handedOut = openCallbackOf(entry, entry.caller ?? recorder.active.caller, known.open);
  return known.wrapper;
}

/** The calls that handed `callback` on to a call that begins now; `undefined` where it comes as the program made it. */
export function handedOut(callback: AnyFunction): OpenCallback | undefined {
  const behind = callbackBehind(callback);
  return behind === undefined ? undefined : wrapped.get(behind)?.handedOut;
}

function openCallbackOf(entry: CallEntry, caller: CallerScope, open: OpenCallback[]): OpenCallback {
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
 * Takes the calls that one call of the callback ends. Several calls may have the same callback, in any order: the active scope
 * selects one, or one around it, else the oldest is taken.
 */
function takeCalled(open: OpenCallback[], recorder: Recorder): OpenCallback | undefined {
  if (open.length < 2) return open.pop();
  let position = 0;
  for (const scope of recorder.log.scopesAround(recorder.active.get())) {
    const found = open.findIndex(({ entries }) => entries.some(({ call }) => call.scope === scope));
    if (found === -1) continue;
    position = found;
    break;
  }
  return open.splice(position, 1)[0];
}

/** @returns the calls that it ended; `undefined` where none waits for the callback */
function endCalled(
  made: WrappedCallback,
  first: unknown,
  recorder: Recorder,
  onError: OnError,
): OpenCallback | undefined {
  try {
    const called = takeCalled(made.open, recorder);
    if (called === undefined) return undefined;
    if (made.handedOut === called) made.handedOut = undefined;
    for (const entry of called.entries.toReversed()) entry.endByCallback(first instanceof Error);
    return called;
  } catch (error) {
    onError('a callback', error);
    return undefined;
  }
}

function makeWrapper(callback: AnyFunction, recorder: Recorder, onError: OnError): WrappedCallback {
  const call: CallWrapped = (self, args, target) => {
    if (target !== undefined) return construct(callback, args, target === wrapper ? callback : target);
    const called = endCalled(made, args[0], recorder, onError);
    if (called === undefined) return apply(callback, self, args);
    return recorder.active.callIn(called.caller, callback, self, args);
  };
  const wrapper = (FORMS[callback.length] ?? formOfLength(callback.length))(call);
  if (callback.name !== wrapper.name) defineProperty(wrapper, 'name', { value: callback.name, configurable: true });
  passedInstead(wrapper, callback);
  const made: WrappedCallback = { wrapper, open: [], handedOut: undefined };
  return made;
}

type CallWrapped = (self: unknown, args: unknown[], target: AnyFunction | undefined) => unknown;
type WrapperForm = (call: CallWrapped) => AnyFunction;

/* oxlint-disable prefer-rest-params -- A rest array is made at every call, and is no parameter of its length. */
/** By the number of their parameters, and without a name, as most callbacks are: to define both took 700 ns of a call. */
const FORMS: readonly WrapperForm[] = [
  (call) =>
    function (this: unknown): unknown {
      return call(this, arguments as unknown as unknown[], new.target);
    },
  (call) =>
    function (this: unknown, _first: unknown): unknown {
      return call(this, arguments as unknown as unknown[], new.target);
    },
  (call) =>
    function (this: unknown, _first: unknown, _second: unknown): unknown {
      return call(this, arguments as unknown as unknown[], new.target);
    },
];
/* oxlint-enable prefer-rest-params */

function formOfLength(length: number): WrapperForm {
  return (call) => {
    const wrapper = (FORMS[0] as WrapperForm)(call);
    defineProperty(wrapper, 'length', { value: length, configurable: true });
    return wrapper;
  };
}
