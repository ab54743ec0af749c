// Records calls of an indicator that may end later than it returns: an async function, or one with a callback.

import { now } from '../recorder/clock.js';
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
  start(args: readonly unknown[], _needsContext?: boolean, self?: unknown): OpenCall | undefined {
    const scope = this.#recorder.active.get();
    if (this.#guard.inside || this.#guard.holds(scope)) return undefined;
    const { input, sizes } = this.#operation;
    const size = sizes !== undefined && --sizes.left <= 0 ? sizes.look(self, args) : 0;
    if (input?.before(undefined, args, this.#recorder.tickOf(scope)) === true) input.after(undefined);
    const call = new GuardedCall(this.#tracer.start(args, true), this.#guard);
    if (sizes === undefined || size === 0) return call;
    const { sized } = sizes;
    const fromNanos = now();
    call.onEnd = () => sizes.took(sized, size, now() - fromNanos);
    return call;
  }
}

/** Keeps others out of its scope until it ends. */
class GuardedCall implements OpenCall {
  readonly isLight = false;
  readonly scope: number;
  /** Called once, where it has succeeded. */
  onEnd: (() => void) | undefined;
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
    if (!failed) this.onEnd?.();
  }

  turnedOutFailed(): void {
    this.#call.turnedOutFailed?.();
  }
}
