// Promises that measured functions have returned, until they settle: observed, never touched.
//
// V8 tells when a promise settles, and says nothing of one that has settled before. So it has to be known from what was seen: a promise
// that was made while the function ran and has not settled is pending, one that another function returned and that is
// watched is too; any other is older than the call, a cached one, and is not the call's work.

import { WATCHED_PROMISES } from '../../model/limits.js';
import type { Recorder } from '../recorder/recorder.js';
import { hiddenField } from '../wrap/hidden-field.js';
import type { PromiseCall } from '../wrap/returned-promises.js';
import { hasThenOfNode, LateOutcomes } from './late-outcomes.js';

/** Gives what ends with an async function the time at which that was left. */
export type LeavingClock = Pick<Recorder, 'stillLeaving' | 'left'>;

/** What is known of one promise. */
class PromiseState {
  /** The window in which it was made; 0 for none. */
  madeIn = 0;
  hasSettled = false;
  /** How many reactions the program was seen to add to it. */
  reactions = 0;
  /** The period of watching in which they were seen. */
  period = 0;
  /** What it is derived from, until it is known whether as a reaction. */
  derivedFrom: PromiseState | undefined;
  /** The watched promise that it is derived from: its reaction runs when that has settled. */
  source: object | undefined;
  /** It was pending when it was first waited for: V8 will tell when it settles. */
  wasPending = false;
  /** The first call that waits for it; `undefined` where none does. */
  call: PromiseCall | undefined;
  /** Further calls that have returned the same promise; most promises have none. */
  others: PromiseCall[] | undefined;
  /** Where it stands among all that are waited for. */
  slot = 0;
  /** An async function has returned it: V8 adds a reaction, and what is derived from it is that. */
  isAdopted = false;
}

/**
 * In a field of the promise. Maps and sets with an entry for each promise make a new table every few entries, and each holds the next one:
 * what was dead stayed in the old space, 500 bytes a tick, until V8 looked at all of it.
 */
const states = hiddenField<PromiseState>();

function stateOf(promise: object): PromiseState {
  const known = states.get(promise);
  if (known !== undefined) return known;
  const made = new PromiseState();
  states.set(promise, made);
  return made;
}

function derive(state: PromiseState, from: PromiseState, period: number): void {
  state.derivedFrom = from;
  from.reactions = from.period === period ? from.reactions + 1 : 1;
  from.period = period;
}

/**
 * A reaction runs when what it is added to has settled. What an async function awaits, and is no promise, V8 puts into one that counts as
 * derived from the function's own, which is pending then. Were that taken for a reaction, Tickscope would add one to a promise that nobody
 * handles, and hide its rejection.
 */
function decideDerivation(state: PromiseState): void {
  const from = state.derivedFrom;
  if (from === undefined) return;
  state.derivedFrom = undefined;
  if (!from.hasSettled && !from.isAdopted) from.reactions--;
}

export class PendingPromises {
  /** By slot. */
  readonly #waiting: (PromiseState | undefined)[] = [];
  readonly #freeSlots: number[] = [];
  /** The next to be given up where there are too many. */
  #oldestSlot = 0;
  #windows = 0;
  /** Counts the times in which everything was seen: what came to be of a reaction before may not have been. */
  #period = 1;
  /** Of the open window; another one when it has closed. */
  #window = 1;
  /** Whether the async function whose promise settles next has failed. */
  #endsNext: boolean | undefined;
  /** Known to be rejected: those of async functions that have thrown, and what was learned. */
  readonly #failed = new WeakSet<object>();
  /** Known not to be. */
  readonly #fulfilled = new WeakSet<object>();
  readonly #outcomes = new LateOutcomes();
  readonly #recorder: LeavingClock;
  readonly #onForgotten: () => void;

  constructor(recorder: LeavingClock, onForgotten: () => void) {
    this.#recorder = recorder;
    this.#onForgotten = onForgotten;
  }

  /** Whether the promise that V8 tells of at the moment is Tickscope's. */
  get isReacting(): boolean {
    return this.#outcomes.isReacting;
  }

  /** Promises that are waited for. */
  get count(): number {
    return this.#waiting.length - this.#freeSlots.length;
  }

