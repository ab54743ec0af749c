// Which scope the running code is in: the number in its store, or in synchronous code the scope that was entered without one.

import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context } from '@opentelemetry/api';
import { type ContextFrame, contextFrames } from './context-frames.js';
import { ScopeContext, scopeIn } from './scope-context.js';

/** A scope; or a context, where the program has set values. `undefined` outside every scope. */
export type Store = number | Context | undefined;

const { apply } = Reflect;

type AnyFunction = (...args: never[]) => unknown;

/** Where a call was made: its store, and the synchronous scope with the store that it was entered in. */
export interface CallerScope {
  readonly store: Store;
  readonly light: number;
  readonly lightStore: Store;
}

/** `Store` and `ContextFrame` before a call entered its own, for the `leave` of that call. */
export class EnteredStore {
  storeBefore: Store;
  /** `undefined` outside every frame, and where Node.js has no frames. */
  frameBefore: ContextFrame | undefined;
  /** Frame that the call made; `undefined` where Node.js has no frames. */
  ownFrame: ContextFrame | undefined;
}

export class ActiveScope {
  readonly #storage = new AsyncLocalStorage<Store>();
  /**
   * A scope without a store of its own: making one takes 240 ns and 740 bytes, and most synchronous ticks leave nothing behind that
   * would need it. Valid while the store is the one that it was entered in: code of another context that is called in between,
   * through `AsyncResource.bind` or by a nested event loop, has another store.
   */
  #light = 0;
  #lightStore: Store;
  /** Made last: whoever asks again in the same scope gets the same one, with the same span. */
  #lastContext: ScopeContext | undefined;
  #refine: ((scope: number) => number) | undefined;

  /** @returns 0 outside every scope */
  get(): number {
    const store = this.#storage.getStore();
    const scope = this.#light !== 0 && store === this.#lightStore ? this.#light : scopeOf(store);
    return this.#refine === undefined ? scope : this.#refine(scope);
  }

  /** Asks for a scope inside the one that was found, where contexts of the program say more. */
  refineWith(refine: ((scope: number) => number) | undefined): void {
    this.#refine = refine;
  }

  get light(): number {
    return this.#light;
  }

  get lightStore(): Store {
    return this.#lightStore;
  }

  get store(): Store {
    return this.#storage.getStore();
  }

  /** Where the running code is, for a callback that it gives away. */
  get caller(): CallerScope {
    return { store: this.#storage.getStore(), light: this.#light, lightStore: this.#lightStore };
  }

  /** What code that goes on later has to have as its store, to be in the scope of the running code. */
  get storeToKeep(): Store {
    const store = this.#storage.getStore();
    return this.#light !== 0 && store === this.#lightStore ? storeWith(store, this.#light) : store;
  }

  /** From here on the running code is in `scope`, and so is what it starts. `put` with the store before has to follow. */
  enter(scope: number): void {
    this.put(storeWith(this.#storage.getStore(), scope));
  }

  put(store: Store): void {
    if (contextFrames !== undefined && this.#isAlone(contextFrames.current())) contextFrames.set(undefined);
    this.#storage.enterWith(store);
  }

  /** Enters a store. `leave` has to follow. */
  enterStore(entered: EnteredStore, store: Store): void {
    this.#enter(entered, this.#storage.getStore(), store);
  }

  /** The same for a scope inside the running one. @returns the store that was entered */
  enterScope(entered: EnteredStore, scope: number): Store {
    const before = this.#storage.getStore();
    const store = storeWith(before, scope);
    this.#enter(entered, before, store);
    return store;
  }

  #enter(entered: EnteredStore, before: Store, store: Store): void {
    entered.storeBefore = before;
    if (contextFrames === undefined) return this.#storage.enterWith(store);
    const frame = contextFrames.current();
    entered.frameBefore = frame;
    if (this.#isAlone(frame)) contextFrames.set(undefined);
    this.#storage.enterWith(store);
    entered.ownFrame = contextFrames.current();
  }

  /**
   * Puts back what was there before. Where the program has entered a store of its own since, that stays: in JavaScript it is in force until
   * somebody else enters one, whatever functions return.
   */
  leave(entered: EnteredStore): void {
    if (contextFrames !== undefined && contextFrames.current() === entered.ownFrame)
      contextFrames.set(entered.frameBefore);
    else {
      this.put(entered.storeBefore);
      entered.frameBefore = entered.ownFrame = undefined;
    }
  }

  /** Enters the store again that was left: where nothing else has changed, with the same frame. */
  resume({ frameBefore, ownFrame }: EnteredStore, store: Store): void {
    if (contextFrames !== undefined && ownFrame !== undefined && contextFrames.current() === frameBefore)
      contextFrames.set(ownFrame);
    else this.put(store);
  }

  /** Whether a frame has nothing but this store: a copy of it would be empty but for what is replaced. */
  #isAlone(frame: ContextFrame | undefined): boolean {
    return frame?.size === 1 && frame.has(this.#storage);
  }

  /** From here on the synchronous code is in `scope`. `restoreLight` has to follow. */
  enterLight(scope: number): void {
    this.#light = scope;
    this.#lightStore = this.#storage.getStore();
  }

  restoreLight(light: number, store: Store): void {
    this.#light = light;
    this.#lightStore = store;
  }

  /** At the bottom of the stack nothing is entered: a script that `vm` ended by its timeout has left nothing. */
  clearLight(): void {
    this.#light = 0;
    this.#lightStore = undefined;
  }

  /**
   * Calls a function in the scope of its caller: with the store that was there, and the synchronous scope that was entered in it. Where the
   * store is the same, which it is for nearly all callbacks that are called at once, it is not touched.
   */
  callIn(caller: CallerScope, callback: AnyFunction, self: unknown, args: readonly unknown[]): unknown {
    const light = this.#light;
    const lightStore = this.#lightStore;
    const { store, light: callerLight, lightStore: callerLightStore } = caller;
    const isLight = callerLight !== 0 && callerLightStore === store;
    const entered = this.#storage.getStore() === store ? undefined : new EnteredStore();
    const isEntered = entered !== undefined;
    if (isEntered) this.enterStore(entered, isLight ? storeWith(store, callerLight) : store);
    this.#light = isEntered || !isLight ? 0 : callerLight;
    this.#lightStore = callerLightStore;
    try {
      return apply(callback, self, args);
    } finally {
      if (isEntered) this.leave(entered);
      this.#light = light;
      this.#lightStore = lightStore;
    }
  }

  /** Runs `code` with another store, whatever synchronous scope is entered. */
  run<Result>(store: Store, code: () => Result): Result {
    const light = this.#light;
    const lightStore = this.#lightStore;
    const entered = new EnteredStore();
    this.clearLight();
    this.enterStore(entered, store);
    try {
      return code();
    } finally {
      this.leave(entered);
      this.restoreLight(light, lightStore);
    }
  }

  /** The context of OpenTelemetry that the running code is in; `undefined` for none. */
  get context(): Context | undefined {
    const store = this.storeToKeep;
    if (typeof store !== 'number') return store;
    if (this.#lastContext?.scope !== store) this.#lastContext = new ScopeContext(undefined, store);
    return this.#lastContext;
  }
}

function scopeOf(store: Store): number {
  return typeof store === 'number' ? store : store === undefined ? 0 : scopeIn(store);
}

function storeWith(store: Store, scope: number): Store {
  return store === undefined || typeof store === 'number' ? scope : new ScopeContext(store, scope);
}
