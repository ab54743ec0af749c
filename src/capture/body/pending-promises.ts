// Promises that measured functions have returned, until they settle: observed, never touched.
//
// V8 tells when a promise settles, and says nothing of one that has settled before. So it has to be known from what was seen: a promise
// that was made while the function ran and has not settled is pending, one that another function returned and that is
// watched is too; any other is older than the call, a cached one, and is not the call's work.

import { WATCHED_PROMISES } from '../../model/limits.js';
import { hiddenField } from '../wrap/hidden-field.js';
import { LateOutcomes } from './late-outcomes.js';

/** Called when the promise settles. `failed` is true only where it is known by then that it is rejected. */
export type OnSettled = (failed: boolean) => void;
/** Called after that, where only then the promise turns out to be rejected. */
export type OnRejected = () => void;

interface Waiting {
  readonly onSettled: OnSettled[];
  readonly onRejected: OnRejected[];
}

/** Of a promise that is derived from a watched one, whose reaction runs when that has settled. */
const sourceOf = hiddenField<object>();
/** Of a promise that the program was seen to add a reaction to. */
const isReactedTo = hiddenField<true>();

export class PendingPromises {
  readonly #watched = new Map<object, Waiting>();
  /** Made in an open window and not settled since. */
  readonly #made = new Set<object>();
  #windows = 0;
  /** Whether the async function whose promise settles next has failed. */
  #endsNext: boolean | undefined;
  /** Known to be rejected: those of async functions that have thrown, and what was learned. */
  readonly #failed = new WeakSet<object>();
  /** Known not to be. */
  readonly #fulfilled = new WeakSet<object>();
  readonly #outcomes = new LateOutcomes();
  readonly #onForgotten: () => void;

  constructor(onForgotten: () => void) {
    this.#onForgotten = onForgotten;
  }

  /** Whether the promise that V8 tells of at the moment is Tickscope's. */
  get isReacting(): boolean {
    return this.#outcomes.isReacting;
  }

  get count(): number {
    return this.#watched.size;
  }

  /** From here on promises that are made are remembered; `closeWindow` has to follow. */
  openWindow(): void {
    this.#windows++;
  }

  closeWindow(): void {
    if (--this.#windows === 0 && this.#made.size > 0) this.#made.clear();
  }

  /** Whether the promise is known to be pending. */
  isPending(promise: object): boolean {
    return this.#made.has(promise) || this.#watched.has(promise);
  }

  /** Whether the promise is known to be rejected. */
  isFailed(promise: object): boolean {
    return this.#failed.has(promise);
  }

  /** Calls `onRejected` where a promise that has settled turns out to be rejected, and was not known to be. */
  learn(promise: object, onRejected: OnRejected): void {
    if (!this.#isKnown(promise)) this.#learn(promise, [onRejected]);
  }

  /**
   * Calls `onSettled` when the promise settles, or, where it has settled already, when somebody's reaction to it runs; and later
   * `onRejected`, where it is rejected and `onSettled` could not say so.
   */
  watch(promise: object, onSettled: OnSettled, onRejected?: OnRejected): void {
    let waiting = this.#watched.get(promise);
    if (waiting === undefined) this.#watched.set(promise, (waiting = { onSettled: [], onRejected: [] }));
    waiting.onSettled.push(onSettled);
    if (onRejected !== undefined) waiting.onRejected.push(onRejected);
    if (this.#watched.size > WATCHED_PROMISES) this.#forgetOldest();
  }

  /** An async function has come to its end, and its promise settles next: nothing runs in between. */
  asyncFunctionEnds(failed: boolean): void {
    this.#endsNext = failed;
  }

  unhandled(promise: object): void {
    this.#outcomes.unhandled(promise);
  }

  onInit(promise: object, parent: object | undefined): void {
    const hasWindow = this.#windows > 0;
    if (hasWindow) this.#remember(promise);
    if (parent === undefined) return;
    const isWatched = this.#watched.has(parent);
    if (isWatched) sourceOf.set(promise, parent);
    if ((isWatched || hasWindow) && isReactedTo.get(parent) === undefined) isReactedTo.set(parent, true);
    if (!isWatched) this.#outcomes.onReaction(parent);
  }

  onBefore(promise: object): void {
    const source = this.#watched.size > 0 ? sourceOf.get(promise) : undefined;
    if (source !== undefined) this.#settle(source, undefined);
  }

  onSettled(promise: object): void {
    const failed = this.#endsNext;
    this.#endsNext = undefined;
    if (failed === true) this.#failed.add(promise);
    if (this.#windows > 0) this.#made.delete(promise);
    if (this.#watched.size > 0) this.#settle(promise, failed);
  }

  /** @param known whether it is rejected, where an async function has said it */
  #settle(promise: object, known: boolean | undefined): void {
    const waiting = this.#watched.get(promise);
    if (waiting === undefined) return;
    this.#watched.delete(promise);
    const failed = known ?? this.#failed.has(promise);
    for (const onSettled of waiting.onSettled) onSettled(failed);
    if (known === undefined && waiting.onRejected.length > 0 && !this.#isKnown(promise)) {
      this.#learn(promise, waiting.onRejected);
    }
  }

  #isKnown(promise: object): boolean {
    return this.#failed.has(promise) || this.#fulfilled.has(promise);
  }

  #learn(promise: object, onRejected: readonly OnRejected[]): void {
    const remember = (isRejected: boolean): void => {
      (isRejected ? this.#failed : this.#fulfilled).add(promise);
      if (isRejected) for (const each of onRejected) each();
    };
    this.#outcomes.learn(promise, remember, isReactedTo.get(promise) === true);
  }

  /** A window stays open for ever where `vm` stopped the function inside: what is made from there on must not add up. */
  #remember(promise: object): void {
    if (this.#made.size >= WATCHED_PROMISES) this.#made.clear();
    this.#made.add(promise);
  }

  #forgetOldest(): void {
    const [oldest] = this.#watched.keys();
    if (oldest === undefined) return;
    this.#watched.delete(oldest);
    this.#onForgotten();
  }
}