  /** From here on promises that are made are remembered; `closeWindow` has to follow. */
  openWindow(): void {
    if (this.#windows++ === 0 && this.count === 0) this.#period++;
  }

  closeWindow(): void {
    if (--this.#windows === 0) this.#window++;
  }

  /** Whether the promise is known to be pending. */
  isPending(promise: object): boolean {
    const state = states.get(promise);
    if (state === undefined) return false;
    return state.call !== undefined || (state.madeIn === this.#window && !state.hasSettled);
  }

  /** Whether the promise is known to be rejected. */
  isFailed(promise: object): boolean {
    return this.#failed.has(promise);
  }

  /** Calls `turnedOutFailed` where a promise that has settled turns out to be rejected, and was not known to be. */
  learn(promise: object, turnedOutFailed: () => void): void {
    if (!this.#isKnown(promise)) this.#learn(promise, turnedOutFailed);
  }

  /**
   * Ends the call when the promise settles, or, where it has settled already, when somebody's reaction to it runs; and calls its
   * `turnedOutFailed` later, where the promise is rejected and `end` could not say so.
   *
   * @param isPending whether it is known to be pending
   */
  watch(promise: object, call: PromiseCall, isPending: boolean): void {
    const state = stateOf(promise);
    if (state.call === undefined) this.#waitFor(state, call, isPending);
    else (state.others ??= []).push(call);
  }

  /** An async function returns the promise, and its own one takes over the outcome: by a reaction, unless the function throws after all. */
  adopts(promise: object): void {
    if (hasThenOfNode(promise)) stateOf(promise).isAdopted = true;
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
    const watched = this.count > 0 ? states.get(parent) : undefined;
    const isWatched = watched?.call !== undefined;
    // Of a pending one V8 tells. What the function of a promise awaits, and is none, counts as derived from that promise too, and the job
    // of a thenable there would be taken for a reaction.
    if (isWatched && !watched.wasPending) stateOf(promise).source = parent;
    if (isWatched || hasWindow) derive(stateOf(promise), stateOf(parent), this.#period);
    if (!isWatched) this.#outcomes.onReaction(parent);
  }

  onBefore(promise: object): void {
    const state = this.count > 0 ? states.get(promise) : undefined;
    if (state === undefined) return;
    decideDerivation(state);
    if (state.source !== undefined) this.#settle(state.source, undefined);
  }

  onSettled(promise: object): void {
    const failed = this.#endsNext;
    this.#endsNext = undefined;
    if (failed === true) this.#failed.add(promise);
    // Where nobody waits, and no promise that was made in an open window may be asked for, nothing is to be known of it.
    if (this.count === 0 && this.#windows === 0) return;
    if (failed === undefined) return this.#settle(promise, undefined);
    this.#recorder.stillLeaving();
    this.#settle(promise, failed);
    this.#recorder.left();
  }

  /** @param known whether it is rejected, where an async function has said it */
  #settle(promise: object, known: boolean | undefined): void {
    const state = states.get(promise);
    if (state === undefined) return;
    decideDerivation(state);
    state.hasSettled = true;
    const { call, others } = state;
    if (call === undefined) return;
    this.#forget(state);
    const failed = known ?? this.#failed.has(promise);
    call.end(failed);
    if (others !== undefined) for (const other of others) other.end(failed);
    if (known !== undefined) return call.release?.();
    if (this.#isKnown(promise)) return;
    const told = [call, ...(others ?? [])].filter(({ turnedOutFailed }) => turnedOutFailed !== undefined);
    if (told.length === 0) return;
    this.#learn(promise, () => {
      for (const each of told) each.turnedOutFailed?.();
    });
  }

  #isKnown(promise: object): boolean {
    return this.#failed.has(promise) || this.#fulfilled.has(promise);
  }

  #learn(promise: object, turnedOutFailed: () => void): void {
    const remember = (isRejected: boolean): void => {
      (isRejected ? this.#failed : this.#fulfilled).add(promise);
      if (isRejected) turnedOutFailed();
    };
    const { reactions, period } = stateOf(promise);
    this.#outcomes.learn(promise, remember, reactions > 0 && period === this.#period);
  }

  #waitFor(state: PromiseState, call: PromiseCall, isPending: boolean): void {
    if (this.count >= WATCHED_PROMISES) this.#forgetOldest();
    const slot = this.#freeSlots.pop() ?? this.#waiting.length;
    this.#waiting[slot] = state;
    state.slot = slot;
    state.call = call;
    state.wasPending = isPending;
  }

  #forget(state: PromiseState): void {
    state.call = state.others = undefined;
    this.#waiting[state.slot] = undefined;
    this.#freeSlots.push(state.slot);
  }

  #forgetOldest(): void {
    const state = this.#waiting[this.#oldestSlot];
    this.#oldestSlot = (this.#oldestSlot + 1) % WATCHED_PROMISES;
    if (state === undefined) return;
    this.#forget(state);
    this.#onForgotten();
  }
}
