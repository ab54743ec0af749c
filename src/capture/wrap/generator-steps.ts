// Records the steps of generators: their work is in `next()`, not in the call.
//
// The function and its generators stay what they are. The three methods of a step are put on the function's own `prototype`,
// from which nothing but its generators inherits; and the first statement of the body, which is inserted, tells what the
// function was called with, because the call itself runs nothing that could be seen.

import { types } from 'node:util';
import type { ActiveScope, Store } from '../recorder/active-scope.js';
import { mimic } from './mimic.js';
import type { AnyFunction } from '../rules/any-function.js';
import { type CallTracer, enterCall, needsStore, type OpenCall } from './call-tracer.js';
import { PromiseResults, type ReturnedPromises } from './returned-promises.js';

const { apply, defineProperty, getPrototypeOf } = Reflect;
const METHODS = ['next', 'return', 'throw'] as const;

/** A generator whose body has started. */
interface Run {
  readonly args: readonly unknown[];
  /** The tick that the whole run is; absent where each step stands for itself. */
  readonly whole: OpenCall | undefined;
}

const runs = new WeakMap<object, Run>();
/** The step that is about to run the first statement of a body. */
let starting: Step | undefined;

/** Called by the first statement of a generator's body. */
export function generatorStarted(args: readonly unknown[]): void {
  const step = starting;
  starting = undefined;
  step?.start(args);
}

/** Lets every step of the generators that `original` makes be recorded. */
export function recordSteps(
  original: AnyFunction,
  active: ActiveScope,
  tracer: CallTracer,
  promises: ReturnedPromises,
): void {
  const results = new PromiseResults(promises, types.isAsyncFunction(original));
  const prototype = original.prototype as object;
  if (Object.hasOwn(prototype, 'next')) return;
  const native = getPrototypeOf(prototype) as Record<(typeof METHODS)[number], AnyFunction>;
  for (const method of METHODS) {
    const resume = native[method];
    const { wrapper } = {
      wrapper(this: object, ...args: unknown[]): unknown {
        const outer = starting;
        const run = runs.get(this);
        const step = new Step(this, active, tracer, results);
        starting = run === undefined ? step : undefined;
        try {
          return step.run(run, resume, args);
        } finally {
          starting = outer;
        }
      },
    };
    defineProperty(prototype, method, { value: mimic(wrapper, resume), writable: true, configurable: true });
  }
}

class Step {
  readonly #generator: object;
  readonly #active: ActiveScope;
  readonly #tracer: CallTracer;
  readonly #results: PromiseResults;
  #whole: OpenCall | undefined;
  #call: OpenCall | undefined;
  readonly #storesBefore: Store[] = [];

  constructor(generator: object, active: ActiveScope, tracer: CallTracer, results: PromiseResults) {
    this.#generator = generator;
    this.#active = active;
    this.#tracer = tracer;
    this.#results = results;
  }

  run(run: Run | undefined, resume: AnyFunction, args: unknown[]): unknown {
    if (run !== undefined) this.#goOn(run, args);
    const isLookedAt = this.#results.enter();
    let result: unknown;
    let failed = true;
    try {
      result = apply(resume, this.#generator, args);
      failed = false;
    } finally {
      if (this.#storesBefore.length > 0) this.#active.put(this.#storesBefore[0]);
      if (failed) {
        this.#results.abandon(isLookedAt);
        this.#end(true, true);
      }
    }
    const promise = this.#results.leave(isLookedAt, result);
    if (types.isPromise(result)) {
      // Whether the run is over is only in the result of its promise.
      if (this.#whole !== undefined) return this.#settled(result as Promise<IteratorResult<unknown>>);
      const call = this.#call;
      const turnedOutFailed = (): void => call?.turnedOutFailed?.();
      if (promise === undefined) call?.end(this.#results.hasFailed(result, turnedOutFailed));
      else if (call !== undefined)
        this.#results.watch(promise, (rejected) => this.#end(rejected, false), turnedOutFailed);
      return result;
    }
    this.#end(false, (result as IteratorResult<unknown>).done === true);
    return result;
  }

  start(args: readonly unknown[]): void {
    const whole = this.#tracer.startRun?.(args);
    runs.set(this.#generator, { args, whole });
    this.#start(whole, args);
  }

  /** A later step belongs to its run's tick; without one, what it is sent decides, or what the function was called with. */
  #goOn({ whole, args }: Run, sent: readonly unknown[]): void {
    if (whole !== undefined) return this.#start(whole, args);
    this.#start(undefined, sent);
    if (this.#call === undefined && this.#tracer.isInTrace?.() === true) this.#start(undefined, args);
  }

  #start(whole: OpenCall | undefined, args: readonly unknown[]): void {
    this.#whole = whole;
    this.#enter(whole);
    this.#call = this.#tracer.start(args, true);
    this.#enter(this.#call);
  }

  #enter(call: OpenCall | undefined): void {
    if (call === undefined || !needsStore(call)) return;
    this.#storesBefore.push(this.#active.store);
    enterCall(this.#active, call);
  }

  async #settled(promise: Promise<IteratorResult<unknown>>): Promise<IteratorResult<unknown>> {
    let failed = true;
    let done = true;
    try {
      const result = await promise;
      failed = false;
      done = result.done === true;
      return result;
    } finally {
      this.#end(failed, done);
    }
  }

  #end(failed: boolean, done: boolean): void {
    this.#call?.end(failed);
    if (!done || this.#whole === undefined) return;
    this.#whole.end(failed);
    runs.set(this.#generator, { args: [], whole: undefined });
  }
}
