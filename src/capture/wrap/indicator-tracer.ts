// Records calls of an indicator that may end later than it returns: an async function, or one with a callback.

import type { Losses } from '../../model/losses.js';
import type { Recorder } from '../recorder/recorder.js';
import { activeTickContext } from '../recorder/tick-context.js';
import type { Operation } from './operation.js';
import { type OpenCall, OperationTracer, type CallTracer } from './call-tracer.js';
import type { ReentryGuard } from './reentry-guard.js';

export class IndicatorTracer implements CallTracer {
  readonly losses: Losses;
  readonly #tracer: OperationTracer;
  readonly #operation: Operation;
  readonly #guard: ReentryGuard;

  constructor(recorder: Recorder, operation: Operation, guard: ReentryGuard) {
    this.losses = recorder.losses;
    this.#tracer = new OperationTracer(recorder, operation);
    this.#operation = operation;
    this.#guard = guard;
  }

  /** Always in its own context, which identifies a nested call before and after an `await`. */
  start(args: readonly unknown[]): OpenCall | undefined {
    const active = activeTickContext();
    if (this.#guard.inside || this.#guard.holds(active)) return undefined;
    this.#guard.addAsynchronous(this.#operation.id);
    const { input } = this.#operation;
    if (input?.before(undefined, args, active?.trace.isTick === true ? active.trace.number : 0) === true) {
      input.after(undefined);
    }
    return this.#tracer.start(args, true);
  }
}
