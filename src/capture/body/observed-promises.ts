// Lets wrappers observe the promises that functions return, by the same hooks as measured bodies.

import type { PromiseCall, ReturnedPromises } from '../wrap/returned-promises.js';
import type { PendingPromises } from './pending-promises.js';
import type { PromiseHooks } from './promise-hooks.js';

export class ObservedPromises implements ReturnedPromises {
  readonly #hooks: PromiseHooks;
  readonly #promises: PendingPromises;
  readonly #onEndNotSeen: () => void;

  constructor(hooks: PromiseHooks, promises: PendingPromises, onEndNotSeen: () => void) {
    this.#hooks = hooks;
    this.#promises = promises;
    this.#onEndNotSeen = onEndNotSeen;
  }

  get isOn(): boolean {
    return this.#hooks.isOn;
  }

  openWindow(): void {
    this.#hooks.hold();
    this.#promises.openWindow();
  }

  closeWindow(): void {
    this.#promises.closeWindow();
    this.#hooks.release();
  }

  isPending(promise: object): boolean {
    return this.#promises.isPending(promise);
  }

  isFailed(promise: object): boolean {
    return this.#promises.isFailed(promise);
  }

  learn(promise: object, turnedOutFailed: () => void): void {
    this.#promises.learn(promise, turnedOutFailed);
  }

  watch(promise: object, call: PromiseCall): void {
    // Once they are on, they stay on for as long as a promise is waited for.
    this.#hooks.hold();
    this.#promises.watch(promise, call, true);
    this.#hooks.release();
  }

  endNotSeen(): void {
    this.#onEndNotSeen();
  }
}
