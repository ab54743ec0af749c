// Records the steps of generators: their work is in `next()`, not in the call.
//
// The function and its generators stay what they are, and so does what the steps return. The three methods of a step are put on the
// function's own `prototype`, from which nothing but its generators inherits; and the first statement of the body, which is inserted,
// tells what the function was called with, because the call itself runs nothing that could be seen.
//
// The last step of a generator says that it is the last. That of an async one says it to the program alone, inside of a promise: there
// the body tells its end, where somebody has to know it.

import { types } from 'node:util';
import type { ActiveScope } from '../recorder/active-scope.js';
import { mimic } from './mimic.js';
import type { AnyFunction } from '../rules/any-function.js';
import { type CallTracer, needsStore, type OpenCall } from './call-tracer.js';
import { EnteredCall } from './entered-call.js';
import { PromiseResults, type ReturnedPromises } from './returned-promises.js';

const { apply, defineProperty, getPrototypeOf } = Reflect;
const METHODS = ['next', 'return', 'throw'] as const;

/** What a body tells that knows when it ends. */
export interface GeneratorEnd {
  failed(): void;
  end(): void;
}

export const NOT_RECORDED: GeneratorEnd = { failed() {}, end() {} };
const NO_ARGUMENTS: readonly unknown[] = [];

const runs = new WeakMap<object, Run>();
/** The step that is about to run the first statement of a body. */
let starting: Step | undefined;

/**
 * Called by the first statement of a generator's body.
 * @param tellsEnd whether the body calls what it gets, when it ends
 */
export function generatorStarted(
  args: readonly unknown[],
  tellsEnd: boolean,
  onError: (error: unknown) => void,
): GeneratorEnd {
  const step = starting;
  starting = undefined;
  return step?.start(args, tellsEnd, onError) ?? NOT_RECORDED;
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

/** A generator whose body has started. */
class Run implements GeneratorEnd {
  /** What the function was called with. */
  args: readonly unknown[];
  /** The tick that the whole run is; absent where each step stands for itself. */
  whole: OpenCall | undefined;
  readonly tellsEnd: boolean;
  /** Those that have not ended, in their order: the body runs for the first of them. */
  readonly steps: Set<Step> = new Set<Step>();
  /** Later steps run nothing. */
  isOver = false;
  readonly #onError: (error: unknown) => void;
  #failed = false;

  constructor(
    args: readonly unknown[],
    whole: OpenCall | undefined,
    tellsEnd: boolean,
    onError: (error: unknown) => void,
  ) {
    this.args = args;
    this.whole = whole;
    this.tellsEnd = tellsEnd;
    this.#onError = onError;
  }

  failed(): void {
    this.#failed = true;
  }

  end(): void {
    try {
      this.over(this.#failed);
    } catch (error) {
      this.#onError(error);
    }
  }

  over(failed: boolean): void {
    const { whole } = this;
    const [running] = this.steps;
    this.isOver = true;
    // The program may keep its generator.
    this.args = NO_ARGUMENTS;
    this.whole = undefined;
    running?.end(failed);
    whole?.end(failed);
  }
}

class Step {
  readonly #generator: object;
  readonly #active: ActiveScope;
  readonly #tracer: CallTracer;
  readonly #results: PromiseResults;
  readonly #entered: EnteredCall[] = [];
  #run: Run | undefined;
  #call: OpenCall | undefined;
  #hasEnded = false;

  constructor(generator: object, active: ActiveScope, tracer: CallTracer, results: PromiseResults) {
    this.#generator = generator;
    this.#active = active;
    this.#tracer = tracer;
    this.#results = results;
  }

  run(run: Run | undefined, resume: AnyFunction, args: unknown[]): unknown {
    if (run?.isOver === false) this.#goOn(run, args);
    const isLookedAt = this.#results.enter();
    let result: unknown;
    let hasThrown = true;
    try {
      result = apply(resume, this.#generator, args);
      hasThrown = false;
    } finally {
      for (const entered of this.#entered.toReversed()) entered.leave();
      if (hasThrown) {
        this.#results.abandon(isLookedAt);
        this.#endSynchronous(true, true);
      }
    }
    const promise = this.#results.leave(isLookedAt, result);
    if (types.isPromise(result)) this.#endWith(result, promise !== undefined);
    else this.#endSynchronous(false, (result as IteratorResult<unknown>).done === true);
    return result;
  }

  start(args: readonly unknown[], tellsEnd: boolean, onError: (error: unknown) => void): Run {
    const run = new Run(args, this.#tracer.startRun?.(args), tellsEnd, onError);
    runs.set(this.#generator, run);
    this.#start(run, args);
    return run;
  }

  end(failed: boolean): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#run?.steps.delete(this);
    this.#call?.end(failed);
  }

  /** A later step belongs to its run's tick; without one, what it is sent decides, or what the function was called with. */
  #goOn(run: Run, sent: readonly unknown[]): void {
    if (run.whole !== undefined) return this.#start(run, run.args);
    this.#start(run, sent);
    if (this.#call === undefined && this.#tracer.isInTrace?.() === true) this.#start(run, run.args);
  }

  #start(run: Run, args: readonly unknown[]): void {
    this.#run = run;
    run.steps.add(this);
    this.#enter(run.whole);
    this.#call = this.#tracer.start(args, true);
    this.#enter(this.#call);
  }

  #enter(call: OpenCall | undefined): void {
    if (call === undefined || !needsStore(call)) return;
    this.#entered.push(new EnteredCall(this.#active, call));
  }

  #endSynchronous(failed: boolean, isLast: boolean): void {
    this.end(failed);
    // A generator that runs its own next step is told so by an error, and goes on.
    if (isLast && this.#run?.isOver === false && this.#run.steps.size === 0) this.#run.over(failed);
  }

  #endWith(promise: object, isPending: boolean): void {
    const run = this.#run;
    // A body that has ended within the call has told it.
    if (run === undefined || this.#hasEnded) return;
    const turnedOutFailed = (): void => this.#call?.turnedOutFailed?.();
    const hasFailed = (): boolean => this.#results.hasFailed(promise, turnedOutFailed);
    if (!isPending) this.end(hasFailed());
    else if (!run.tellsEnd) this.#results.watch(promise, { end: (failed) => this.end(failed), turnedOutFailed });
    // It fails with the body, which says so, or where it was queued behind the last one.
    else this.#results.watch(promise, { end: () => this.end(!this.#hasEnded && run.isOver && hasFailed()) });
  }
}
