// Runs a random program, and knows what has to be measured.

import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { performance } from 'node:perf_hooks';
import { EMPTY_CONTEXT, HAS_CONTEXT_FRAMES } from './drain-library.js';
import type { FuzzedProduct } from './fuzzed-product.js';
import { type FunctionForm, guardOf, isHeldByScope, isTickKind } from './random-functions.js';
import {
  AT_ONCE,
  type Call,
  type CallKind,
  type Plan,
  type Program,
  type RandomPlans,
  type Step,
} from './random-plans.js';
import {
  type Frame,
  OUTSIDE,
  PlannedError,
  type TrueCall,
  type TrueContext,
  contextOf,
  scopeOwnerOf,
} from './true-calls.js';
import { Work } from './work.js';

const SYMBOLS = ['BTC-USD', 'ETH-USD', 'SOL-USD'];
const VALUE = Symbol('a value of the program');
const KEPT_FUNCTIONS = 20;

export const now = (): number => Math.round(performance.now() * 1e6);

/** A synchronous scope without a store, and the store that it is valid in. */
interface LightScope {
  readonly context: TrueContext;
  readonly store: unknown;
}

export class RunningProgram {
  readonly calls: TrueCall[] = [];
  readonly wrong: string[] = [];
  readonly product: FuzzedProduct;
  readonly #chance: RandomPlans;
  readonly #byKind = new Map<CallKind, FunctionForm[]>();
  readonly #bound: ((plan: Plan) => void)[] = [];
  readonly #answers: (() => void)[] = [];
  readonly #writeLoop: (how: number) => void;
  #values = 0;
  pending = 0;
  frame: Frame | undefined;
  light: LightScope | undefined;
  /** Whose synchronous calls are on the stack: indicators inside are not measured. */
  guards: ReadonlySet<unknown> = new Set();
  /** Those of indicators below a tick-shaped call, in which they count or do not: a tick of a nested event loop is its own. */
  #guardsBelowTick: ReadonlySet<unknown> = new Set();

  constructor(product: FuzzedProduct, chance: RandomPlans, writeLoop: (how: number) => void) {
    this.product = product;
    this.#chance = chance;
    this.#writeLoop = writeLoop;
    for (const form of product.functions.keys()) {
      const forms = this.#byKind.get(form.kind);
      if (forms === undefined) this.#byKind.set(form.kind, [form]);
      else forms.push(form);
    }
  }

