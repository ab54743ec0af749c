// Lets wrappers observe the promises that functions return, by the same hooks as measured bodies.

import type { ReturnedPromises } from '../wrap/returned-promises.js';
import type { OnRejected, OnSettled, PendingPromises } from './pending-promises.js';
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

  learn(promise: object, onRejected: OnRejected): void {
    this.#promises.learn(promise, onRejected);
  }

  watch(promise: object, onSettled: OnSettled, onRejected?: OnRejected): void {
    this.#hooks.hold();
    const settled = (failed: boolean): void => {
      this.#hooks.release();
      onSettled(failed);
    };
    this.#promises.watch(promise, settled, onRejected);
  }

  endNotSeen(): void {
    this.#onEndNotSeen();
  }
}
