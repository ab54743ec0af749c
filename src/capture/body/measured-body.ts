// A function of the program with measuring code in its body: what happens when a call enters and leaves it.
//
// The function object, its promise and what it returns stay the program's: nothing is wrapped, chained or replaced.

import { types } from 'node:util';
import type { AnyFunction } from '../rules/any-function.js';
import { type CallTracer, enterCall, needsStore, type OpenCall } from '../wrap/call-tracer.js';
import { takeGiven } from '../wrap/given-arguments.js';
import { CALLS_LOOKED_AT } from '../wrap/returned-promises.js';
import { CALLS_UNTIL_SYNCHRONOUS } from '../wrap/wrap-asynchronous.js';
import { AsyncStart } from './async-starts.js';
import type { BodyRuntime } from './body-runtime.js';
import { handedOut } from './callbacks.js';
import { type Body, CallEntry, type Entry } from './entry.js';
import { PendingAwait } from './pending-await.js';
import type { FunctionMark } from './stack-frames.js';

const { isPromise } = types;

/** One in so many ticks gets a context where those before needed none, to see whether it leaves work behind. A power of two. */
const CALLS_BETWEEN_CONTEXTS = 64;
/** Entries that wait to be used again. */
const SPARE_ENTRIES = 64;

export interface BodyForm {
  readonly isAsync: boolean;
  readonly isRecursive: boolean;
  readonly isTick: boolean;
  /** Whether a call may wait for the first time where its text does not say so. */
  readonly hidesAwait: boolean;
  /** Whether its text gives the names of patterns only, and not what it was given. */
  readonly seesNamesOnly: boolean;
  /** Whether its text has timers, promises or other means to leave work behind. */
  readonly mayLeaveWork: boolean;
  /** What waiting at one of its awaits is called, by the number of that; absent where its awaits say no number. */
  readonly nameOfAwait?: ((number: number) => number) | undefined;
}

export class MeasuredBody implements Body {
  readonly #runtime: BodyRuntime;
  readonly #tracer: CallTracer;
  readonly #isAsync: boolean;
  /** Whether calls that are too deep in others are left out. */
  readonly #isLimited: boolean;
  readonly #hidesAwait: boolean;
  readonly #seesNamesOnly: boolean;
  readonly #isTick: boolean;
  readonly #mayLeaveWork: boolean;
  readonly #nameOfAwait: ((number: number) => number) | undefined;
  /** By the number of an `await`. */
  readonly #awaitNames: number[] = [];
  readonly #spare: CallEntry[] = [];
  #calls = 0;
  #returnsPromises = false;
  /** Calls in a row that ended when they returned. */
  #synchronousResults = 0;
  #functionMark: FunctionMark | undefined;

  constructor(runtime: BodyRuntime, tracer: CallTracer, form: BodyForm) {
    this.#runtime = runtime;
    this.#tracer = tracer;
    this.#isAsync = form.isAsync;
    this.#isLimited = !form.isAsync && !form.isRecursive;
    this.#hidesAwait = form.hidesAwait;
    this.#seesNamesOnly = form.seesNamesOnly;
    this.#isTick = form.isTick;
    this.#mayLeaveWork = form.mayLeaveWork;
    this.#nameOfAwait = form.nameOfAwait;
  }

