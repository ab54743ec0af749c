// What a random program does: plain data, so that one that fails can be made smaller and printed.

/** How a function begins and ends. The names of ticks end with `tick`. */
export type CallKind =
  | 'sync'
  | 'inner'
  | 'settling'
  | 'mixed'
  | 'async'
  | 'promise'
  | 'callback'
  | 'synctick'
  | 'settlingtick'
  | 'asynctick'
  | 'promisetick'
  | 'callbacktick';

/** A call; `fn` chooses among the functions of the kind. */
export interface Call {
  readonly kind: CallKind;
  readonly fn: number;
  readonly plan: Plan;
  /** What the callback does. */
  readonly after?: Plan;
}

export type Step =
  | { readonly do: 'call'; readonly call: Call }
  /** A function that calls itself. */
  | { readonly do: 'self'; readonly plan: Plan }
  | { readonly do: 'later'; readonly how: number; readonly plan: Plan }
  /** Keeps a function that is bound to the context of here. */
  | { readonly do: 'bind'; readonly how: number }
  /** Calls such a function, whoever made it. */
  | { readonly do: 'bound'; readonly at: number; readonly plan: Plan }
  /** Calls the callbacks that wait for it, of anybody. */
  | { readonly do: 'pump' }
  /** Sets a value in the context. */
  | { readonly do: 'context'; readonly plan: Plan }
  /** What the event loop writes into the same log. */
  | { readonly do: 'loop'; readonly how: number }
  | { readonly do: 'wait'; readonly how: number }
  | { readonly do: 'await'; readonly call: Call }
  | { readonly do: 'all' | 'race'; readonly calls: readonly Call[] };

export interface Plan {
  readonly steps: readonly Step[];
  readonly fails: boolean;
  /** When what it waits for comes. */
  readonly how: number;
}

export interface Program {
  readonly seed: number;
  readonly calls: readonly Call[];
  /** What is between them: nothing, microtasks, immediates or timers. */
  readonly spread: number;
  /** Events are received, which ticks take. */
  readonly receives: boolean;
}

/** The ways of `later`; the last calls at once. */
const WAYS = 7;
export const AT_ONCE = 6;

const DETACHED: readonly CallKind[] = [
  'async',
  'promise',
  'settling',
  'mixed',
  'asynctick',
  'promisetick',
  'settlingtick',
];
const AWAITED: readonly CallKind[] = [...DETACHED, 'async', 'async', 'promise'];

export class RandomPlans {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  random(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  pick<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)] as Value;
  }

  program(seed: number, ticks: number): Program {
    const depth = (ticks > 300 ? 2 : 3) + this.below(3);
    const calls = Array.from({ length: ticks }, () => this.#outermost(depth));
    return { seed, calls, spread: this.below(4), receives: this.below(8) === 0 };
  }

  #outermost(depth: number): Call {
    const kind = this.random();
    if (kind < 0.35) return this.#call(['asynctick', 'promisetick', 'settlingtick'], depth, true);
    if (kind < 0.45) return this.#callback('callbacktick', depth);
    if (kind < 0.8) return this.#call(['synctick'], depth, false);
    if (kind < 0.88) return this.#call(['sync', 'inner', 'mixed'], depth, false);
    if (kind < 0.94) return this.#call(['async', 'promise', 'settling'], depth, true);
    return this.#callback('callback', depth);
  }

  #call(kinds: readonly CallKind[], depth: number, waits: boolean): Call {
    return { kind: this.pick(kinds), fn: this.below(1_000), plan: this.#plan(depth, waits) };
  }

  #callback(kind: CallKind, depth: number): Call {
    return { ...this.#call([kind], depth - 1, false), after: this.#plan(depth - 2, false) };
  }

  /** @param waits whether it may await */
  #plan(depth: number, waits: boolean): Plan {
    const steps = Array.from({ length: depth <= 0 ? 0 : this.below(5) }, () => this.#step(depth - 1, waits));
    return { steps, fails: this.random() < 0.07, how: this.below(WAYS) };
  }

  #step(depth: number, waits: boolean): Step {
    const kind = this.random();
    if (kind < 0.26) return { do: 'call', call: this.#call(['sync', 'sync', 'sync', 'inner'], depth, false) };
    if (kind < 0.3) return { do: 'self', plan: this.#plan(depth, false) };
    if (kind < 0.36) return { do: 'call', call: this.#call(['synctick'], depth, false) };
    if (kind < 0.42) return { do: 'call', call: this.#call(DETACHED, depth, true) };
    if (kind < 0.49) return { do: 'later', how: this.below(WAYS - 1), plan: this.#plan(depth, false) };
    if (kind < 0.54)
      return { do: 'call', call: this.#callback(this.below(5) === 0 ? 'callbacktick' : 'callback', depth) };
    if (kind < 0.58) return { do: 'bind', how: this.below(2) };
    if (kind < 0.62) return { do: 'bound', at: this.below(1_000), plan: this.#plan(depth - 1, false) };
    if (kind < 0.64) return { do: 'context', plan: this.#plan(depth, false) };
    if (kind < 0.68) return { do: 'pump' };
    if (kind < 0.69) return { do: 'loop', how: this.below(3) };
    if (!waits) return { do: 'call', call: this.#call(['sync', 'mixed'], depth - 1, false) };
    if (kind < 0.74) return { do: 'wait', how: this.below(WAYS + 2) };
    if (kind < 0.87) return { do: 'await', call: this.#call(AWAITED, depth, true) };
    const calls = Array.from({ length: 2 + this.below(3) }, () =>
      this.#call(['async', 'promise', 'settling'], depth, true),
    );
    return { do: kind < 0.95 ? 'all' : 'race', calls };
  }
}
