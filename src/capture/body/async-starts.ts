// The synchronous starts of async functions: from the entry until the first `await` hands the thread back to the caller.
//
// A context that the body enters must be in force in the function and in what it starts, and nowhere else. But nothing of the
// program runs when an async function waits for the first time: its caller simply goes on. What can be seen is the promise that V8
// makes for every `await`, just before the context is taken along. At that moment the caller's context is put back, and the
// function's own one is entered again when that promise's reaction runs. So neither the caller nor what the caller starts ever
// has the function's context. A `then` makes such a promise too: the text of the function says that an `await` comes.

import { type ActiveScope, EnteredStore, type Store } from '../recorder/active-scope.js';
import { needsStore, type OpenCall } from '../wrap/call-tracer.js';
import { HAS_CONTEXT_FRAMES } from './promise-hooks.js';
import type { FunctionMark, StackFrames } from './stack-frames.js';

const { hasOwn } = Object;

/** What to enter when the reaction of an `await` runs, on the promise that V8 makes for it and that nobody else has. */
const START = Symbol('tickscope start');

interface OfAwait {
  [START]?: AsyncStart;
}

/** An async function in its synchronous start. */
export class AsyncStart extends EnteredStore {
  /** The function's own store, where it has one. */
  own: Store;
  hasOwn: boolean;
  readonly call: OpenCall;
  readonly #starts: AsyncStarts;
  /** The function's mark, where its text has no code at an `await`: the frames of the stack are compared with it. */
  readonly functionMark: FunctionMark | undefined;
  /** The function's own promise: the last that was made before its first line. */
  promise: object | undefined;
  /** It has not handed the thread back. */
  isRunning = true;

  constructor(starts: AsyncStarts, call: OpenCall, functionMark: FunctionMark | undefined) {
    super();
    this.#starts = starts;
    this.call = call;
    this.hasOwn = needsStore(call);
    this.functionMark = functionMark;
  }

  /** The function is about to wait. */
  waits(): void {
    this.#starts.waits(this);
  }
}

export class AsyncStarts {
  readonly #frames: StackFrames;
  readonly #active: ActiveScope;
  /** Outermost first. */
  readonly #starts: AsyncStart[] = [];
  /** The newest promise that is derived from no other; held until the next one is made. */
  #lastMade: object | undefined;
  /** The active store, while another one is copied to a promise. */
  #aside: Store;
  #isAside = false;
  /** The start of the function that is about to evaluate an `await`. */
  #waiting: AsyncStart | undefined;
  /** Those that hide an `await`. */
  #hiding = 0;

  constructor(frames: StackFrames, active: ActiveScope) {
    this.#frames = frames;
    this.#active = active;
  }

  get depth(): number {
    return this.#starts.length;
  }

  push(start: AsyncStart): void {
    start.promise = this.#lastMade;
    this.#starts.push(start);
    if (start.functionMark !== undefined) this.#hiding++;
  }

  /** The function runs in a scope of its own. */
  enter(start: AsyncStart, scope: number): void {
    start.own = this.#active.enterScope(start, scope);
    start.hasOwn = true;
  }

  /** The function has come to an `await`: nothing of it runs before V8 makes the promise. */
  waits(start: AsyncStart): void {
    if (start.isRunning) this.#waiting = start;
  }

  /** The functions above `depth` have handed the thread back: one below them goes on. */
  suspendAbove(depth: number): void {
    while (this.#starts.length > depth) this.#suspendTop();
  }

  /** The function has come to its end. @returns whether it was in its synchronous start */
  finish(start: AsyncStart): boolean {
    if (!start.isRunning) return false;
    this.#suspendAllAbove(start);
    this.#pop();
    if (start.hasOwn) this.#active.leave(start);
    start.call.left?.();
    return true;
  }

  /** A promise is made that is derived from no other, such as that of an async function that is about to start. */
  onMade(promise: object): void {
    this.#lastMade = promise;
  }

  /** Where contexts are copied to promises: called before that of a promise derived from `parent` is. */
  onDeriving(parent: object): void {
    const start = HAS_CONTEXT_FRAMES ? undefined : startOf(parent);
    if (start === undefined) return;
    this.#aside = this.#active.store;
    this.#isAside = true;
    this.#active.put(start.own);
  }

  /** @param promise derived from `parent` by an `await` or by `then` */
  onDerived(promise: object, parent: object): void {
    // What is no promise is put into one first, from which that of the `await` is derived then.
    const passed = startOf(parent);
    if (passed !== undefined) {
      (promise as OfAwait)[START] = passed;
      if (this.#isAside) this.#active.put(this.#aside);
      this.#isAside = false;
      this.#aside = undefined;
      return;
    }
    // It counts as derived from the promise of the function, where that is known: the hooks may have been off when it was made.
    if (parent === this.#waiting?.promise) return;
    const waiting = this.#waiting ?? (this.#hiding > 0 ? this.#onStack() : undefined);
    if (waiting === undefined) return;
    this.#waiting = undefined;
    this.#suspendAllAbove(waiting);
    this.#suspendTop();
    if (waiting.hasOwn) (promise as OfAwait)[START] = waiting;
  }

  onBefore(promise: object): void {
    // A microtask begins: nothing of before is on the stack.
    if (this.#starts.length > 0) this.suspendAbove(0);
    // Without context frames async_hooks has copied the context to the promise.
    if (!HAS_CONTEXT_FRAMES) return;
    const start = startOf(promise);
    if (start !== undefined) this.#active.resume(start, start.own);
  }

  #onStack(): AsyncStart | undefined {
    const mark = this.#frames.awaiting();
    return mark && this.#starts.findLast(({ functionMark }) => functionMark === mark);
  }

  #suspendAllAbove(start: AsyncStart): void {
    while (this.#starts[this.#starts.length - 1] !== start) this.#suspendTop();
  }

  #suspendTop(): void {
    const top = this.#pop();
    if (top.hasOwn) this.#active.leave(top);
    top.call.left?.();
    top.call.returned();
  }

  #pop(): AsyncStart {
    const top = this.#starts.pop() as AsyncStart;
    top.isRunning = false;
    if (top === this.#waiting) this.#waiting = undefined;
    if (top.functionMark !== undefined) this.#hiding--;
    return top;
  }
}

function startOf(promise: object): AsyncStart | undefined {
  return hasOwn(promise, START) ? (promise as OfAwait)[START] : undefined;
}