  enter(self: unknown, args: readonly unknown[], callback: unknown): CallEntry | undefined {
    const runtime = this.#runtime;
    runtime.recursions.failStale(this);
    if (this.#isLimited && runtime.nested.areTooMany) {
      this.#tracer.losses.add('calls_too_deep');
      return undefined;
    }
    const takesCallback = typeof callback === 'function';
    const caller = takesCallback ? runtime.active.caller : undefined;
    const call = this.#tracer.start(
      this.#seesNamesOnly ? takeGiven(args) : args,
      this.#needsContext(),
      self,
      takesCallback,
    );
    if (call === undefined) return undefined;
    this.#calls++;
    const { starts, recursions } = runtime;
    const entry =
      this.#spare.pop()?.reset(this, call, starts.depth, recursions.depth) ??
      new CallEntry(this, call, starts.depth, recursions.depth);
    if (takesCallback) {
      entry.awaitsCallback = true;
      entry.caller = caller;
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

  awaits(entry: CallEntry, number: number): void {
    const { scope } = entry.call;
    // Only of ticks it is told where they wait.
    if (scope <= 0 || this.#nameOfAwait === undefined) return;
    try {
      const nameId = (this.#awaitNames[number] ??= this.#nameOfAwait(number));
      (entry.pendingAwait ??= new PendingAwait()).comesTo(nameId, scope, this.#runtime.recorder);
    } catch (error) {
      this.#runtime.onError('an await', error);
    }
  }

  #needsContext(): boolean {
    if (this.#isAsync || this.#synchronousResults < CALLS_UNTIL_SYNCHRONOUS) return true;
    // Inside a scope, what it leaves behind finds that one.
    if (!this.#isTick || this.#runtime.active.get() !== 0) return false;
    const isSampled = (this.#calls & (CALLS_BETWEEN_CONTEXTS - 1)) === 0;
    return this.#mayLeaveWork || isSampled || this.#tracer.leavesWork === true;
  }

  #enterSynchronous(entry: CallEntry, call: OpenCall): void {
    const { hooks, promises, active } = this.#runtime;
    entry.nestedAround = this.#runtime.nested.enter();
    if (this.#returnsPromises || this.#calls <= CALLS_LOOKED_AT || hooks.isOn) {
      hooks.hold();
      promises.openWindow();
      entry.hasWindow = true;
    }
    if (needsStore(call)) {
      entry.hasEntered = true;
      enterCall(active, entry, call);
    } else if (call.later !== undefined) {
      call.later.onScope = (own) => {
        entry.hasEntered = true;
        active.enterScope(entry, own);
      };
    }
  }

  #leaveSynchronous(entry: CallEntry): void {
    const { starts, hooks, promises, active } = this.#runtime;
    this.#runtime.nested.leave(entry.nestedAround);
    const { call, value, isReturned } = entry;
    if (starts.depth > entry.startDepth) starts.suspendAbove(entry.startDepth);
    if (entry.hasEntered) active.leave(entry);
    const promise = isReturned && typeof value === 'object' && isPromise(value) ? value : undefined;
    const isPending = promise !== undefined && promises.isPending(promise);
    if (entry.hasWindow) {
      promises.closeWindow();
      hooks.release();
    }
    if (!isReturned) entry.end(true);
    else if (promise !== undefined) this.#leaveWithPromise(entry, promise, isPending);
    else if (entry.awaitsCallback && !entry.hasEnded) call.returned();
    else entry.end(false);
    // Until it is called back the call goes on, and others begin beside it.
    call.left?.();
    this.#synchronousResults =
      promise === undefined && (entry.hasEnded || !isReturned) ? this.#synchronousResults + 1 : -Infinity;
    if (promise === undefined) this.release(entry);
  }

  release(entry: CallEntry): void {
    // A callback may be called at any time, and a call that is not one yet may become one.
    if (entry.caller !== undefined || entry.call.later !== undefined) return;
    entry.call.release?.();
    entry.storeBefore = entry.frameBefore = entry.ownFrame = undefined;
    entry.start = undefined;
    if (this.#spare.length < SPARE_ENTRIES) this.#spare.push(entry);
  }

  #leaveWithPromise(entry: CallEntry, promise: object, isPending: boolean): void {
    this.#returnsPromises = true;
    entry.awaitsCallback = false;
    if (!isPending) {
      const { promises } = this.#runtime;
      entry.end(promises.isFailed(promise));
      return promises.learn(promise, () => entry.turnedOutFailed());
    }
    entry.call.returned();
    this.#runtime.promises.watch(promise, entry, true);
  }

  #enterAsync(entry: CallEntry, call: OpenCall): void {
    const { starts, hooks, frames, active } = this.#runtime;
    hooks.hold();
    const start = new AsyncStart(starts, call, this.#hidesAwait ? (this.#functionMark ??= frames.caller()) : undefined);
    entry.start = start;
    starts.push(start);
    if (start.hasOwn) start.own = enterCall(active, start, call);
    if (call.later === undefined) return;
    call.later.isRunning = () => start.isRunning;
    call.later.onScope = (own) => starts.enter(start, own);
  }

  #leaveAsync(entry: CallEntry, start: AsyncStart): void {
    const { starts, hooks, promises } = this.#runtime;
    const wasRunning = starts.finish(start);
    const { value, isReturned } = entry;
    entry.awaitsCallback = false;
    const goesOn = isReturned && typeof value === 'object' && isPromise(value);
    entry.pendingAwait?.leave(goesOn, entry.call.scope, this.#runtime.recorder);
    if (goesOn) {
      if (wasRunning) entry.call.returned();
      promises.adopts(value);
      promises.watch(value, entry, promises.isPending(value));
    } else {
      promises.asyncFunctionEnds(!isReturned);
      entry.end(!isReturned);
      this.release(entry);
    }
    hooks.release();
  }
}
