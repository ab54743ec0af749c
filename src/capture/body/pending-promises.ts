// Promises that measured functions have returned, until they settle: observed, never touched.
//
// V8 tells when a promise settles, and says nothing of one that has settled before. So it has to be known from what was seen: a promise
// that was made while the function ran and has not settled is pending, one that another function returned and that is
// watched is too; any other is older than the call, a cached one, and is not the call's work.

import { WATCHED_PROMISES } from '../../model/limits.js';

/** Called when the promise settles. `failed` is true only where it is known to be rejected. */
export type OnSettled = (failed: boolean) => void;

export class PendingPromises {
  readonly #watched = new Map<object, OnSettled[]>();
  /** Derived from a watched promise: its reaction runs when that has settled. */
  readonly #sources = new WeakMap<object, object>();
  /** Made in an open window and not settled since. */
  #made = new WeakSet<object>();
  #windows = 0;
  /** How the async function has ended whose promise settles next. */
  #endsNext: boolean | undefined;
  /** Promises of async functions that have thrown. */
  readonly #failed = new WeakSet<object>();
  readonly #onForgotten: () => void;

  constructor(onForgotten: () => void) {
    this.#onForgotten = onForgotten;
  }

  get count(): number {
    return this.#watched.size;
  }

  /** From here on promises that are made are remembered; `closeWindow` has to follow. */
  openWindow(): void {
    this.#windows++;
  }

  closeWindow(): void {
    if (--this.#windows === 0) this.#made = new WeakSet();
  }

  /** Whether the promise is known to be pending. */
  isPending(promise: object): boolean {
    return this.#made.has(promise) || this.#watched.has(promise);
  }

  /** Whether the promise is known to be rejected: an async function that is measured has thrown. */
  isFailed(promise: object): boolean {
    return this.#failed.has(promise);
  }

  /** Calls `onSettled` when the promise settles, or, where it has settled already, when somebody's reaction to it runs. */
  watch(promise: object, onSettled: OnSettled): void {
    const known = this.#watched.get(promise);
    if (known !== undefined) known.push(onSettled);
    else this.#watched.set(promise, [onSettled]);
    if (this.#watched.size > WATCHED_PROMISES) this.#forgetOldest();
  }

  /** An async function has come to its end, and its promise settles next: nothing runs in between. */
  asyncFunctionEnds(failed: boolean): void {
    this.#endsNext = failed;
  }

  onInit(promise: object, parent: object | undefined): void {
    if (this.#windows > 0) this.#made.add(promise);
    if (parent !== undefined && this.#watched.has(parent)) this.#sources.set(promise, parent);
  }

  onBefore(promise: object): void {
    const source = this.#sources.get(promise);
    if (source !== undefined) this.#settle(source, this.#failed.has(source));
  }

  onSettled(promise: object): void {
    const failed = this.#endsNext;
    this.#endsNext = undefined;
    if (failed === true) this.#failed.add(promise);
    if (this.#windows > 0) this.#made.delete(promise);
    this.#settle(promise, failed === true);
  }

  #settle(promise: object, failed: boolean): void {
    const waiting = this.#watched.get(promise);
    if (waiting === undefined) return;
    this.#watched.delete(promise);
    for (const onSettled of waiting) onSettled(failed);
  }

  #forgetOldest(): void {
    const [oldest] = this.#watched.keys();
    if (oldest === undefined) return;
    this.#watched.delete(oldest);
    this.#onForgotten();
  }
}
