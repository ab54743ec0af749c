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

/** What waits for a promise to settle. */
interface Waiting {
  /** Where it stands among all that wait. */
  readonly slot: number;
  readonly onSettled: OnSettled[];
  readonly onRejected: OnRejected[];
}

/** What is known of one promise. */
interface PromiseState {
  /** The window in which it was made; 0 for none. */
  madeIn: number;
  hasSettled: boolean;
  /** The program was seen to add a reaction to it. */
  isReactedTo: boolean;
  /** The watched promise that it is derived from: its reaction runs when that has settled. */
  source: object | undefined;
  waiting: Waiting | undefined;
}

/**
 * In a field of the promise. Maps and sets with an entry for each promise make a new table every few entries, and each holds the next one:
 * what was dead stayed in the old space, 500 bytes a tick, until V8 looked at all of it.
 */
const states = hiddenField<PromiseState>();

function stateOf(promise: object): PromiseState {
  const known = states.get(promise);
  if (known !== undefined) return known;
  const made = { madeIn: 0, hasSettled: false, isReactedTo: false, source: undefined, waiting: undefined };
  states.set(promise, made);
  return made;
}

export class PendingPromises {
  /** By slot. */
  readonly #waiting: (PromiseState | undefined)[] = [];
  readonly #freeSlots: number[] = [];
  /** The next to be given up where there are too many. */
  #oldestSlot = 0;
  #windows = 0;
  /** Of the open window; another one when it has closed. */
  #window = 1;
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
    return this.#waiting.length - this.#freeSlots.length;
  }

  /** From here on promises that are made are remembered; `closeWindow` has to follow. */
  openWindow(): void {
    this.#windows++;
  }

  closeWindow(): void {
    if (--this.#windows === 0) this.#window++;
  }

  /** Whether the promise is known to be pending. */
  isPending(promise: object): boolean {
    const state = states.get(promise);
    if (state === undefined) return false;
    return state.waiting !== undefined || (state.madeIn === this.#window && !state.hasSettled);
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
    const state = stateOf(promise);
    const { onSettled: settled, onRejected: rejected } = (state.waiting ??= this.#waitFor(state));
    settled.push(onSettled);
    if (onRejected !== undefined) rejected.push(onRejected);
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
    if (hasWindow) stateOf(promise).madeIn = this.#window;
    if (parent === undefined) return;
    const isWatched = states.get(parent)?.waiting !== undefined;
    if (isWatched) stateOf(promise).source = parent;
    if (isWatched || hasWindow) stateOf(parent).isReactedTo = true;
    if (!isWatched) this.#outcomes.onReaction(parent);
  }

  onBefore(promise: object): void {
    const source = this.count > 0 ? states.get(promise)?.source : undefined;
    if (source !== undefined) this.#settle(source, undefined);
  }

  onSettled(promise: object): void {
    const failed = this.#endsNext;
    this.#endsNext = undefined;
    if (failed === true) this.#failed.add(promise);
    this.#settle(promise, failed);
  }

  /** @param known whether it is rejected, where an async function has said it */
  #settle(promise: object, known: boolean | undefined): void {
    const state = states.get(promise);
    if (state === undefined) return;
    state.hasSettled = true;
    const { waiting } = state;
    if (waiting === undefined) return;
    this.#forget(state, waiting);
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
    this.#outcomes.learn(promise, remember, stateOf(promise).isReactedTo);
  }

  #waitFor(state: PromiseState): Waiting {
    if (this.count >= WATCHED_PROMISES) this.#forgetOldest();
    const slot = this.#freeSlots.pop() ?? this.#waiting.length;
    this.#waiting[slot] = state;
    return { slot, onSettled: [], onRejected: [] };
  }

  #forget(state: PromiseState, { slot }: Waiting): void {
    state.waiting = undefined;
    this.#waiting[slot] = undefined;
    this.#freeSlots.push(slot);
  }

  #forgetOldest(): void {
    const state = this.#waiting[this.#oldestSlot];
    this.#oldestSlot = (this.#oldestSlot + 1) % WATCHED_PROMISES;
    if (state?.waiting === undefined) return;
    this.#forget(state, state.waiting);
    this.#onForgotten();
  }
}
