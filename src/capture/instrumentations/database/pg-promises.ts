// The promise form of node-postgres: the program gets the promise that the driver makes, and its outcome is seen all the same.
//
// instrumentation-pg returns a promise of its own, three microtasks later. So it gets the callback form, and the driver is called
// without that callback. For this one call the driver's promise class, a property of clients and pools, is one whose `resolve`
// and `reject` also call the callback.

import type { AnyFunction } from '../../rules/any-function.js';

const { apply, construct, set } = Reflect;

interface PromiseCall {
  promise: unknown;
}

type PromiseClass = new (run: Executor) => object;
type Settle = (outcome: unknown) => void;
type Executor = (resolve: Settle, reject: Settle) => void;
type Callback = (error: unknown, result?: unknown) => void;

/** The call of the program's that the instrumentation is about to pass on to the driver. */
let calling: PromiseCall | undefined;

/** Calls the method of the instrumentation, and returns the promise of the driver. */
export function withPromise(recorded: AnyFunction, self: unknown, args: unknown[]): unknown {
  const key = keyOfPromiseClass(self);
  if (key === undefined || typeof args.at(-1) === 'function') return apply(recorded, self, args);
  const call: PromiseCall = { promise: undefined };
  const outer = calling;
  calling = call;
  try {
    const result: unknown = apply(recorded, self, [...args, () => {}]);
    return call.promise ?? result;
  } finally {
    calling = outer;
  }
}

/** @returns what the instrumentation calls in place of the driver's method */
export function driverMethod(original: AnyFunction): AnyFunction {
  return function (this: unknown, ...args: unknown[]): unknown {
    const call = calling;
    calling = undefined;
    if (call === undefined) return apply(original, this, args);
    const onEnd = args.pop() as Callback;
    call.promise = observePromiseOf(original, this, args, onEnd);
    return undefined;
  };
}

/** What the next promise of a driver calls when it is settled. */
let onEndOfNext: Callback | undefined;
/** One for each promise class: making it takes longer than the rest. */
const observingClasses = new WeakMap<PromiseClass, PromiseClass>();

/**
 * Calls a method of the driver that returns a promise.
 *
 * @param onEnd called once, before the promise settles, with the error if there is one
 */
export function observePromiseOf(original: AnyFunction, self: unknown, args: unknown[], onEnd: Callback): unknown {
  const owner = self as Record<string, unknown>;
  const key = keyOfPromiseClass(self);
  if (key === undefined) {
    const result: unknown = apply(original, self, args);
    onEnd(undefined);
    return result;
  }
  const OfDriver = owner[key] as PromiseClass;
  const outer = onEndOfNext;
  onEndOfNext = onEnd;
  set(owner, key, observingClassOf(OfDriver));
  try {
    return apply(original, self, args);
  } finally {
    set(owner, key, OfDriver);
    // No promise was made: the call has ended, or has thrown.
    if (onEndOfNext === onEnd) onEnd(undefined);
    onEndOfNext = outer;
  }
}

function observingClassOf(OfDriver: PromiseClass): PromiseClass {
  let known = observingClasses.get(OfDriver);
  if (known !== undefined) return known;
  known = new Proxy(OfDriver, {
    construct(target, [run]: [Executor], newTarget) {
      const onEnd = onEndOfNext;
      onEndOfNext = undefined;
      const ownRun = onEnd === undefined ? run : observing(run, onEnd);
      return construct(target, [ownRun], newTarget === known ? target : newTarget) as object;
    },
  });
  observingClasses.set(OfDriver, known);
  return known;
}

function observing(run: Executor, onEnd: Callback): Executor {
  return (resolve, reject) =>
    run(
      (value) => {
        onEnd(undefined, value);
        resolve(value);
      },
      (error) => {
        onEnd(error);
        reject(error);
      },
    );
}

/** `undefined` where the object does not let its class be exchanged. */
function keyOfPromiseClass(self: unknown): string | undefined {
  return ['_Promise', 'Promise'].find((key) => {
    const descriptor = Reflect.getOwnPropertyDescriptor(self as object, key);
    return typeof descriptor?.value === 'function' && descriptor.writable === true;
  });
}
