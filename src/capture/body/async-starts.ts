// The synchronous starts of async functions: from the entry until the first `await` hands the thread back to the caller.
//
// A context that the body enters must be in force in the function and in what it starts, and nowhere else. But nothing of the
// program runs when an async function waits for the first time: its caller simply goes on. What can be seen is the promise that V8
// makes for every `await`, just before the context is taken along. At that moment the caller's context is put back, and the
// function's own one is entered again when that promise's reaction runs. So neither the caller nor what the caller starts ever
// has the function's context. A `then` makes such a promise too; the place in the text tells the two apart.

import { type Context, context } from '@opentelemetry/api';
import { now } from '../recorder/clock.js';
import { HAS_CONTEXT_FRAMES } from './promise-hooks.js';
import type { FunctionMark, StackFrames } from './stack-frames.js';

/** An async function in its synchronous start. */
export interface AsyncStart {
  readonly prior: Context;
  /** The function's own context; absent where it runs in its caller's. */
  own: Context | undefined;
  readonly functionMark: FunctionMark | undefined;
  /** Called when the function hands the thread back, with the time. */
  onSuspended(atNanos: number): void;
}

export class AsyncStarts {
  readonly #frames: StackFrames;
  /** Outermost first. */
  readonly #starts: AsyncStart[] = [];
  /**
   * Contexts to enter when a promise's reaction runs. Weak: a reaction may never run. Without context frames async_hooks has
   * copied the context to the promise already.
   */
  readonly #contexts = new WeakMap<object, Context>();

  constructor(frames: StackFrames) {
    this.#frames = frames;
  }

  get depth(): number {
    return this.#starts.length;
  }

  push(start: AsyncStart): void {
    this.#starts.push(start);
    if (start.own !== undefined) context.attach(start.own);
  }

  isRunning(start: AsyncStart): boolean {
    return this.#starts.includes(start);
  }

  /** The functions above `depth` have handed the thread back: one below them goes on. */
  suspendAbove(depth: number): void {
    while (this.#starts.length > depth) this.#suspendTop();
  }

  /** The function has come to its end. @returns whether it was in its synchronous start */
  finish(start: AsyncStart): boolean {
    const position = this.#starts.lastIndexOf(start);
    if (position === -1) return false;
    this.suspendAbove(position + 1);
    this.#starts.pop();
    if (start.own !== undefined) context.attach(start.prior);
    return true;
  }

  onDerived(promise: object): void {
    if (this.#starts.length === 0) return;
    const waiting = this.#frames.awaiting();
    if (waiting === undefined) return;
    const position = this.#starts.findLastIndex(({ functionMark }) => functionMark === waiting);
    if (position === -1) return;
    this.suspendAbove(position + 1);
    const { own } = this.#starts[position] as AsyncStart;
    this.#suspendTop();
    if (own !== undefined && HAS_CONTEXT_FRAMES) this.#contexts.set(promise, own);
  }

  onBefore(promise: object): void {
    // A microtask begins: nothing of before is on the stack.
    if (this.#starts.length > 0) this.suspendAbove(0);
    const own = this.#contexts.get(promise);
    if (own !== undefined) context.attach(own);
  }

  #suspendTop(): void {
    const top = this.#starts.pop() as AsyncStart;
    if (top.own !== undefined) context.attach(top.prior);
    top.onSuspended(now());
  }
}
