// A function of the program with measuring code in its body: what happens when a call enters and leaves it.
//
// The function object, its promise and what it returns stay the program's: nothing is wrapped, chained or replaced.

import { types } from 'node:util';
import { NESTED_CALLS } from '../../model/limits.js';
import { now } from '../recorder/clock.js';
import { activeContext, attachContext } from '../recorder/tick-context.js';
import type { AnyFunction } from '../rules/any-function.js';
import type { CallTracer, OpenCall } from '../wrap/call-tracer.js';
import { takeGiven } from '../wrap/given-arguments.js';
import { CALLS_LOOKED_AT } from '../wrap/returned-promises.js';
import { CALLS_UNTIL_SYNCHRONOUS } from '../wrap/wrap-asynchronous.js';
import type { AsyncStart } from './async-starts.js';
import type { BodyRuntime } from './body-runtime.js';
import { handedOut } from './callbacks.js';
import { type Body, CallEntry, type Entry } from './entry.js';
import type { FunctionMark } from './stack-frames.js';

const { isPromise } = types;

export interface BodyForm {
  readonly isAsync: boolean;
  readonly isRecursive: boolean;
  /** Whether a call may wait for the first time where its text does not say so. */
  readonly hidesAwait: boolean;
  /** Whether its text gives the names of patterns only, and not what it was given. */
  readonly seesNamesOnly: boolean;
}

export class MeasuredBody implements Body {
  readonly #runtime: BodyRuntime;
  readonly #tracer: CallTracer;
  readonly #isAsync: boolean;
  /** Whether calls that are too deep in others are left out. */
  readonly #isLimited: boolean;
  readonly #hidesAwait: boolean;
  readonly #seesNamesOnly: boolean;
  #calls = 0;
  #returnsPromises = false;
  /** Calls in a row that ended when they returned. */
  #synchronousResults = 0;
  #functionMark: FunctionMark | undefined;

  constructor(runtime: BodyRuntime, tracer: CallTracer, { isAsync, isRecursive, hidesAwait, seesNamesOnly }: BodyForm) {
    this.#runtime = runtime;
    this.#tracer = tracer;
    this.#isAsync = isAsync;
    this.#isLimited = !isAsync && !isRecursive;
    this.#hidesAwait = hidesAwait;
    this.#seesNamesOnly = seesNamesOnly;
  }

  enter(self: unknown, args: readonly unknown[], callback: unknown): CallEntry | undefined {
    const { starts, recursions } = this.#runtime;
    recursions.failStale();
    if (this.#isLimited && this.#runtime.nested >= NESTED_CALLS) {
      this.#tracer.losses.add('calls_too_deep');
      return undefined;
    }
    const needsContext = this.#isAsync || this.#synchronousResults < CALLS_UNTIL_SYNCHRONOUS;
    const call = this.#tracer.start(this.#seesNamesOnly ? takeGiven(args) : args, needsContext, self);
    if (call === undefined) return undefined;
    this.#calls++;
    const entry = new CallEntry(this, call, starts.depth, recursions.depth);
    if (typeof callback === 'function') {
      entry.awaitsCallback = true;
      entry.callerContext = activeContext();
      entry.callbackOf = handedOut(callback as AnyFunction);
    }
    if (this.#isAsync) this.#enterAsync(entry, call);
    else this.#enterSynchronous(entry, call);
    return entry;
  }

  leave(entry: Entry): void {
    // A call that is not measured has a place among the recursions too.
    if (!(entry instanceof CallEntry)) return;
    this.#runtime.recursions.failAbove(entry.recursionDepth);
    if (entry.start === undefined) this.#leaveSynchronous(entry);
    else this.#leaveAsync(entry, entry.start);
    entry.value = undefined;
  }

  #enterSynchronous(entry: CallEntry, call: OpenCall): void {
    this.#runtime.nested++;
    const { hooks, promises } = this.#runtime;
    if (this.#returnsPromises || this.#calls <= CALLS_LOOKED_AT || hooks.isOn) {
      hooks.hold();
      promises.openWindow();
      entry.hasWindow = true;
    }
    if (call.context !== undefined) entry.scope = attachContext(call.context);
    else if (call.later !== undefined) call.later.onContext = (own) => (entry.scope = attachContext(own));
  }

  #leaveSynchronous(entry: CallEntry): void {
    this.#runtime.nested--;
    const { starts, hooks, promises } = this.#runtime;
    const { call, value, isReturned } = entry;
    starts.suspendAbove(entry.startDepth);
    entry.scope?.dispose();
    const promise = isReturned && typeof value === 'object' && isPromise(value) ? value : undefined;
    const isPending = promise !== undefined && promises.isPending(promise);
    if (entry.hasWindow) {
      promises.closeWindow();
      hooks.release();
    }
    if (!isReturned) entry.end(true);
    else if (promise !== undefined) this.#leaveWithPromise(entry, promise, isPending);
    else if (entry.awaitsCallback && !entry.hasEnded) call.returned(now());
    else entry.end(false);
    // Until it is called back the call goes on, and others begin beside it.
    this.#synchronousResults =
      promise === undefined && (entry.hasEnded || !isReturned) ? this.#synchronousResults + 1 : -Infinity;
  }

  #leaveWithPromise(entry: CallEntry, promise: object, isPending: boolean): void {
    this.#returnsPromises = true;
    entry.awaitsCallback = false;
    if (!isPending) {
      const { promises } = this.#runtime;
      entry.end(promises.isFailed(promise));
      return promises.learn(promise, () => entry.call.turnedOutFailed?.());
    }
    entry.call.returned(now());
    this.#endWith(entry, promise);
  }

  #enterAsync(entry: CallEntry, call: OpenCall): void {
    const { starts, hooks, frames } = this.#runtime;
    hooks.hold();
    const start: AsyncStart = {
      prior: activeContext(),
      own: call.context,
      functionMark: this.#hidesAwait ? (this.#functionMark ??= frames.caller()) : undefined,
      promise: undefined,
      isRunning: true,
      onWait: () => starts.waits(start),
      onSuspended: (atNanos) => call.returned(atNanos),
    };
    entry.start = start;
    starts.push(start);
    if (call.later === undefined) return;
    call.later.isRunning = () => start.isRunning;
    call.later.onContext = (own) => {
      start.own = own;
      attachContext(own);
    };
  }

  #leaveAsync(entry: CallEntry, start: AsyncStart): void {
    const { starts, hooks, promises } = this.#runtime;
    const wasRunning = starts.finish(start);
    const { value, isReturned } = entry;
    entry.awaitsCallback = false;
    if (isReturned && typeof value === 'object' && isPromise(value)) {
      if (wasRunning) entry.call.returned(now());
      this.#endWith(entry, value);
    } else {
      promises.asyncFunctionEnds(!isReturned);
      entry.end(!isReturned);
    }
    hooks.release();
  }

  #endWith(entry: CallEntry, promise: object): void {
    const { hooks, promises } = this.#runtime;
    hooks.hold();
    const settled = (failed: boolean): void => {
      hooks.release();
      entry.end(failed);
    };
    promises.watch(promise, settled, () => entry.call.turnedOutFailed?.());
  }
}
