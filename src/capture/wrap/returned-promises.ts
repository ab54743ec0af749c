// Promises that wrapped functions return: the program gets the very promise, and only its settlement is observed.
//
// A `then` of Tickscope's would make a second promise, add a microtask, and mark a rejection as handled of which the program has to die.

import { types } from 'node:util';

const { getOwnPropertyDescriptor, getPrototypeOf } = Reflect;

/** A call that ends when the promise settles that it has returned. */
export interface PromiseCall {
  /** @param failed true only where it is known by then that the promise is rejected */
  end(failed: boolean): void;
  /** Called after that, where only then the promise turns out to be rejected. Absent where somebody else tells. */
  turnedOutFailed?(): void;
  /** Called after that where nothing else will be. */
  release?(): void;
}

/** What observes promises without touching them. */
export interface ReturnedPromises {
  /** Whether promises are observed at the moment: then one more costs nothing. */
  readonly isOn: boolean;
  /** Promises that are made from here on are remembered; `closeWindow` has to follow. */
  openWindow(): void;
  closeWindow(): void;
  /** Whether the promise is known to be pending: made while a window was open, or watched already. */
  isPending(promise: object): boolean;
  /** Whether the promise is known to be rejected. */
  isFailed(promise: object): boolean;
  /** Of a promise that is known to be pending. */
  watch(promise: object, call: PromiseCall): void;
  /** Of a promise that has settled and is not known to be rejected. */
  learn(promise: object, turnedOutFailed: () => void): void;
  /** A call returned a promise that is not native: its end is not seen. */
  endNotSeen(): void;
}

/** The first calls of a function are looked at for a promise that it returns; later ones where one did, or where it costs nothing. */
export const CALLS_LOOKED_AT = 2;

/** How the calls of one function end that may return a promise. */
export class PromiseResults {
  readonly #promises: ReturnedPromises;
  #calls = 0;
  #returnsPromises: boolean;

  constructor(promises: ReturnedPromises, returnsPromises: boolean) {
    this.#promises = promises;
    this.#returnsPromises = returnsPromises;
  }

  /** A call starts. @returns whether it is looked at; `leave` or `abandon` has to follow with that */
  enter(): boolean {
    const isLookedAt = this.#returnsPromises || this.#calls < CALLS_LOOKED_AT || this.#promises.isOn;
    this.#calls++;
    if (isLookedAt) this.#promises.openWindow();
    return isLookedAt;
  }

  /** The call has thrown. */
  abandon(isLookedAt: boolean): void {
    if (isLookedAt) this.#promises.closeWindow();
  }

  /** The call has returned `result`. @returns the promise to wait for; `undefined` where the call ends when it returns */
  leave(isLookedAt: boolean, result: unknown): object | undefined {
    const isObject = typeof result === 'object' && result !== null;
    const promise = isObject && types.isPromise(result) ? result : undefined;
    const isPending = promise !== undefined && this.#promises.isPending(promise);
    if (isLookedAt) this.#promises.closeWindow();
    if (promise !== undefined) this.#returnsPromises = true;
    else if (isObject && isThenable(result)) this.#promises.endNotSeen();
    return isPending ? promise : undefined;
  }

  /**
   * @param turnedOutFailed called later, where only then `result` turns out to be a rejected promise
   * @returns whether a call that returned `result` and ends now is known to have failed
   */
  hasFailed(result: unknown, turnedOutFailed: () => void): boolean {
    if (!types.isPromise(result)) return false;
    if (this.#promises.isFailed(result)) return true;
    this.#promises.learn(result, turnedOutFailed);
    return false;
  }

  watch(promise: object, call: PromiseCall): void {
    this.#promises.watch(promise, call);
  }
}

/** By prototype: almost all results of one function have the same. */
const thenablePrototypes = new WeakMap<object, boolean>();

/** Without calling anything of the object's: a getter may start a query, and a proxy counts what is read. */
function isThenable(value: object): boolean {
  if (types.isProxy(value)) return false;
  if (hasThen(value)) return true;
  const prototype = getPrototypeOf(value);
  if (prototype === null) return false;
  let known = thenablePrototypes.get(prototype);
  if (known === undefined) thenablePrototypes.set(prototype, (known = isThenable(prototype)));
  return known;
}

function hasThen(object: object): boolean {
  return typeof getOwnPropertyDescriptor(object, 'then')?.value === 'function';
}