  async run({ calls, spread, receives }: Program): Promise<void> {
    for (const call of calls) {
      if (receives && this.#chance.below(3) === 0) this.#receive();
      this.call(OUTSIDE, call);
      if (spread === 1 && this.#chance.below(4) === 0) await Promise.resolve();
      if (spread === 2 && this.#chance.below(20) === 0) await new Promise(setImmediate);
      if (spread === 3 && this.#chance.below(60) === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    while (this.pending > 0) {
      this.pump();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    this.product.drain();
  }

  /** @returns what the function returned, without its failure */
  call(from: TrueContext, call: Call, self?: (work: object) => unknown, of?: FunctionForm): unknown {
    const forms = this.#byKind.get(call.kind) as FunctionForm[];
    const form: FunctionForm = of ?? forms[call.fn % forms.length]!;
    const { recorder } = this.product;
    const symbol = SYMBOLS[call.fn % SYMBOLS.length] as string;
    const made: TrueCall = {
      order: this.calls.length,
      form,
      call,
      from,
      below: this.frame,
      symbol,
      guarded: this.#guardOf(form, from),
      b0: 0,
      b1: 0,
      r1: Infinity,
      e0: Infinity,
      e1: Infinity,
      failed: false,
      footing: 'none',
      begin: 0,
      root: undefined,
      isIn: false,
      isInLight: false,
    };
    this.calls.push(made);
    const work = new Work(this, made, recorder.begun);
    const takesCallback = form.kind === 'callback' || form.kind === 'callbacktick';
    const callback = takesCallback ? (): void => work.calledBack() : undefined;
    if (takesCallback) this.pending++;
    const { guards } = this;
    const below = this.#guardsBelowTick;
    if (isTickKind(form.kind)) {
      this.#guardsBelowTick = new Set([...below, ...guards]);
      this.guards = new Set();
    }
    const { active } = this.product;
    const { store, light } = active;
    made.isInLight = light !== 0 && active.lightStore === store;
    let result: unknown;
    made.b0 = now();
    try {
      if (self !== undefined) result = self(work);
      else result = this.product.functions.get(form)?.({ symbol, price: 1 }, work, callback);
    } catch (error) {
      if (!(error instanceof PlannedError)) throw error;
    } finally {
      this.guards = guards;
      this.#guardsBelowTick = below;
      made.r1 = now();
      if (active.store !== store) this.wrong.push(`the store that ${form.name} leaves`);
      if (active.light !== light) this.wrong.push(`the scope that ${form.name} leaves`);
    }
    if (takesCallback) return undefined;
    if (!(result instanceof Promise)) {
      made.e1 = made.r1;
      return undefined;
    }
    this.pending++;
    const ended = (error?: unknown): void => {
      made.e1 = now();
      this.pending--;
      if (error !== undefined && !(error instanceof PlannedError)) this.wrong.push(String((error as Error).stack));
    };
    return result.then(() => ended(), ended);
  }

  later(how: number, code: () => void): void {
    this.pending++;
    const run = (): void => {
      try {
        code();
      } finally {
        this.pending--;
      }
    };
    if (how === 0) setTimeout(run, 0);
    else if (how === 1) setImmediate(run);
    else if (how === 2) process.nextTick(run);
    else if (how === 3) queueMicrotask(run);
    else if (how === 4) void Promise.resolve().then(run);
    else if (how === 5) setTimeout(run, 2);
    else run();
  }

  /** As a driver does, whoever runs when an answer is there. */
  pump(): void {
    for (const each of this.#answers.splice(0)) each();
  }

  answerWhenPumped(code: () => void): void {
    this.pending++;
    this.#answers.push(() => {
      this.pending--;
      code();
    });
  }

  /** What is awaited, by its number. */
  waiting(how: number): unknown {
    if (how === AT_ONCE + 1) return null;
    // oxlint-disable-next-line unicorn/no-thenable -- Programs have them.
    if (how === AT_ONCE + 2) return { then: (resolve: (value: number) => void) => resolve(1) };
    return new Promise<void>((resolve) => this.later(how, resolve));
  }

  steps(context: TrueContext, { steps }: Plan, self?: (work: object) => unknown, form?: FunctionForm): void {
    for (const step of steps) this.step(context, step, self, form);
  }

  step(context: TrueContext, step: Step, self?: (work: object) => unknown, form?: FunctionForm): unknown {
    switch (step.do) {
      case 'call':
        return void this.call(context, step.call);
      case 'self':
        if (self === undefined || form === undefined) return undefined;
        return void this.call(context, { kind: form.kind, fn: 0, plan: { ...step.plan, fails: false } }, self, form);
      case 'later':
        return this.later(step.how, () => this.#goOn(context.kept, step.plan));
      case 'bind':
        return this.#bind(context.kept, step.how);
      case 'pump':
        return this.pump();
      case 'bound':
        return this.#bound[step.at % this.#bound.length]?.(step.plan);
      case 'context':
        return this.#withValue(context, step.plan);
      case 'loop':
        return this.#writeLoop(step.how);
      case 'wait':
        return this.waiting(step.how);
      case 'await':
        return this.call(context, step.call);
      case 'all':
        return Promise.all(step.calls.map((call) => this.call(context, call)));
      case 'race':
        return Promise.race(step.calls.map((call) => this.call(context, call)));
      default:
        return undefined;
    }
  }

  #goOn(context: TrueContext, plan: Plan): void {
    this.checkValue(context);
    this.steps(context, plan);
  }

  checkValue({ value, store }: TrueContext): void {
    const { active } = this.product;
    if (active.context?.getValue(VALUE) !== value) this.wrong.push('the program’s value in the context');
    if (active.store !== store) this.wrong.push('the store');
  }

  #bind(kept: TrueContext, how: number): void {
    let isRunning = false;
    const bound = (plan: Plan): void => {
      // Without context frames a store that is entered inside is that of the bound function, until it is put back.
      if (isRunning && !HAS_CONTEXT_FRAMES) return;
      const wasRunning = isRunning;
      isRunning = true;
      // A synchronous scope without a store is told by the store that it was entered in.
      const isInLight = this.light !== undefined && this.light.store === kept.store;
      this.#goOn(isInLight ? (this.light as LightScope).context : kept, plan);
      isRunning = wasRunning;
    };
    this.#bound.push(how === 0 ? AsyncResource.bind(bound) : inSnapshot(bound));
    if (this.#bound.length > KEPT_FUNCTIONS) this.#bound.shift();
  }

  /** As the context manager of OpenTelemetry does. */
  #withValue(context: TrueContext, plan: Plan): void {
    const { active } = this.product;
    const value = ++this.#values;
    const store = (active.context ?? EMPTY_CONTEXT).setValue(VALUE, value);
    this.withStore(() => active.run(store, () => this.steps(contextOf(context.call, undefined, store, value), plan)));
  }

  /** Another store is entered, and no scope without a store is valid. */
  withStore(code: () => void): void {
    const { light } = this;
    this.light = undefined;
    try {
      code();
    } finally {
      this.light = light;
    }
  }

  #guardOf(form: FunctionForm, from: TrueContext): TrueCall['guarded'] {
    const guard = guardOf(form);
    if (guard === undefined) return 'no';
    if (this.guards.has(guard)) return 'yes';
    if (this.#guardsBelowTick.has(guard)) return 'perhaps';
    const owner = scopeOwnerOf(from);
    // Those that go on after they return are told by their scope.
    if (owner === undefined || guardOf(owner.form) !== guard || !isHeldByScope(owner.form)) return 'no';
    if (owner.e0 === Infinity) return 'yes';
    return owner.e1 < now() ? 'no' : 'perhaps';
  }

  #receive(): void {
    const { events } = this.product.recorder;
    const symbol = this.#chance.pick(SYMBOLS);
    events.leave(events.enter({ source: 'client', count: () => 1, symbol: () => symbol }, now()));
  }
}

function inSnapshot(bound: (plan: Plan) => void): (plan: Plan) => void {
  const restore = AsyncLocalStorage.snapshot();
  return (plan) => restore(bound, plan);
}
