// What the inserted text calls, as small as it can be: it keeps the calls, and touches nothing of the program.

import vm from 'node:vm';

/** One call of one function. */
export interface StubCall {
  readonly id: number;
  readonly args: readonly unknown[] | undefined;
  readonly self: unknown;
  /** Whether a function was given for the callback. */
  readonly hasCallback: boolean;
  outcome: 'open' | 'returned' | 'failed';
  value: unknown;
  calledBack: number;
}

export class StubHost {
  readonly calls: StubCall[] = [];
  readonly n: StubEntry = new StubEntry();
  readonly f: Error = new Error('the callback is given an error that the call makes');
  readonly originals: WeakMap<object, object> = new WeakMap<object, object>();
  readonly #wrappers = new WeakMap<object, unknown>();

  i(id: number, callback?: unknown): StubEntry {
    return this.#start(id, undefined, undefined, callback);
  }

  a(id: number, self: unknown, args: readonly unknown[], callback?: unknown): StubEntry {
    return this.#start(id, self, args, callback);
  }

  u(id: number, self: unknown, first: unknown): StubEntry {
    return this.#start(id, self, [first], undefined);
  }

  v(id: number, self: unknown, first: unknown, second: unknown): StubEntry {
    return this.#start(id, self, [first, second], undefined);
  }

  g(id: number, self: unknown, args: ArrayLike<unknown>, callback?: unknown): StubEntry {
    return this.#start(id, self, Array.from(args), callback);
  }

  o(entry: StubEntry): void {
    if (entry.call?.outcome === 'open') entry.call.outcome = 'failed';
  }

  c(entry: StubEntry): void {
    if (entry.call !== undefined) entry.call.calledBack++;
  }

  e<Value>(entry: StubEntry, first: Value): Value {
    this.c(entry);
    return first;
  }

  k(entry: StubEntry, callback: unknown, behind?: unknown): unknown {
    if (typeof callback !== 'function' || typeof behind === 'function') return callback;
    const known = this.#wrappers.get(callback);
    if (known !== undefined) return known;
    const calledBack = (): void => this.c(entry);
    const wrapper = function (this: unknown, ...args: unknown[]): unknown {
      if (new.target !== undefined) return Reflect.construct(callback, args);
      calledBack();
      return Reflect.apply(callback, this, args);
    };
    for (const key of ['name', 'length'] as const) Reflect.defineProperty(wrapper, key, { value: callback[key] });
    Reflect.defineProperty(wrapper, 'toString', { value: () => String(callback) });
    this.originals.set(wrapper, this.originals.get(callback) ?? callback);
    this.#wrappers.set(callback, wrapper);
    return wrapper;
  }

  /** Makes the constant of one function that is measured without `try`. */
  recursive(id: number): StubRecursion {
    return new StubRecursion(id, this);
  }

  #start(id: number, self: unknown, args: readonly unknown[] | undefined, callback: unknown): StubEntry {
    const call: StubCall = {
      id,
      args,
      self,
      hasCallback: typeof callback === 'function',
      outcome: 'open',
      value: undefined,
      calledBack: 0,
    };
    this.calls.push(call);
    return new StubEntry(call);
  }
}

export class StubEntry {
  readonly call: StubCall | undefined;

  constructor(call?: StubCall) {
    this.call = call;
  }

  get w(): undefined {
    return undefined;
  }

  set m(_number: number) {}

  set return(value: unknown) {
    if (this.call === undefined) return;
    this.call.outcome = 'returned';
    this.call.value = value;
  }
}

class StubRecursion {
  readonly #id: number;
  readonly #host: StubHost;
  readonly #open: StubEntry[] = [];

  constructor(id: number, host: StubHost) {
    this.#id = id;
    this.#host = host;
  }

  j(): void {
    this.#open.push(this.#host.i(this.#id));
  }

  ja(self: unknown, args: ArrayLike<unknown>): void {
    this.#open.push(this.#host.a(this.#id, self, Array.from(args)));
  }

  set return(value: unknown) {
    const entry = this.#open.pop();
    if (entry !== undefined) entry.return = value;
  }
}

/** Makes the host a lexical constant of a realm, as the preload does. */
export function defineStubHost(realm: vm.Context, recursiveIds: readonly number[]): StubHost {
  const host = new StubHost();
  const define = (name: string, value: unknown): void => {
    Reflect.defineProperty(realm, 'temporary', { value, configurable: true });
    vm.runInContext(`const ${name}=globalThis.temporary;`, realm);
    Reflect.deleteProperty(realm, 'temporary');
  };
  define('$tk', host);
  vm.runInContext('let $tkv,$tkt,$tkp', realm);
  for (const id of recursiveIds) define(`$tkr${id}`, host.recursive(id));
  return host;
}
