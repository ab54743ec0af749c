// What a function of a random program is given, to do its work and to tell the truth about it.

import { scopeIn } from './drain-library.js';
import { guardOf, isHeldByScope, isTickKind } from './random-functions.js';
import { AT_ONCE, type Plan } from './random-plans.js';
import { now, type RunningProgram } from './running-program.js';
import { contextOf, PlannedError, type TrueCall, type TrueContext } from './true-calls.js';

export class Work {
  readonly #program: RunningProgram;
  readonly #call: TrueCall;
  readonly #begunBefore: number;
  #context: TrueContext;
  #hasWaited = false;
  #hasStarted = false;

  constructor(program: RunningProgram, call: TrueCall, begunBefore: number) {
    this.#program = program;
    this.#call = call;
    this.#begunBefore = begunBefore;
    this.#context = call.from;
  }

  get #plan(): Plan {
    return this.#call.call.plan;
  }

  get context(): TrueContext {
    return this.#hasWaited ? this.#context.kept : this.#context;
  }

  /** All of a synchronous function, or what a function does before its callback comes. */
  run(self?: (work: object) => unknown): number {
    return this.#inside(() => {
      const { form } = this.#call;
      this.#program.steps(this.#context, this.#plan, form.isBody ? self : undefined, form);
      if (form.kind === 'callback' || form.kind === 'callbacktick') return 0;
      return this.#finish(self === undefined);
    });
  }

  end(): number {
    this.#start();
    return this.#finish(true);
  }

  *steps(): Generator<{ readonly waits: boolean; start(): unknown }> {
    this.#start();
    for (const step of this.#plan.steps) {
      const waits = step.do === 'wait' || step.do === 'await' || step.do === 'all' || step.do === 'race';
      yield {
        waits,
        start: () => {
          const result = this.#program.step(this.context, step);
          this.#hasWaited ||= waits;
          return result;
        },
      };
    }
  }

  *waits(): Generator {
    for (const { waits, start } of this.steps()) {
      const result = start();
      if (waits) yield result;
    }
  }

  /** In a function that is not measured. */
  async all(): Promise<void> {
    for (const { waits, start } of this.steps()) {
      if (waits) await start();
      else start();
    }
  }

  async everything(): Promise<void> {
    await this.all();
    this.#finish(true);
  }

  promise(): unknown {
    const { kind } = this.#call.form;
    const { how, steps } = this.#plan;
    return this.#inside(() => {
      this.#program.steps(this.#context, this.#plan);
      if (kind === 'mixed' && steps.length % 2 === 0) return this.#finish(true);
      // Where nothing says that a promise may come, it may be taken for an old one, and the call ends with its return.
      if (kind === 'mixed') this.#call.e0 = now();
      return new Promise<void>((resolve, reject) => {
        this.#program.later(how === AT_ONCE ? 1 : how, () => {
          if (kind !== 'mixed') this.#call.e0 = now();
          this.#call.failed = this.#plan.fails;
          if (this.#plan.fails) reject(new PlannedError());
          else resolve();
        });
      });
    });
  }

  comesBack(callback: (error: unknown) => void): void {
    const { form, footing } = this.#call;
    const { how, fails } = this.#plan;
    const isPumped = how % 2 === 0 && how !== AT_ONCE && footing !== 'none' && !form.text.includes('goesOn');
    const come = (): void => {
      this.#hasWaited ||= how !== AT_ONCE;
      this.#call.e0 = now();
      this.#call.failed = fails;
      callback(fails ? new PlannedError() : null);
    };
    if (isPumped) this.#program.answerWhenPumped(come);
    else this.#program.later(how, come);
  }

  calledBack(): void {
    const { form, from, call, footing } = this.#call;
    this.#call.e1 = now();
    this.#program.pending--;
    const after = call.after ?? { steps: [], fails: false, how: 0 };
    if (footing === 'none' || !form.callsBackToCaller) return this.#program.steps(this.context, after);
    const { store } = this.#program.product.active;
    // In a synchronous scope without a store: where the callback has another one, it gets a store of that scope.
    const isKept = from.kept === from && !this.#call.isInLight;
    const context = isKept ? from : contextOf(from.call, undefined, store, from.value);
    this.#program.withStore(() => {
      this.#program.checkValue(context);
      this.#program.steps(context, after);
    });
  }

  /** After the callback the function does a little more. */
  goesOn(): void {
    this.#program.call(this.context, {
      kind: 'sync',
      fn: this.#call.call.fn,
      plan: { steps: [], fails: false, how: 0 },
    });
  }

  #finish(mayFail: boolean): number {
    this.#call.e0 = now();
    this.#call.failed = mayFail && this.#plan.fails;
    if (this.#call.failed) throw new PlannedError();
    return 1;
  }

  /** The first line of the function. */
  #start(): void {
    if (this.#hasStarted) return;
    this.#hasStarted = true;
    const call = this.#call;
    const { active, recorder } = this.#program.product;
    call.b1 = now();
    const begun = recorder.begun - this.#begunBefore;
    if (begun > 1) this.#program.wrong.push('a call has two begins');
    if (begun === 0) return;
    call.begin = recorder.lastBegin;
    const isTick = isTickKind(call.form.kind);
    const own = isTick || (recorder.begins.get(call.begin)?.scope ?? 0) > 0 ? call.begin : -call.begin;
    const { from } = call;
    const { store } = active;
    if ((typeof store === 'object' ? scopeIn(store) : store) === own) {
      call.footing = 'own';
      this.#context = contextOf(call, undefined, store, from.value);
    } else if (active.light === own) {
      call.footing = 'light';
      this.#context = contextOf(call, from.kept, from.store, from.value);
    } else {
      call.footing = 'shared';
      this.#context = contextOf(call, from.kept === from ? undefined : from.kept, from.store, from.value);
    }
    this.#program.checkValue(this.#context);
  }

  /** The synchronous part of a function. */
  #inside<Result>(code: () => Result): Result {
    const program = this.#program;
    const { frame, light } = program;
    this.#start();
    const { footing, from, form } = this.#call;
    if (footing !== 'none') program.frame = { call: this.#call, outer: frame };
    if (footing === 'light') program.light = { context: this.#context, store: from.store };
    const guard = guardOf(form);
    if (guard !== undefined && footing !== 'none' && !isHeldByScope(form))
      program.guards = new Set([...program.guards, guard]);
    try {
      return code();
    } finally {
      program.frame = frame;
      program.light = light;
    }
  }
}
