// One call of a measured function of the program, from its first line until it is left.

import type { CallerScope, EnteredStore, Store } from '../recorder/active-scope.js';
import type { ContextFrame } from '../recorder/context-frames.js';
import type { OpenCall } from '../wrap/call-tracer.js';
import type { PendingAwait } from './pending-await.js';
import type { AsyncStart } from './async-starts.js';

/** What the inserted text holds in its local constant. */
export interface BodyEntry {
  /** What the function returns: `return E.return=X` gives the caller X itself, whatever this setter does. */
  set return(value: unknown);
  /** Read by an async function that is about to wait: `await[X,E.w][0]`. */
  get w(): undefined;
  /** The same, of one that says at which of its awaits: `await[X,E.m=3][0]`. */
  set m(number: number);
}

/** A function of the program with measuring code in its body. */
export interface Body {
  /** @returns `undefined` where the call is not measured */
  enter(self: unknown, args: readonly unknown[], callback: unknown): Entry | undefined;
  /** The body is left, by `return`, by its last line, or by a throw. */
  leave(entry: Entry): void;
  /** The body comes to an `await`. */
  awaits?(entry: CallEntry, number: number): void;
  /** An entry that ended later than it was left is not needed any more. */
  release(entry: CallEntry): void;
}

/** Of a call that is not measured. */
export const NO_ENTRY: BodyEntry = new (class {
  set return(_value: unknown) {}

  set m(_number: number) {}

  get w(): undefined {
    return undefined;
  }
})();

/** The base of the entries of all kinds of bodies; by itself, of a call that is not measured. */
export class Entry implements BodyEntry {
  body: Body;
  /** How many async functions were in their synchronous start when this call began. */
  startDepth: number;
  /** How many calls in the form without `try` were open. */
  recursionDepth: number;
  /** The function has come to a `return` or to its last line: else it has thrown. */
  isReturned = false;
  value: unknown;
  hasWindow = false;

  constructor(body: Body, startDepth: number, recursionDepth: number) {
    this.body = body;
    this.startDepth = startDepth;
    this.recursionDepth = recursionDepth;
  }

  set return(value: unknown) {
    this.value = value;
    this.isReturned = true;
  }

  set m(_number: number) {}

  get w(): undefined {
    return undefined;
  }
}

/** The calls that one call of a callback ends. */
export interface OpenCallback {
  /** Outermost first: each handed the callback on to the next. */
  readonly entries: CallEntry[];
  /** The scope that the callback runs in: a driver calls back from a socket of somebody else's. */
  readonly caller: CallerScope;
}

/** Of a call that may end later than it returns. */
export class CallEntry extends Entry implements EnteredStore {
  call: OpenCall;
  /** Where the call was made, where it was given a callback. */
  caller: CallerScope | undefined;
  /** The calls around this one that handed it its callback, and end with it. */
  callbackOf: OpenCallback | undefined;
  /** Its scope was entered. */
  hasEntered = false;
  storeBefore: Store;
  frameBefore: ContextFrame | undefined;
  ownFrame: ContextFrame | undefined;
  /** How many measured calls were on the stack when a synchronous one was entered. */
  nestedAround = 0;
  /** Of a function whose awaits say which one they are. */
  pendingAwait: PendingAwait | undefined;
  /** Of an async function. */
  start: AsyncStart | undefined;
  /** A callback was given that has not been called, and that ends the call. */
  awaitsCallback = false;
  #hasEnded = false;

  constructor(body: Body, call: OpenCall, startDepth: number, recursionDepth: number) {
    super(body, startDepth, recursionDepth);
    this.call = call;
  }

  override get w(): undefined {
    this.start?.waits();
    return undefined;
  }

  override set m(number: number) {
    this.start?.waits();
    this.body.awaits?.(this, number);
  }

  /** Begins anew, for an entry that nobody has any more. */
  reset(body: Body, call: OpenCall, startDepth: number, recursionDepth: number): this {
    this.body = body;
    this.call = call;
    this.startDepth = startDepth;
    this.recursionDepth = recursionDepth;
    this.isReturned = false;
    this.hasWindow = false;
    this.hasEntered = false;
    this.#hasEnded = false;
    return this;
  }

  /** Ends the call: whichever of return, throw, promise and callback comes first. */
  end(failed: boolean): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.call.end(failed);
  }

  turnedOutFailed(): void {
    this.call.turnedOutFailed?.();
  }

  /** Nobody has the entry any more, unless it was given a callback, which may be called at any time. */
  release(): void {
    this.body.release(this);
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Only until a promise is returned: a function with both forms settles its promise in either, and a callback may never come. */
  endByCallback(failed: boolean): void {
    if (this.awaitsCallback) this.end(failed);
  }
}
