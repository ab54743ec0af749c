// Records calls of an indicator that may end later than it returns: an async function, or one with a callback.

import type { Losses } from '../../model/losses.js';
import type { Recorder } from '../recorder/recorder.js';
import type { Operation } from './operation.js';
import type { CallTracer, OpenCall } from './call-tracer.js';
import { OperationTracer } from './operation-tracer.js';
import type { ReentryGuard } from './reentry-guard.js';

export class IndicatorTracer implements CallTracer {
  readonly losses: Losses;
  readonly #recorder: Recorder;
  readonly #tracer: OperationTracer;
  readonly #operation: Operation;
  readonly #guard: ReentryGuard;

  constructor(recorder: Recorder, operation: Operation, guard: ReentryGuard) {
    this.losses = recorder.losses;
    this.#recorder = recorder;
    this.#tracer = new OperationTracer(recorder, operation);
    this.#operation = operation;
    this.#guard = guard;
  }

  /** Always in its own scope, which identifies a nested call before and after an `await`. */
  start(args: readonly unknown[]): OpenCall | undefined {
    const scope = this.#recorder.active.get();
    if (this.#guard.inside || this.#guard.holds(scope)) return undefined;
    const { input } = this.#operation;
    if (input?.before(undefined, args, this.#recorder.tickOf(scope)) === true) input.after(undefined);
    return new GuardedCall(this.#tracer.start(args, true), this.#guard);
  }
}

/** Keeps others out of its scope until it ends. */
class GuardedCall implements OpenCall {
  readonly isLight = false;
  readonly scope: number;
  readonly #call: OpenCall;
  readonly #guard: ReentryGuard;

  constructor(call: OpenCall, guard: ReentryGuard) {
    this.#call = call;
    this.#guard = guard;
    this.scope = call.scope;
    guard.hold(call.scope);
  }

  returned(): void {
    this.#call.returned();
  }

  end(failed: boolean): void {
    // A call that has ended, by calling back, holds nothing of what goes on in its scope.
    this.#guard.release(this.scope);
    this.#call.end(failed);
  }

  turnedOutFailed(): void {
    this.#call.turnedOutFailed?.();
  }
}
