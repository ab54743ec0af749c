// One call of a measured function of the program, from its first line until it is left.

import type { Context, context } from '@opentelemetry/api';
import type { OpenCall } from '../wrap/call-tracer.js';
import type { AsyncStart } from './async-starts.js';
import type { OpenCallback } from './callbacks.js';

/** What the inserted text holds in its local constant. */
export interface BodyEntry {
  /** What the function returns: `return E.return=X` gives the caller X itself, whatever this setter does. */
  set return(value: unknown);
  /** Read by an async function that is about to wait: `await[X,E.w][0]`. */
  get w(): undefined;
}

/** Of a call that is not measured. */
export const NO_ENTRY: BodyEntry = new (class {
  set return(_value: unknown) {}

  get w(): undefined {
    return undefined;
  }
})();

/** The function whose call an entry is. */
export interface EnteredBody {
  leave(entry: Entry): void;
  waits(start: AsyncStart): void;
}

export class Entry implements BodyEntry {
  readonly body: EnteredBody;
  readonly call: OpenCall;
  /** How many async functions were in their synchronous start when this call began. */
  readonly startDepth: number;
  /** How many calls in the form without `try` were open. */
  readonly recursionDepth: number;
  /** The context that the call was made in, where it was given a callback. */
  callerContext: Context | undefined;
  /** The calls around this one that handed it its callback, and end with it. */
  callbackOf: OpenCallback | undefined;
  scope: ReturnType<typeof context.attach> | undefined;
  /** Of an async function. */
  start: AsyncStart | undefined;
  hasWindow = false;
  /** The function has come to a `return` or to its last line: else it has thrown. */
  isReturned = false;
  value: unknown;
  /** A callback was given that has not been called, and that ends the call. */
  awaitsCallback = false;
  #hasEnded = false;

  constructor(body: EnteredBody, call: OpenCall, startDepth: number, recursionDepth: number) {
    this.body = body;
    this.call = call;
    this.startDepth = startDepth;
    this.recursionDepth = recursionDepth;
  }

  set return(value: unknown) {
    this.value = value;
    this.isReturned = true;
  }

  get w(): undefined {
    if (this.start !== undefined) this.body.waits(this.start);
    return undefined;
  }

  /** Ends the call: whichever of return, throw, promise and callback comes first. */
  end(failed: boolean): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.call.end(failed);
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Only until a promise is returned: a function with both forms settles its promise in either, and a callback may never come. */
  endByCallback(failed: boolean): void {
    if (this.awaitsCallback) this.end(failed);
  }
}
