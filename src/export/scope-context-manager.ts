// The context manager of OpenTelemetry whose contexts are those of the recorder: a scope where the program has set nothing.

import { type Context, ROOT_CONTEXT } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';

/** Knows the context of the running code. */
export interface ContextStorage<Store> {
  /** `undefined` for none. */
  readonly context: Context | undefined;
  readonly store: Store;
  put(store: Store | Context): void;
  run<Result>(store: Store | Context, code: () => Result): Result;
}

type Attached = ReturnType<AsyncLocalStorageContextManager['attach']>;

/** What binds functions and emitters stays the SDK's; it keeps contexts in a storage of its own, which this one stands for. */
export class ScopeContextManager<Store> extends AsyncLocalStorageContextManager {
  readonly #storage: ContextStorage<Store>;

  constructor(storage: ContextStorage<Store>) {
    super();
    this.#storage = storage;
  }

  override active(): Context {
    return this.#storage.context ?? ROOT_CONTEXT;
  }

  override with<Args extends unknown[], Fn extends (...args: Args) => ReturnType<Fn>>(
    context: Context,
    fn: Fn,
    thisArg?: ThisParameterType<Fn>,
    ...args: Args
  ): ReturnType<Fn> {
    return this.#storage.run(context, () => Reflect.apply(fn, thisArg, args));
  }

  override attach(context: Context): Attached {
    const storage = this.#storage;
    const before = storage.store;
    let isDisposed = false;
    storage.put(context);
    const dispose = (): void => {
      if (!isDisposed) storage.put(before);
      isDisposed = true;
    };
    return { dispose };
  }

  /** Ticks are found through the same storage: it is never switched off. */
  override disable(): this {
    return this;
  }
}
